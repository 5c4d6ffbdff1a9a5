// The text form of the IR. What it prints, IRParser reads back to the same module; docs/ir.md is the reference.
// It prints malformed modules, too, so that the verifier can show them: what does not exist is named with a `!`, as in
// `v!7`.

import Support

/// Prints modules, functions and single instructions.
public struct IRPrinter {
    let module: Module
    /// Lines to print below others.
    private let remarks: [IRLine: [String]]
    var text = ""

    private init(_ module: Module, _ remarks: [IRLine: [String]] = [:]) {
        self.module = module
        self.remarks = remarks
    }

    /// The whole module.
    public static func print(_ module: Module) -> String { print(module, remarks: [:]) }

    /// The whole module, with remarks below the lines that they belong to.
    static func print(_ module: Module, remarks: [IRLine: [String]]) -> String {
        var printer = IRPrinter(module, remarks)
        printer.printDeclarations()
        for id in module.functions.ids {
            printer.text += "\n"
            printer.printFunction(module.functions[id], id)
        }
        return printer.text
    }

    /// One function of `module`.
    public static func print(_ function: Function, in module: Module) -> String {
        print(function, in: module, remarks: [:])
    }

    static func print(_ function: Function, in module: Module, remarks: [IRLine: [String]]) -> String {
        var printer = IRPrinter(module, remarks)
        printer.printFunction(function, nil)
        return printer.text
    }

    /// One instruction, without indentation and location.
    public static func print(
        _ instruction: InstructionID, of function: Function, in module: Module, _ numbering: EntityNumbering
    ) -> String {
        IRPrinter(module).line(instruction, function, numbering)
    }

    private mutating func printRemarks(_ place: IRLine.Place, of function: FunctionID? = nil) {
        guard !remarks.isEmpty, let lines = remarks[IRLine(function: function, place: place)] else { return }
        for line in lines { text += "\(line)\n" }
    }

    // Declarations.

    private mutating func printDeclarations() {
        text += "module \(quoted(module.name))\n"
        if module.memory != MemoryModel() {
            let memory = module.memory
            text += "memory size \(memory.size) stack \(memory.stackTop) pointer \(memory.pointerBytes)\n"
        }
        printRemarks(.module)
        for (number, file) in module.files.enumerated() { text += "file \(number) \(quoted(file))\n" }
        for id in module.layouts.ids {
            printLayout(module.layouts[id])
            printRemarks(.layout(id))
        }
        for id in module.services.ids {
            printService(module.services[id])
            printRemarks(.service(id))
        }
        for id in module.globals.ids {
            printGlobal(module.globals[id])
            printRemarks(.global(id))
        }
        for selector in module.selectors.values where !selector.methods.isEmpty { printMessage(selector) }
        for id in module.roots.ids {
            printRoot(module.roots[id])
            printRemarks(.root(id))
        }
        printDebugTypes()
        for entry in module.metadata { text += "metadata \(quoted(entry.kind)) \(quoted(entry.text))\n" }
    }

    private mutating func printLayout(_ layout: ObjectLayout) {
        let fields = layout.fields.map { field in
            let isWord = IRPrinter.isWord(field.name)
            return "\(isWord ? field.name : quoted(field.name)): \(name(field.type))"
        }
        let parent = layout.parent.map { "extends \(name(.ref($0))) " } ?? ""
        text +=
            "layout $\(symbol(layout.name)) \(parent){ \(fields.joined(separator: ", "))\(fields.isEmpty ? "" : " ")}"
        if let elements = layout.elements { text += " of \(name(elements))" }
        text += "\n"
    }

    private mutating func printMessage(_ selector: Selector) {
        let methods = selector.methods.map { method in
            let receiver =
                switch method.receiver {
                case .integer: "i64"
                case .float: "f64"
                case .null: "nil"
                case .closure: "closure"
                case .layout(let layout): name(.ref(layout))
                case .other: "other"
                }
            return "\(receiver) \(name(method.function))"
        }
        text += "message \(quoted(selector.name)) = \(methods.joined(separator: ", "))\n"
    }

    private mutating func printService(_ service: Service) {
        text += "service @\(symbol(service.name)) = \(hex(UInt64(service.number))) "
        text += "\(types(service.parameters)) -> \(types(service.results))"
        if service.effects.contains(.reads) { text += " reads" }
        if service.effects.contains(.writes) { text += " writes" }
        if service.effects.contains(.terminates) { text += " noreturn" }
        text += "\n"
    }

    private mutating func printGlobal(_ global: Global) {
        text += "global @\(symbol(global.name)) size \(global.size) align \(global.alignment)"
        if let address = global.address { text += " at \(hex(UInt64(address)))" }
        if global.isConstant { text += " constant" }
        if global.linkage != .local { text += " \(global.linkage)" }
        text += suffix(global.declaration)
        if !global.bytes.isEmpty { text += " = hex \"\(Hexadecimal.text(global.bytes))\"" }
        for relocation in global.relocations {
            text += " reloc \(relocation.offset) "
            switch relocation.target {
            case .global(let id): text += name(id)
            case .function(let id): text += "func \(name(id))"
            }
            if relocation.addend != 0 { text += signed(relocation.addend) }
        }
        text += "\n"
    }

