// Checks that a module is well formed: what every pass, back end and interpreter may rely on. It reports all violations
// and never traps.
//
// Module (ModuleChecks):
//   names are unique among functions and globals, services, roots, layouts; there is at most one entry function, and it
//   is defined and takes and returns integers and floats; the memory's size is 0 or a power of two with the stack
//   inside, and pointers take 4 or 8 bytes; globals hold their bytes and relocations, which do not overlap, are aligned
//   to a power of two, and lie inside the memory; types name layouts that exist; fixed registers are as many as
//   parameters and results, below 32 and distinct, and results are clobbered.
// Roots (RootChecks):
//   initial values name earlier roots; objects have the fields of their layout; closures capture what their function
//   takes; no code sets a constant root.
// Structure of a function (StructureChecks):
//   an import has no code; a definition has an entry block with the signature's parameters, and no branch goes there;
//   every block ends with its only terminator; every id and list handle exists; branches go to blocks of the layout
//   with the arguments that they take; slots are aligned to powers of two; locations name files and older locations.
// Data flow (DominanceChecks):
//   every operand is defined in the layout; in reachable code its definition dominates the use.
// Types (TypeChecks, CallChecks):
//   results are those of the opcode table; own types and operands are those of the opcode's type rule; constants and
//   cases fit, cases are distinct; conditions, overflow rules and trap codes are in range; fields exist; calls and
//   returns match signatures; tail calls return what the caller does.
// Debug information (DebugChecks):
//   types, variables, slots, globals and values that declarations, variables and bindings name exist.
//
// Requires: nothing. Takes time linear in the function, save for the dominator tree.

import Support

/// Verifies modules and functions.
public enum Verifier {
    /// All violations, declarations first, then function by function in the order of the text.
    public static func verify(_ module: Module) -> [VerifierError] {
        ModuleChecks.run(module) + verify(Array(module.functions.ids), in: module)
    }

    /// All violations in some functions of `module`, in their order.
    public static func verify(_ functions: [FunctionID], in module: Module) -> [VerifierError] {
        Parallel.map(functions, weight: { module.functions[$0].instructions.count }) {
            verify(module.functions[$0], id: $0, in: module)
        }.flatMap { $0 }
    }

    /// All violations in one function of `module`; they carry `id`.
    public static func verify(_ function: Function, id: FunctionID? = nil, in module: Module) -> [VerifierError] {
        var verifier = FunctionVerifier(function, id, module)
        verifier.run()
        return verifier.errors
    }
}

/// The state of the verification of one function.
struct FunctionVerifier {
    let module: Module
    let function: Function
    let id: FunctionID?
    private(set) var errors: [VerifierError] = []
    /// The place of each instruction in the layout, counted from 1; 0 for those outside.
    var positions: SecondaryMap<InstructionID, UInt32>
    /// What is wrong with locations and has not been reported yet.
    var badLocations: [LocationID: String] = [:]
    /// The names of values and blocks in messages, made when the first is needed.
    private lazy var numbering = EntityNumbering(function)

    init(_ function: Function, _ id: FunctionID?, _ module: Module) {
        self.module = module
        self.function = function
        self.id = id
        positions = SecondaryMap(initial: 0, count: function.instructions.count)
    }

    mutating func run() {
        checkDeclarations()
        defer { reportUnusedLocations() }
        guard function.isDefinition, checkLayout() else { return }
        checkEntryBlock()
        for block in function.layout.blocks { checkTerminators(of: block) }
        let flow = hasSoundFlow() ? Flow(function) : nil
        for block in function.layout.blocks {
            checkParameters(of: block)
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                check(instruction, in: block, flow)
                cursor = function.layout.next(instruction)
            }
        }
    }

    /// Checks one instruction. Types mean something only when all that the instruction names exists.
    private mutating func check(_ instruction: InstructionID, in block: BlockID, _ flow: Flow?) {
        checkLocation(instruction)
        checkBindings(before: instruction)
        let data = function[instruction]
        guard checkReferences(instruction, data) else { return }
        checkOperandDefinitions(instruction, data, in: block, flow)
        checkBlockCalls(instruction)
        checkResults(instruction, data)
        checkTypes(instruction, data)
    }

    // Reporting.

    mutating func report(
        _ rule: VerifierRule, _ message: String, at place: IRLine.Place = .function, value: ValueID? = nil
    ) {
        let error = VerifierError(rule, message, at: place, in: id, value: value)
        // A value that an instruction uses twice is wrong once.
        if errors.last != error { errors.append(error) }
    }

    mutating func report(
        _ rule: VerifierRule, _ message: String, at instruction: InstructionID, value: ValueID? = nil
    ) {
        report(rule, message, at: .instruction(instruction), value: value)
    }

    mutating func name(_ value: ValueID) -> String { numbering.name(value) }
    mutating func name(_ block: BlockID) -> String { numbering.name(block) }
    func name(_ type: Type) -> String { IRPrinter.name(type, in: module) }
    func names(_ types: [Type]) -> String { "(" + types.map(name).joined(separator: ", ") + ")" }
}
