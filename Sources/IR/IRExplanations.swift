// The long texts behind the codes of the IR's parser (E30xx) and verifier (E31xx), for `hubc explain CODE`.

import Support

/// Explanations of the diagnostics of this target.
public enum IRExplanations {
    public static let all: [Explanation] = syntax + names + bodies + structure + types + declarations

    private static let syntax: [Explanation] = [
        Explanation(
            "E3001", "the line does not have the form it should",
            """
            Each line of a .hir file is one declaration, one block name or one
            instruction; the message says what should stand at the marked place:

                v2 = add.i32 v0 v1      expected ',', found 'v1'
                v2 = icmp.i32 lt v0, v1 expected an integer condition, found 'lt'

            docs/ir.md has the grammar.
            """),
        Explanation(
            "E3002", "the file names no module",
            """
            A .hir file declares its module once, usually in the first line:

                module "name"
            """),
        Explanation(
            "E3003", "too many syntax errors",
            """
            After 50 mistakes the rest of the file is not read. Mend the first ones and
            try again; often one mistake caused many.
            """),
        Explanation(
            "E3004", "a number is larger than its place allows",
            """
            Sizes, addresses, field numbers and the numbers of values and blocks take 32
            bits without sign. The offset of a memory access takes 32 bits with sign:

                v1 = load.i32 v0 + 2147483648     one more than fits
            """),
        Explanation(
            "E3005", "a malformed number",
            """
            Integers are decimal digits or 0x and hexadecimal digits, without separators,
            and take at most 64 bits. The numbers of values and blocks have no leading
            zeros: 'v1', never 'v01'.
            """),
        Explanation(
            "E3006", "a constant does not fit its type",
            """
            The constant of an integer type fits it with or without a sign: -128 to 255
            for i8. A float constant given as bits has no more bits than its type, and a
            decimal one does not round to infinity; write 'inf' for that.

                v0 = iconst.i8 256          nine bits
                v1 = fconst.f16 65520.0     rounds to infinity
            """),
        Explanation(
            "E3007", "a decimal float constant for a type that is no float",
            """
            'fconst' has a float type: f16, f32 or f64. Integers are made by 'iconst'.
            """),
        Explanation(
            "E3008", "malformed text in quotes",
            """
            Texts are UTF-8 in double quotes on one line. A backslash starts an escape:
            \\xNN for a byte given by two hexadecimal digits, \\n, \\t, \\" or \\\\. The bytes
            of a global are pairs of hexadecimal digits:

                global @g size 2 align 1 = hex "0aff"
            """),
    ]

    private static let names: [Explanation] = [
        Explanation(
            "E3009", "something is declared or defined twice",
            """
            Layouts, services, globals, roots and functions have unique names, and a
            function defines each value and each block once. The note shows the first
            place.
            """),
        Explanation(
            "E3010", "a name that the module does not declare",
            """
            Functions, globals, roots, services and layouts are declared somewhere in the
            file; the order does not matter. A function of another module is an import:

                import func @write (ptr, i32) -> (i32)
            """),
        Explanation(
            "E3011", "an unknown type",
            """
            The types are i1, i8, i16, i32, i64, f16, f32, f64, ptr, any, and '$name' for
            a reference to an object of the layout 'name'.
            """),
        Explanation(
            "E3012", "numbers that do not count up",
            """
            Files, the variables of a function and its slots are numbered from 0 in the
            order of their declarations: file 0, file 1; x0, x1; ss0, ss1.
            """),
        Explanation(
            "E3013", "too many layouts",
            """
            A type has 16 bits, which is room for 65520 layouts in a module.
            """),
        Explanation(
            "E3014", "more initial bytes than the global has",
            """
            The size of a global counts all of its bytes, those that start as zero
            included. Make it at least as large as the bytes after 'hex'.
            """),
    ]