    // Functions.

    private mutating func printFunction(_ function: Function, _ id: FunctionID?) {
        text += function.linkage == .import ? "import func" : "func"
        text += " @\(symbol(function.name)) \(print(function.signature))"
        if function.linkage == .export { text += " export" }
        for (attribute, name) in FunctionAttributes.names where function.attributes.contains(attribute) {
            text += " \(name)"
        }
        text += suffix(function.declaration)
        guard function.isDefinition else {
            text += "\n"
            printRemarks(.function, of: id)
            return
        }
        text += " {\n"
        printRemarks(.function, of: id)
        for number in function.variables.ids {
            let variable = function.variables[number]
            text += "  var x\(number.rawValue): \(name(variable.type)) \(quoted(variable.name))\n"
            printRemarks(.variable(number), of: id)
        }
        for number in function.slots.ids {
            let slot = function.slots[number]
            text +=
                "  slot ss\(number.rawValue) size \(slot.size) align \(slot.alignment)\(slot.isAtTop ? " top" : "")\n"
            printRemarks(.slot(number), of: id)
        }
        printDebugVariables(function)
        let numbering = EntityNumbering(function)
        for block in function.layout.blocks { printBlock(block, function, numbering, id) }
        text += "}\n"
    }

    private mutating func printBlock(
        _ block: BlockID, _ function: Function, _ numbering: EntityNumbering, _ id: FunctionID?
    ) {
        let parameters = function.blocks.contains(block) ? function.parameters(block) : []
        text += numbering.name(block)
        if !parameters.isEmpty {
            text += "("
            text += parameters.map { "\(numbering.name($0)): \(name(function.type($0)))" }.joined(separator: ", ")
            text += ")"
        }
        text += ":\n"
        printRemarks(.block(block), of: id)
        var cursor = function.layout.first(in: block)
        while let instruction = cursor {
            cursor = function.layout.next(instruction)
            guard function.instructions.contains(instruction) else {
                text += "    instruction!\(instruction.rawValue)\n"
                continue
            }
            printBindings(instruction, function, numbering)
            text += "    "
            text += line(instruction, function, numbering)
            text += locationSuffix(function.location(instruction), function)
            text += "\n"
            printRemarks(.instruction(instruction), of: id)
        }
    }

    private func print(_ signature: Signature) -> String {
        var text = "\(types(signature.parameters)) -> \(types(signature.results))"
        if let written = signature.written {
            text += " was \(types(written.parameters)) -> \(types(written.results))"
        }
        if case .registers(let fixed) = signature.convention {
            let parameters = fixed.parameters.map(String.init).joined(separator: ", ")
            let results = fixed.results.map(String.init).joined(separator: ", ")
            text += " regs((\(parameters)) -> (\(results)) clobbers \(hex(UInt64(fixed.clobbers))))"
        }
        return text
    }

    func locationSuffix(_ id: LocationID, _ function: Function) -> String {
        var text = ""
        var next = id
        while next != .none {
            guard function.locations.contains(next) else { return text + " !location\(next.rawValue)" }
            let location = function.locations[next]
            text += " !\(location.file):\(location.line):\(location.column)"
            if let inlined = location.inlinedFunction { text += " in @\(symbol(inlined))" }
            // A call's location is older than those of the code inlined through it; anything else would be a circle.
            guard location.inlinedAt < next else { break }
            text += " at"
            next = location.inlinedAt
        }
        return text
    }

    // Instructions.

    private func line(_ id: InstructionID, _ function: Function, _ numbering: EntityNumbering) -> String {
        let data = function[id]
        let info = data.opcode.info
        var text = ""
        let results = function.results(id)
        if !results.isEmpty { text += results.map(numbering.name).joined(separator: ", ") + " = " }
        text += info.mnemonic
        if info.showsType { text += ".\(name(data.type))" }
        let operands = operandText(data, function, numbering)
        return operands.isEmpty ? text : "\(text) \(operands)"
    }

