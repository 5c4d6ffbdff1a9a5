// Writes one function: its statements and declarations. Expressions are in the files beside.
// Requires: the module is legal for C.

import BackendKit
import IR
import Support

/// How tightly an expression binds; one that binds less than its place asks for gets parentheses.
enum Precedence: Int, Comparable {
    /// Where nothing binds: an argument, the right side of an assignment, a condition.
    case any
    case ternary
    /// Comparisons, shifts, `&`, `|`, `^` and `!`, which are never mixed without parentheses.
    case bitwise
    case additive
    case multiplicative
    case unary
    case primary

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

/// The state of writing one function.
struct FunctionWriter {
    let program: CProgram
    let id: FunctionID
    let function: Function
    let placement: ValuePlacement
    let observed: ObservedFloats
    let numbering: EntityNumbering
    /// Whether the function is being written as a step of a chain of tail calls.
    let isStep: Bool
    var declarations: Declarations
    var text: CText
    /// Variables that go by another name for a moment.
    var renamed: [ValueID: String] = [:]
    private var registerNames: [ValueID: String] = [:]
    /// The scope that begins next.
    private var nextScope = 0
    /// A number for what needs a name of its own.
    private var serial = 0
    /// Whether any line says that it comes from a source.
    private(set) var hasLocations = false
    private let statements: [FlowStatement]
    private let dispatchVariables: Int

    init(_ id: FunctionID, _ program: CProgram, isStep: Bool) {
        self.program = program
        self.id = id
        text = CText()
        self.isStep = isStep
        let function = program.module.functions[id]
        self.function = function
        placement = ValuePlacement(function, program.constructions[id], program)
        observed = ObservedFloats(function, privateAccesses: program.privateFloats[id])
        numbering = EntityNumbering(function)
        let control = ControlStructurer.structure(function)
        dispatchVariables = control.dispatchVariableCount
        statements = FlowLowering.lower(control, function, placement) { terminator in
            function[terminator].opcode == .tailCall && function[terminator].function == id
        }
        declarations = Declarations(statements, function, placement, hasDispatch: dispatchVariables > 0)
        nameRegisters()
    }

    /// Parameters that come in registers of the machine are called after them.
    private mutating func nameRegisters() {
        guard case .registers(let registers) = function.signature.convention, let entry = function.entry else { return }
        let parameters = function.parameters(entry)
        guard parameters.count == registers.parameters.count, Set(registers.parameters).count == parameters.count else {
            return
        }
        for (parameter, register) in zip(parameters, registers.parameters) {
            registerNames[parameter] = "r\(register)"
        }
    }

    // MARK: Names

    func name(_ value: ValueID) -> String { renamed[value] ?? registerNames[value] ?? numbering.name(value) }
    func name(_ slot: SlotID) -> String { "ss\(slot.rawValue)" }
    private func name(_ variable: DispatchVariable) -> String { "state\(variable.number)" }
    func type(_ value: ValueID) -> Type { function.type(value) }

    mutating func newNumber() -> Int {
        defer { serial += 1 }
        return serial
    }

    // MARK: The function

    /// The whole definition.
    mutating func writeDefinition() {
        let header = isStep ? Prototypes.step(id, program) : Prototypes.function(id, program, parameters: name)
        text.line(header + " {")
        text.indent()
        writeSlots()
        for number in 0..<dispatchVariables {
            text.line("uint32_t \(name(DispatchVariable(number: number))) = 0u;")
        }
        writeParameters()
        write(statements)
        text.outdent()
        text.line("}")
    }

    private mutating func writeSlots() {
        guard !function.slots.isEmpty else { return }
        for slot in function.slots.ids {
            let data = function.slots[slot]
            let alignment = data.alignment > 1 ? "_Alignas(\(data.alignment)) " : ""
            text.line("\(alignment)uint8_t \(name(slot))[\(max(data.size, 1))];")
        }
        var unused = EntitySet<SlotID>(capacity: function.slots.count)
        for slot in function.slots.ids { unused.insert(slot) }
        for instruction in placement.needed where function[instruction].opcode == .slotAddr {
            unused.remove(function[instruction].slot)
        }
        for slot in unused { text.line("(void)\(name(slot));") }
    }

    /// Reads the parameters of a step, and names those that nothing reads.
    private mutating func writeParameters() {
        guard let entry = function.entry else { return }
        for (index, parameter) in function.parameters(entry).enumerated() {
            let isNeeded = placement[parameter] != .unneeded
            if isStep, isNeeded {
                let type = type(parameter)
                let declaration = program.types.declaration(type, name(parameter))
                text.line("\(declaration) = \(WordConversion.value("tail->values[\(index)]", type, program.types));")
            } else if !isStep, !isNeeded {
                text.line("(void)\(name(parameter));")
            }
        }
    }

    // MARK: Statements

    /// The statements of a scope, with the declarations at its start.
    private mutating func write(_ statements: [FlowStatement]) {
        let scope = nextScope
        nextScope += 1
        for value in declarations.atStart[scope] {
            let zero = declarations.initialises ? " = 0" : ""
            text.line("\(program.types.declaration(type(value), name(value)))\(zero);")
        }
        for statement in statements { write(statement) }
    }

