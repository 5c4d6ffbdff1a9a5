// The rules that the verifier checks, by the code that its diagnostics carry.

/// A rule of the IR; the raw value is its diagnostic code.
public enum VerifierRule: String, CaseIterable, Sendable {
    /// Ids and list handles name something that exists.
    case references = "E3101"
    /// A definition has an entry block with the parameters of the signature; an import has no code.
    case entryBlock = "E3102"
    /// Every block ends with its only terminator.
    case terminators = "E3103"
    /// Branches go to blocks of the layout other than the entry, with the arguments that the block takes.
    case branches = "E3104"
    /// A value that is used is defined in the layout.
    case definitions = "E3105"
    /// A definition dominates its uses.
    case dominance = "E3106"
    /// An instruction has the results that the opcode table rules.
    case results = "E3107"
    /// The instruction's own type is one that its opcode takes.
    case ownType = "E3108"
    /// Operands have the types that the opcode asks for.
    case operandTypes = "E3109"
    /// Constants and switch cases fit their type; cases are distinct.
    case constants = "E3110"
    /// Conditions, overflow rules and trap codes are in range.
    case choices = "E3111"
    /// Field numbers and field types are the layout's.
    case fields = "E3112"
    /// Calls and returns match their signatures.
    case calls = "E3113"
    /// Tail calls return what the caller returns.
    case tailCalls = "E3114"
    /// Slots have alignments that are powers of two, and at most one lies at the top of the frame.
    case slots = "E3115"
    /// Locations name files and locations that exist, and inlining chains end.
    case locations = "E3116"
    /// Names are unique: functions and globals together, services, roots, layouts.
    case names = "E3117"
    /// At most one function is the entry; it is defined here, takes nothing, and returns nothing or one i32.
    case entryFunction = "E3118"
    /// Fixed registers match parameters and results, without duplicates.
    case conventions = "E3119"
    /// Globals hold their bytes, relocations and addresses.
    case globals = "E3120"
    /// The memory has a size that is a power of two, with the stack inside, and pointers of 4 or 8 bytes.
    case memory = "E3121"
    /// What debug types, variables and bindings name exists.
    case debug = "E3122"
    /// Initial values of roots name earlier ones and fit layouts and functions; constant roots are never set.
    case roots = "E3123"
    /// A layout extends one above it, and begins with its fields.
    case layouts = "E3124"
    /// The methods of a message take and answer `any`, all as many, and are `address_taken`; sends give as many.
    case messages = "E3125"
}
