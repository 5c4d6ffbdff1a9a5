// Variables of the source: what LLVM's debug records say of them becomes bindings. Records make no code.

import CLLVM
import IR

extension FunctionLowering {
    /// A variable, and the call that its function was inlined through.
    struct VariableKey: Hashable {
        let variable: LLVMMetadata
        let inlinedAt: LLVMMetadata?
    }

    /// Binds what the records before an instruction say.
    mutating func bindVariables(before instruction: LLVMValue) {
        var next = LLVMGetFirstDbgRecord(instruction.handle)
        while let record = next {
            next = LLVMGetNextDbgRecord(record)
            let kind = LLVMDbgRecordGetKind(record)
            guard kind != LLVMDbgRecordLabel, let variable = LLVMDbgVariableRecordGetVariable(record),
                let location = LLVMDbgRecordGetDebugLoc(record),
                let expression = LLVMDbgVariableRecordGetExpression(record)
            else { continue }
            guard let id = declare(LLVMMetadata(variable), LLVMMetadata(location)) else { continue }
            let value = LLVMDbgVariableRecordGetValue(record, 0).map(LLVMValue.init)
            bind(id, value, VariableExpression(LLVMMetadata(expression), unit.program.context), kind)
        }
    }

    private mutating func declare(_ variable: LLVMMetadata, _ location: LLVMMetadata) -> DebugVariableID? {
        let key = VariableKey(variable: variable, inlinedAt: location.inlinedAt)
        if let known = variables[key] { return known }
        // DILocalVariable: scope, name, file, type.
        let node = DebugNode(variable, unit.program.context)
        guard let file = node.fileName else { return nil }
        let line = LLVMDIVariableGetLine(variable.handle)
        let outer = locationID(location.inlinedAt)
        let place = builder.function.locations.append(
            SourceLocation(
                file: unit.fileNumber(file), line: max(line, 1), column: 0, inlinedAt: outer,
                inlinedFunction: outer == .none ? nil : node.node(0)?.functionName))
        let id = builder.function.debugVariables.append(
            DebugVariable(
                name: node.string(1), type: unit.debugType(node.node(3)), location: place,
                parameter: node.word("arg").flatMap { UInt32($0) } ?? 0))
        variables[key] = id
        return id
    }

    private mutating func bind(
        _ variable: DebugVariableID, _ value: LLVMValue?, _ expression: VariableExpression, _ kind: LLVMDbgRecordKind
    ) {
        guard let value, !expression.isOpaque else {
            return builder.bind(variable, offset: expression.offset, size: expression.size, to: .none)
        }
        if kind == LLVMDbgRecordDeclare || expression.isAddress {
            let place = memory(value, expression.distance)
            return builder.bind(variable, offset: expression.offset, size: expression.size, to: place)
        }
        let places = contents(value)
        if places.count == 1 {
            return builder.bind(variable, offset: expression.offset, size: expression.size, to: places[0].place)
        }
        for part in places {
            builder.bind(variable, offset: expression.offset + part.offset, size: part.size, to: part.place)
        }
    }

    /// The memory that a pointer leads to.
    private func memory(_ pointer: LLVMValue, _ distance: Int32) -> DebugPlace {
        if let slot = slots[pointer] { return .slot(slot, distance) }
        if let place = places[pointer] { return .memory(place.base, place.offset &+ distance) }
        guard let scalars = known(pointer), scalars.count == 1 else { return .none }
        return .memory(scalars[0], distance)
    }

    /// What a value is, scalar by scalar, without making any code.
    private mutating func contents(_ value: LLVMValue) -> [(offset: UInt32, size: UInt32, place: DebugPlace)] {
        let nothing: [(offset: UInt32, size: UInt32, place: DebugPlace)] = [(0, 0, .none)]
        if let place = places[value] { return [(0, 0, place.offset == 0 ? .value(place.base) : .none)] }
        if let scalars = known(value) {
            guard scalars.count > 1, let leaves = try? leaves(value) else {
                return scalars.first.map { [(0, 0, .value($0))] } ?? nothing
            }
            return zip(leaves, scalars).map { leaf, scalar in
                let size = leaf.type == .ptr ? unit.shapes.pointerBytes : (leaf.bits + 7) / 8
                return (UInt32(truncatingIfNeeded: leaf.offset), UInt32(size), .value(scalar))
            }
        }
        switch value.kind {
        case LLVMConstantIntValueKind, LLVMConstantFPValueKind, LLVMConstantPointerNullValueKind:
            guard case .number(let bits)? = try? unit.constantScalar(value) else { return nothing }
            return [(0, 0, .constant(bits))]
        default: return nothing
        }
    }
}

/// What a debug expression does with its value, as far as hubc follows it.
private struct VariableExpression {
    /// The part of the variable that it is about, in bytes; size 0 is all.
    private(set) var offset: UInt32 = 0
    private(set) var size: UInt32 = 0
    /// Added to the value.
    private(set) var distance: Int32 = 0
    /// The variable lies where the value points to.
    private(set) var isAddress = false
    /// It computes something.
    private(set) var isOpaque = false

    init(_ metadata: LLVMMetadata, _ context: OpaquePointer) {
        let text = DebugNode(metadata, context).text
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else { return }
        let words = text[text.index(after: open)..<close].split { $0 == "," || $0 == " " }.map(String.init)
        var index = 0
        while index < words.count {
            let next = index + 1 < words.count ? UInt32(words[index + 1]) : nil
            switch words[index] {
            case "DW_OP_LLVM_fragment":
                offset = (next ?? 0) / 8
                size = (index + 2 < words.count ? UInt32(words[index + 2]) ?? 0 : 0) / 8
                index += 3
            case "DW_OP_plus_uconst":
                distance = Int32(truncatingIfNeeded: next ?? 0)
                index += 2
            case "DW_OP_deref":
                isAddress = true
                index += 1
            default:
                isOpaque = true
                return
            }
        }
        if distance != 0, !isAddress { isOpaque = true }
    }
}
