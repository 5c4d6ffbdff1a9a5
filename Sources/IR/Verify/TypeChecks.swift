// The rules about types: the results of the opcode table, and what each type rule asks of the instruction's own type
// and its operands.

import Support

extension FunctionVerifier {
    mutating func checkResults(_ id: InstructionID, _ data: Instruction) {
        let wanted = module.resultTypes(data)
        guard function.resultCount(id) == wanted.count else {
            report(.results, "\(function.resultCount(id)) results instead of \(wanted.count)", at: id)
            return
        }
        for (index, type) in wanted.enumerated() {
            let result = function.result(id, index)
            guard function.type(result) != type else { continue }
            let message = "the result \(name(result)) is \(name(function.type(result))) instead of \(name(type))"
            report(.results, message, at: id, value: result)
        }
    }

    /// Checks the own type and the operands. Requires: the instruction's references exist.
    mutating func checkTypes(_ id: InstructionID, _ data: Instruction) {
        let own = data.type
        switch data.opcode.info.types {
        case .none: break
        case .integers:
            requireOwn(own.isInteger, "an integer", id)
            for value in valueOperands(data) { require(value, own, id) }
        case .integersAndFlag:
            requireOwn(own.isWideInteger, "an integer wider than i1", id)
            require(data.valueA, own, id)
            require(data.valueB, own, id)
            require(data.valueC, .i1, id)
        case .floats:
            requireOwn(own.isFloat, "a float", id)
            for value in valueOperands(data) { require(value, own, id) }
        case .halfFloats:
            requireOwn(own == .f16, "f16", id)
            for value in valueOperands(data) { require(value, own, id) }
        case .integerConstant:
            requireOwn(own.isInteger, "an integer", id)
            checkConstant(data.immediate, own, id)
        case .floatConstant:
            requireOwn(own.isFloat, "a float", id)
            checkConstant(data.immediate, own, id)
        case .compareIntegers:
            requireOwn(own.isInteger || own == .ptr, "an integer or ptr", id)
            for value in valueOperands(data) { require(value, own, id) }
        case .compareFloats:
            requireOwn(own.isFloat, "a float", id)
            for value in valueOperands(data) { require(value, own, id) }
        case .select:
            require(data.valueA, .i1, id)
            require(data.valueB, own, id)
            require(data.valueC, own, id)
        case .narrowInteger:
            requireOwn(own.isInteger, "an integer", id)
            require(data.valueA, "a wider integer", id) { $0.isInteger && $0.isWider(than: own) }
        case .widenInteger:
            requireOwn(own.isInteger, "an integer", id)
            require(data.valueA, "a narrower integer", id) { $0.isInteger && own.isWider(than: $0) }
        case .reinterpret:
            requireOwn(own.bits != nil, "an integer or a float", id)
            require(data.valueA, "another type of the same width", id) { $0.bits == own.bits && $0 != own }
        case .insert:
            requireOwn(own.isInteger, "an integer", id)
            require(data.valueA, own, id)
            require(data.valueB, "a narrower integer", id) { $0.isInteger && own.isWider(than: $0) }
        case .integerToFloat:
            requireOwn(own.isFloat, "a float", id)
            require(data.valueA, "an integer wider than i1", id) { $0.isWideInteger }
        case .floatToInteger:
            requireOwn(own.isWideInteger, "an integer wider than i1", id)
            require(data.valueA, "a float", id) { $0.isFloat }
        case .narrowFloat:
            requireOwn(own.isFloat, "a float", id)
            require(data.valueA, "a wider float", id) { $0.isFloat && $0.isWider(than: own) }
        case .widenFloat:
            requireOwn(own.isFloat, "a float", id)
            require(data.valueA, "a narrower float", id) { $0.isFloat && own.isWider(than: $0) }
        case .pointerToInteger:
            requireOwn(own.isWideInteger, "an integer wider than i1", id)
            require(data.valueA, .ptr, id)
        case .integerToPointer:
            requireOwn(own == .ptr, "ptr", id)
            require(data.valueA, "an integer wider than i1", id) { $0.isWideInteger }
        case .pointerSum:
            requireOwn(own == .ptr, "ptr", id)
            require(data.valueA, .ptr, id)
            require(data.valueB, "an integer wider than i1", id) { $0.isWideInteger }
        case .address: requireOwn(own.isAddress, "an address", id)
        case .load, .store: checkMemoryAccess(data, id)
        case .variable: checkVariable(data, id)
        case .allocate:
            requireOwn(own.layout != nil, "a reference to a layout", id)
            requireOwn(layout(own)?.elements == nil, "a layout without elements", id)
        case .allocateElements:
            requireOwn(layout(own)?.elements != nil, "a layout with elements", id)
            require(data.valueA, .i32, id)
        case .indexed: checkIndexed(data, id)
        case .indexedCount:
            require(data.valueA, "a reference to a layout with elements", id) { [module] in module.isIndexed($0) }
        case .indexedRanges: checkIndexedRanges(data, id)
        case .field: checkField(data, id)
        case .dynamic: checkDynamic(data, id)
        case .unbox:
            requireOwn(own != .any, "a type other than any", id)
            require(data.valueA, .any, id)
        case .box:
            requireOwn(own != .any, "a type other than any", id)
            require(data.valueA, own, id)
        case .dynamicOrReference:
            requireOwn(own == .any || own.layout != nil, "any or a reference to a layout", id)
            for value in valueOperands(data) { require(value, own, id) }
        case .element: checkElement(data, .any, id)
        case .byteElement: checkElement(data, .i32, id)
        case .byteRanges: checkByteRanges(data, id)
        case .signature: checkCall(data, id)
        case .condition: require(data.valueA, .i1, id)
        case .switchValue:
            requireOwn(own.isInteger, "an integer", id)
            require(data.valueA, own, id)
            checkCases(data, id)
        case .returned: checkReturn(data, id)
        }
    }