    private func operandText(_ data: Instruction, _ function: Function, _ numbering: EntityNumbering) -> String {
        func value(_ id: ValueID) -> String { numbering.name(id) }
        func list(_ id: ValueList) -> String {
            guard function.lists.contains(id) else { return "list!\(id.rawValue)" }
            return function.lists.elements(id).map(numbering.name).joined(separator: ", ")
        }
        func target(_ id: BlockCallID) -> String {
            guard function.blockCalls.contains(id) else { return "target!\(id.rawValue)" }
            let call = function.blockCalls[id]
            let arguments = list(call.arguments)
            return numbering.name(call.block) + (arguments.isEmpty ? "" : "(\(arguments))")
        }
        func address(_ base: String) -> String { data.offset == 0 ? base : base + signed(data.offset) }

        switch data.opcode.info.format {
        case .nullary: return ""
        case .trap: return data.trapCode.name
        case .immediate: return data.opcode == .iconst ? constant(data.immediate, data.type) : hex(data.immediate)
        case .unary: return value(data.valueA)
        case .binary: return "\(value(data.valueA)), \(value(data.valueB))"
        case .ternary: return "\(value(data.valueA)), \(value(data.valueB)), \(value(data.valueC))"
        case .integerCompare, .dynamicCompare:
            return "\(data.integerCondition) \(value(data.valueA)), \(value(data.valueB))"
        case .floatCompare: return "\(data.floatCondition) \(value(data.valueA)), \(value(data.valueB))"
        case .dynamicBinary: return "\(data.overflowRule) \(value(data.valueA)), \(value(data.valueB))"
        case .global: return address(name(data.global))
        case .function: return name(data.function)
        case .slot: return address("ss\(data.a)")
        case .variableGet: return "x\(data.a)"
        case .variableSet: return "x\(data.a), \(value(data.valueB))"
        case .rootGet: return name(data.root)
        case .rootSet: return "\(name(data.root)), \(value(data.valueB))"
        case .load: return address(value(data.valueA))
        case .store: return "\(address(value(data.valueA))), \(value(data.valueB))"
        case .fieldGet: return "\(value(data.valueA)), \(data.fieldNumber)"
        case .fieldSet: return "\(value(data.valueA)), \(data.fieldNumber), \(value(data.valueB))"
        case .call, .closure: return "\(name(data.function))(\(list(data.list)))"
        case .indirectCall:
            let isKnown = module.signatures.contains(data.signature)
            return "\(isKnown ? print(module.signatures[data.signature]) : "signature!\(data.a)") (\(list(data.list)))"
        case .closureCall: return "(\(list(data.list)))"
        case .send:
            let isKnown = module.selectors.contains(data.selector)
            return
                "\(isKnown ? quoted(module.selectors[data.selector].name) : "selector!\(data.a)")(\(list(data.list)))"
        case .service:
            let isKnown = module.services.contains(data.service)
            return "@\(isKnown ? symbol(module.services[data.service].name) : "!\(data.a)")(\(list(data.list)))"
        case .jump: return target(BlockCallID(rawValue: data.a))
        case .branch:
            return "\(value(data.valueA)), \(target(BlockCallID(rawValue: data.b))), "
                + target(BlockCallID(rawValue: data.c))
        case .switchTable:
            guard function.switchTables.contains(data.switchTable) else {
                return "\(value(data.valueA)) table!\(data.b)"
            }
            let table = function.switchTables[data.switchTable]
            let cases = table.cases.map { "\($0.value): \(target($0.target)), " }.joined()
            return "\(value(data.valueA)) { \(cases)default: \(target(table.defaultTarget)) }"
        case .list: return list(data.list)
        case .number: return "\(data.b)"
        }
    }

    /// Integers as signed decimals of their width, others as their bits in hexadecimal.
    func constant(_ value: UInt64, _ type: Type) -> String {
        guard type.isInteger, let bits = type.bits else { return hex(value) }
        if bits == 1 { return "\(value & 1)" }
        let shift = UInt64(64 - bits)
        return "\(Int64(bitPattern: value << shift) >> Int64(shift))"
    }

    // Pieces.

    /// The names of the types by raw value; asking a type for its name takes a microsecond.
    private static let scalarNames = Type.scalars.map { $0.scalarName ?? "?" }

    /// A type as it is written.
    static func name(_ type: Type, in module: Module) -> String { IRPrinter(module).name(type) }

    func name(_ type: Type) -> String {
        guard let layout = type.layout else { return IRPrinter.scalarNames[Int(type.rawValue)] }
        return module.layouts.contains(layout) ? "$\(symbol(module.layouts[layout].name))" : "$!\(layout.rawValue)"
    }

    func name(_ id: GlobalID) -> String {
        module.globals.contains(id) ? "@\(symbol(module.globals[id].name))" : "@!\(id.rawValue)"
    }

    func name(_ id: RootID) -> String {
        module.roots.contains(id) ? "@\(symbol(module.roots[id].name))" : "@!\(id.rawValue)"
    }

    func name(_ id: FunctionID) -> String {
        module.functions.contains(id) ? "@\(symbol(module.functions[id].name))" : "@!\(id.rawValue)"
    }

    private func types(_ types: [Type]) -> String { "(" + types.map(name).joined(separator: ", ") + ")" }
    func signed(_ offset: Int32) -> String { offset < 0 ? " - \(offset.magnitude)" : " + \(offset)" }
    func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

    /// A symbol name: bare when it is made of letters, digits, `_`, `.` and `$`, else in quotes.
    func symbol(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy(IRPrinter.isNameByte)
        return isPlain ? name : quoted(name)
    }

    /// Whether `name` is letters, digits and `_`, the first no digit.
    private static func isWord(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        return !first.isDecimalDigit && name.utf8.allSatisfy(\.isASCIIWordByte)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIIWordByte || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$")
    }

    /// In double quotes; control bytes, quotes and backslashes as `\xNN`.
    func quoted(_ name: String) -> String {
        var text = "\""
        for scalar in name.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || scalar.value == 0x7F {
                text += "\\x" + Hexadecimal.digits(scalar.value, width: 2)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