    private mutating func writeNested(_ statements: [FlowStatement]) {
        text.indent()
        write(statements)
        text.outdent()
    }

    private mutating func write(_ statement: FlowStatement) {
        switch statement {
        case .body(let block): writeBody(block)
        case .transfer(let call): writeTransfer(call)
        case .restart(let terminator): writeRestart(terminator)
        case .leave(let terminator): writeLeave(terminator)
        case .evaluate(let value):
            text.begin()
            text.write("(void)")
            write(value, .unary)
            endStatement()
        case .conditional(let condition, let yes, else: let no): writeConditional(condition, yes, no)
        case .whileLoop(let condition, let body): writeBlock("while (", condition, body)
        case .forever(let body):
            text.line("for (;;) {")
            writeNested(body)
            text.line("}")
        case .choose(let terminator, let cases, default: let rest): writeSwitch(terminator, cases, rest)
        case .dispatch(let variable, let ways): writeDispatch(variable, ways)
        case .select(let variable, let value): text.line("\(name(variable)) = \(value)u;")
        case .breakOut: text.line("break;")
        case .continueLoop: text.line("continue;")
        case .goto(let place): text.line("goto after\(place);")
        case .label(let place): text.line("after\(place):;")
        }
    }

    private mutating func writeBody(_ block: BlockID) {
        var cursor = function.layout.first(in: block)
        while let instruction = cursor {
            if placement.isStatement(instruction) {
                writeLocation(instruction)
                writeStatement(instruction)
            }
            cursor = function.layout.next(instruction)
        }
    }

    private mutating func writeBlock(_ head: String, _ condition: FlowCondition, _ body: [FlowStatement]) {
        writeLocation(of: condition.value)
        text.begin()
        text.write(head)
        write(condition)
        text.write(") {")
        text.end()
        writeNested(body)
        text.line("}")
    }

    private mutating func writeConditional(
        _ condition: FlowCondition, _ yes: [FlowStatement], _ no: [FlowStatement]
    ) {
        writeLocation(of: condition.value)
        var (condition, yes, no) = (condition, yes, no)
        var head = "if ("
        text.begin()
        while true {
            text.write(head)
            write(condition)
            text.write(") {")
            text.end()
            writeNested(yes)
            guard !no.isEmpty else { break }
            // A branch alone in the other way goes on as `else if`; its scope has nothing to declare.
            if no.count == 1, case .conditional(let other, let first, else: let second) = no[0],
                declarations.atStart[nextScope].isEmpty, !program.options.debug
            {
                nextScope += 1
                (condition, yes, no) = (other, first, second)
                head = "} else if ("
                text.begin()
                continue
            }
            text.line("} else {")
            writeNested(no)
            break
        }
        text.line("}")
    }

    private mutating func write(_ condition: FlowCondition) {
        if condition.isInverted { writeInverted(condition.value) } else { write(condition.value, .any) }
    }

    // MARK: Switch

    private mutating func writeSwitch(
        _ terminator: InstructionID, _ cases: [(values: [UInt64], body: [FlowStatement])], _ rest: [FlowStatement]
    ) {
        let data = function[terminator]
        writeLocation(terminator)
        text.begin()
        text.write("switch (")
        // Compilers warn of a switch over a truth value.
        if data.type == .i1 { text.write("(int)") }
        write(data.valueA, data.type == .i1 ? .unary : .any)
        text.write(") {")
        text.end()
        for way in cases {
            for value in way.values.dropLast() { text.line("case \(caseLabel(value, data.type)):") }
            if let last = way.values.last { writeWay("case \(caseLabel(last, data.type)):", way.body) }
        }
        writeWay("default:", rest)
        text.line("}")
    }

    /// One way of a switch, in braces when it declares something.
    private mutating func writeWay(_ label: String, _ statements: [FlowStatement]) {
        let needsBraces = declarations.declares[nextScope]
        text.line(needsBraces ? label + " {" : label)
        writeNested(statements)
        if needsBraces { text.line("}") }
    }

    private func caseLabel(_ value: UInt64, _ type: Type) -> String {
        type == .i1 ? "\(value)" : Literal.integer(value, type)
    }

    private mutating func writeDispatch(_ variable: DispatchVariable, _ ways: [[FlowStatement]]) {
        text.line("switch (\(name(variable))) {")
        for (number, way) in ways.enumerated() {
            writeWay(number == ways.count - 1 ? "default:" : "case \(number):", way)
        }
        text.line("}")
    }

    // MARK: Lines of the source

    mutating func endStatement() {
        text.write(";")
        text.end()
    }

    /// With `-g` says where the next line comes from.
    mutating func writeLocation(_ instruction: InstructionID) {
        guard program.options.debug else { return }
        let id = function.location(instruction)
        guard id != .none else { return }
        let location = function.locations[id]
        guard location.line > 0, Int(location.file) < program.module.files.count else { return }
        hasLocations = true
        text.write("#line \(location.line) \(CText.quoted(program.module.files[Int(location.file)]))")
        text.end()
    }

    private mutating func writeLocation(of value: ValueID) {
        guard placement[value] == .folded, let instruction = function.definingInstruction(value) else { return }
        writeLocation(instruction)
    }
}