    private static let bodies: [Explanation] = [
        Explanation(
            "E3015", "a value, block, variable or slot that the function does not define",
            """
            Values and blocks may be used above the line that defines them, but the
            function must define them. Numbers belong to one function: v1 of another
            function is another value.
            """),
        Explanation(
            "E3016", "a function without its closing brace",
            """
            The code of a function ends with a line that holds only '}'. Here the file or
            the next declaration comes first.
            """),
        Explanation(
            "E3017", "a variable or slot declared among the code",
            """
            'var' and 'slot' lines stand between the head of the function and its first
            block.
            """),
        Explanation(
            "E3018", "an unknown instruction",
            """
            docs/ir.md lists all instructions. Most show the type that they work on after
            a dot: 'add.i32 v0, v1'.
            """),
        Explanation(
            "E3019", "code outside of a block",
            """
            Every instruction belongs to a block. The first block of a function is its
            entry, and takes the parameters of the function:

                func @double (i32) -> (i32) {
                block0(v0: i32):
                    v1 = add.i32 v0, v0
                    ret v1
                }
            """),
        Explanation(
            "E3020", "the line names too many or too few results",
            """
            Every result of an instruction has a name, used or not. 'store' has none,
            'add' has one, 'add_carry' two, a call as many as its callee declares:

                v3, v4 = add_carry.i32 v0, v1, v2
            """),
    ]

    private static let structure: [Explanation] = [
        Explanation(
            "E3101", "an id that names nothing",
            """
            The IR in memory refers to something that does not exist. No text can say
            this: a front end or a pass of hubc made the mistake. Please report it.
            """),
        Explanation(
            "E3102", "the entry block does not match the function",
            """
            A function that is not imported has at least one block. Its first block is
            the entry, whose parameters have the types of the function's parameters. An
            imported function has no code.
            """),
        Explanation(
            "E3103", "a block must end with its only terminator",
            """
            The last instruction of a block, and no other, is one that ends it: jump,
            br_if, switch, ret, trap, unreachable, or a tail call. A block that goes on in
            the next one says so with 'jump'.
            """),
        Explanation(
            "E3104", "a branch does not fit its target",
            """
            A branch passes as many arguments as the target has parameters, of the same
            types, and never goes to the entry block. Put a jump in front of a loop that
            starts the function:

                block0(v0: i32):
                    jump block1(v0)
                block1(v1: i32):
                    jump block1(v1)
            """),
        Explanation(
            "E3105", "a value that is defined nowhere in the code",
            """
            The definition of a value was taken out of its function, but a use was left.
            A pass of hubc made the mistake. Please report it.
            """),
        Explanation(
            "E3106", "a value is used where it may not be defined yet",
            """
            Every path from the entry to the use goes through the definition. Where
            several definitions meet, a block parameter takes the value of each branch:

                block1:
                    v1 = iconst.i32 1
                    jump block3(v1)
                block2:
                    v2 = iconst.i32 2
                    jump block3(v2)
                block3(v3: i32):
                    ret v3

            Code that cannot be reached is exempt.
            """),
        Explanation(
            "E3107", "results that the instruction cannot have",
            """
            The opcode table says how many results an instruction has and of which types;
            the IR in memory says otherwise. A front end or a pass of hubc made the
            mistake. Please report it.
            """),
    ]

    private static let types: [Explanation] = [
        Explanation(
            "E3108", "the instruction does not exist for this type",
            """
            Integer instructions take i1 to i64, float instructions f16 to f64, and so
            on; docs/ir.md has the rule of each:

                v1 = fadd.i32 v0, v0        the type of 'fadd' is a float
            """),
        Explanation(
            "E3109", "an operand of the wrong type",
            """
            Nothing is converted silently: use trunc, zext, sext, bitcast, ptr_to_int and
            their kin.

                v2 = zext.i64 v0
                v3 = add.i64 v1, v2
            """),
        Explanation(
            "E3110", "a constant or case that cannot be",
            """
            The cases of a switch are distinct and fit its type. Constants have no bits
            above the width of their type.
            """),
        Explanation(
            "E3111", "an unknown condition, overflow rule or trap code",
            """
            The IR in memory holds a number that stands for none of them. A front end or
            a pass of hubc made the mistake. Please report it.
            """),
        Explanation(
            "E3112", "a field that the layout does not have, or of another type",
            """
            Fields are numbered from 0 in the order of the layout, and 'field_get' and
            'field_set' name the type of the field:

                layout $pair { head: any, count: i32 }
                v1 = field_get.i32 v0, 1
            """),
        Explanation(
            "E3113", "a call or return does not match the signature",
            """
            A call passes exactly the parameters of its callee, and 'ret' gives exactly
            the results of its function. The first operand of call_indirect is the
            address of the callee, of call_closure the closure, of send the receiver.
            """),
        Explanation(
            "E3114", "a tail call returns something else than its function",
            """
            A tail call gives the results of the callee to the caller of this function,
            so both have the same results; those of closures and sends are one 'any'. Use
            a plain call and 'ret' to change them.
            """),
    ]