    /// The values in `a`, `b` and `c`, as the format says.
    private func valueOperands(_ data: Instruction) -> [ValueID] {
        switch data.opcode.info.format {
        case .unary, .load, .fieldGet: [data.valueA]
        case .binary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .store, .fieldSet:
            [data.valueA, data.valueB]
        case .ternary: [data.valueA, data.valueB, data.valueC]
        case .variableSet, .rootSet: [data.valueB]
        case .nullary, .trap, .immediate, .global, .function, .slot, .variableGet, .rootGet, .call, .indirectCall,
            .closureCall,
            .send,
            .service, .closure, .jump, .branch, .switchTable, .list, .number:
            []
        }
    }

    // The rules that take more than a line.

    private mutating func checkConstant(_ bits: UInt64, _ type: Type, _ id: InstructionID) {
        guard let width = type.bits, width < 64, bits >> UInt64(width) != 0 else { return }
        report(.constants, "the constant has bits above the width of \(name(type))", at: id)
    }

    private mutating func checkMemoryAccess(_ data: Instruction, _ id: InstructionID) {
        requireOwn(data.type.byteSize() != nil, "a type that linear memory holds", id)
        require(data.valueA, "an address", id) { $0.isAddress }
        for value in valueOperands(data).dropFirst() { require(value, data.type, id) }
    }

    private mutating func checkVariable(_ data: Instruction, _ id: InstructionID) {
        let type = function.variables[data.variable].type
        requireOwn(data.type == type, "\(name(type)) as the variable", id)
        for value in valueOperands(data) { require(value, data.type, id) }
    }

    private mutating func checkField(_ data: Instruction, _ id: InstructionID) {
        for value in valueOperands(data).dropFirst() { require(value, data.type, id) }
        guard function.values.contains(data.valueA) else { return }
        guard let layout = function.type(data.valueA).layout else {
            return report(.operandTypes, "\(name(data.valueA)) is no reference to a layout", at: id, value: data.valueA)
        }
        guard module.layouts.contains(layout) else { return }
        let fields = module.layouts[layout].fields
        guard data.fieldNumber < fields.count else {
            return report(
                .fields, "the layout has \(fields.count) fields, none with number \(data.fieldNumber)", at: id)
        }
        let type = fields[data.fieldNumber].type
        if data.type != type { report(.fields, "the field is \(name(type)), not \(name(data.type))", at: id) }
    }

    private mutating func checkDynamic(_ data: Instruction, _ id: InstructionID) {
        for value in valueOperands(data) { require(value, .any, id) }
        switch data.opcode.info.format {
        case .closure: requireAll(data.list, .any, id)
        case .closureCall, .send:
            requireAll(data.list, .any, id)
            if function.lists.count(data.list) == 0 { report(.calls, "a call needs a closure or a receiver", at: id) }
            if data.opcode.info.format == .send { checkMessage(data, id) }
            checkTailResults([.any], data, id)
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .call,
            .indirectCall, .service, .jump, .branch, .switchTable, .list, .number:
            break
        }
    }

    /// A send passes what the message's methods take.
    private mutating func checkMessage(_ data: Instruction, _ id: InstructionID) {
        guard let method = module.selectors[data.selector].methods.first, module.functions.contains(method.function)
        else {
            return
        }
        let wanted = module.functions[method.function].signature.parameters.count
        let given = function.lists.count(data.list)
        if given != wanted { report(.messages, "the methods take \(wanted) values, but \(given) are sent", at: id) }
    }