    private static let declarations: [Explanation] = [
        Explanation(
            "E3115", "a stack slot that cannot be laid out",
            """
            The alignment of a slot is a power of two, and at most one slot of a function
            is marked 'top'.
            """),
        Explanation(
            "E3116", "a source location that names nothing",
            """
            The first number of a location such as !0:12:5 is that of a 'file' line of
            the module.
            """),
        Explanation(
            "E3117", "a name is taken",
            """
            Functions and globals share one set of names, because they become symbols of
            one program. Services have their own, and so have roots and layouts.
            """),
        Explanation(
            "E3118", "a function that cannot be the entry",
            """
            At most one function is marked 'entry'. It has code. Its parameters are integers
            or floats, whose bits the command line gives, and so are its results: the low
            byte of the first is the exit status of the program.
            """),
        Explanation(
            "E3119", "registers that do not fit the signature",
            """
            A convention with fixed registers names one register below 32 for each
            parameter and each result, no register twice in either list, and its
            clobbers, one bit a register, include those of the results:

                (i32, i32) -> (i32) regs((1, 2) -> (0) clobbers 0x1)
            """),
        Explanation(
            "E3120", "a global that cannot be laid out",
            """
            The initial bytes and relocations of a global lie within its size, and
            relocations do not overlap. Its alignment is a power of two; a fixed address
            is a multiple of it, and the global ends within the memory. An imported
            global has no initial bytes.
            """),
        Explanation(
            "E3121", "a memory that cannot be",
            """
            The size of the memory is 0, which means the whole address space, or a power
            of two; the stack starts within it; a pointer takes 4 or 8 bytes:

                memory size 65536 stack 32768 pointer 4
            """),
        Explanation(
            "E3122", "debug information that names what does not exist",
            """
            Debug types, variables and bindings name types, files, slots and globals of the
            module or function:

                debug t0 = pointer 4 to t9      there is no t9
            """),
        Explanation(
            "E3123", "a root that cannot hold its value, or must keep it",
            """
            The initial value of a root names only roots above it, so that no value is
            circular. An object has a value for each field of its layout: a constant for a
            scalar, a root for 'any' or a reference, whose object must be of its layout.
            What a closure captures are the first parameters of its function, all 'any':

                layout $pair { head: any, count: i32 }
                root @number constant = int 5
                root @pair constant = $pair(@number, 1)
                root @add constant = closure @add(@number)

            No code sets a root that is 'constant'.
            """),
        Explanation(
            "E3124", "a layout that does not extend its parent",
            """
            A layout that extends another stands below it and begins with all its fields,
            of the same names and types, so that its objects can stand for the other's:

                layout $point { x: any, y: any }
                layout $circle extends $point { x: any, y: any, radius: any }

            Where the parent has elements (of any), the child has the same. Elements are
            scalars or any.
            """),
        Explanation(
            "E3125", "methods that do not fit their message",
            """
            The functions of a message take the receiver and the arguments, all of type any,
            and answer one any; all take as many, and each send of the message passes as
            many. There is at most one for each kind of receiver. Since sends call them,
            they are address_taken:

                message "double" = i64 @double, other @refuse
                func @double (any) -> (any) address_taken {
            """),
    ]
}