    private func layout(_ type: Type) -> ObjectLayout? { module.layout(of: type) }

    /// The object, the index, the new element.
    private mutating func checkIndexed(_ data: Instruction, _ id: InstructionID) {
        require(data.valueA, "a reference to a layout with elements", id) { [module] in module.isIndexed($0) }
        require(data.valueB, .i32, id)
        for value in valueOperands(data).dropFirst(2) { require(value, data.type, id) }
        guard function.values.contains(data.valueA), let elements = layout(function.type(data.valueA))?.elements else {
            return
        }
        requireOwn(data.type == elements, "that of the elements", id)
    }

    private mutating func checkIndexedRanges(_ data: Instruction, _ id: InstructionID) {
        let values = function.lists.elements(data.list)
        guard values.count == 5 else {
            return report(.operandTypes, "'\(data.opcode.info.mnemonic)' has \(values.count) operands, not 5", at: id)
        }
        for index in [0, 2] {
            require(values[index], "a reference to a layout with elements", id) { [module] in module.isIndexed($0) }
        }
        for index in [1, 3, 4] { require(values[index], .i32, id) }
        let elements = [values[0], values[2]].map { value in
            function.values.contains(value) ? layout(function.type(value))?.elements : nil
        }
        if elements[0] != elements[1] { report(.operandTypes, "the elements differ in type", at: id) }
    }

    /// The aggregate (or the count of a new one), the index, the new element.
    private mutating func checkElement(_ data: Instruction, _ element: Type, _ id: InstructionID) {
        let values = valueOperands(data)
        if values.count == 1 { return require(data.valueA, .i32, id) }
        for (value, type) in zip(values, [.any, .i32, element]) { require(value, type, id) }
    }

    /// The target and where its bytes begin, the source and where its bytes begin, how many bytes.
    private mutating func checkByteRanges(_ data: Instruction, _ id: InstructionID) {
        let types: [Type] = [.any, .i32, .any, .i32, .i32]
        let values = function.lists.elements(data.list)
        guard values.count == types.count else {
            let given = "\(values.count) operand\(values.count == 1 ? "" : "s")"
            return report(
                .operandTypes, "'\(data.opcode.info.mnemonic)' has \(given) instead of \(types.count)", at: id)
        }
        for (value, type) in zip(values, types) { require(value, type, id) }
    }

    private mutating func checkCases(_ data: Instruction, _ id: InstructionID) {
        var seen: Set<UInt64> = []
        for entry in function.switchTables[data.switchTable].cases {
            if entry.value & ~data.type.integerMask != 0 {
                report(.constants, "the case \(entry.value) does not fit \(name(data.type))", at: id)
            }
            if !seen.insert(entry.value).inserted { report(.constants, "a second case for \(entry.value)", at: id) }
        }
    }

    // Requirements.

    mutating func requireOwn(_ holds: Bool, _ wanted: String, _ id: InstructionID) {
        guard !holds else { return }
        let data = function[id]
        report(.ownType, "the type of '\(data.opcode.info.mnemonic)' is \(wanted), not \(name(data.type))", at: id)
    }

    @inline(__always)
    mutating func require(_ value: ValueID, _ type: Type, _ id: InstructionID) {
        guard function.values.contains(value), function.type(value) != type else { return }
        report(
            .operandTypes, "\(name(value)) is \(name(function.type(value))) instead of \(name(type))", at: id,
            value: value)
    }

    mutating func require(_ value: ValueID, _ wanted: String, _ id: InstructionID, _ holds: (Type) -> Bool) {
        guard function.values.contains(value), !holds(function.type(value)) else { return }
        report(
            .operandTypes, "\(name(value)) is \(name(function.type(value))) instead of \(wanted)", at: id, value: value)
    }

    mutating func requireAll(_ list: ValueList, _ type: Type, _ id: InstructionID) {
        for position in 0..<function.lists.count(list) { require(function.lists[list, position], type, id) }
    }
}

extension Type {
    /// An integer other than i1.
    fileprivate var isWideInteger: Bool { isInteger && self != .i1 }

    /// `ptr` or an integer of at least 32 bits.
    var isAddress: Bool { self == .ptr || self == .i32 || self == .i64 }

    fileprivate func isWider(than other: Type) -> Bool { (bits ?? 0) > (other.bits ?? 0) }
}

extension Module {
    /// The layout that a reference refers to.
    fileprivate func layout(of type: Type) -> ObjectLayout? {
        type.layout.flatMap { layouts.contains($0) ? layouts[$0] : nil }
    }

    /// Whether it is a reference to a layout with elements.
    fileprivate func isIndexed(_ type: Type) -> Bool { layout(of: type)?.elements != nil }
}
