// Statements that are one instruction: definitions of variables, stores, calls, services.

import BackendKit
import IR

extension FunctionWriter {
    /// Writes the instruction as a statement.
    mutating func writeStatement(_ instruction: InstructionID) {
        let data = function[instruction]
        switch data.opcode {
        case .store, .volatileStore: writeStore(instruction, data)
        case .service: writeService(instruction)
        case .addCarry, .subBorrow: writeCarry(instruction)
        case .breakpoint: text.line("hub_breakpoint(\(data.immediate & 0xFFFF_FFFF)u);")
        case .nop: return
        case .call, .callIndirect:
            if function.resultCount(instruction) == 1 {
                writeDefinition(instruction)
            } else {
                writeManyResults(instruction)
            }
        case .iconst, .fconst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem, .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .insert, .ptrAdd,
            .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .icmp, .fcmp, .select, .trunc, .zext,
            .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .load,
            .volatileLoad, .nilConst, .alloc, .allocElements, .fieldGet, .elementGet, .elementCount, .arrayNew,
            .arrayGet, .arrayLength, .bytesNew, .bytesGet,
            .bytesLength, .cellNew, .cellGet, .rootGet, .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynEq,
            .layoutOf, .closureArity, .unwinding, .unwound, .callClosure:
            writeDefinition(instruction)
        case .jump, .branch, .switch, .ret, .trap, .unreachable, .tailCall, .tailCallIndirect, .tailCallClosure:
            preconditionFailure("FunctionWriter: terminators are written by the control flow")
        case .fieldSet: writeFieldSet(data)
        case .elementSet: writeIndexedSet(data)
        case .elementsCopy: writeElementsCopy(instruction)
        case .arraySet: writeElementSet(.setElement, instruction)
        case .bytesSet: writeElementSet(.setByte, instruction)
        case .bytesCopy: writeElementSet(.copyBytes, instruction)
        case .cellSet: writeElementSet(.setCell, instruction)
        case .rootSet: writeRootSet(instruction)
        case .hsxFmul, .hsxFdiv, .varGet, .varSet, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynTruthy,
            .send, .tailSend:
            preconditionFailure("FunctionWriter: \(data.opcode) is not legal for C")
        }
    }

    /// Sets the variable of a result, or drops the result when nothing needs it.
    private mutating func writeDefinition(_ instruction: InstructionID) {
        text.begin()
        let result = function.result(instruction)
        if placement[result] == .variable {
            writeTarget(result)
            writeExpression(instruction, .any)
        } else {
            text.write("(void)")
            writeExpression(instruction, .unary)
        }
        endStatement()
    }

    /// Writes `v1 = `, with the type where this is the declaration.
    private mutating func writeTarget(_ value: ValueID) {
        let isDeclaration = declarations.atDefinition.contains(value)
        text.write(isDeclaration ? program.types.declaration(type(value), name(value)) : name(value))
        text.write(" = ")
    }

    private mutating func writeCarry(_ instruction: InstructionID) {
        let data = function[instruction]
        let (result, flag) = (function.result(instruction, 0), function.result(instruction, 1))
        let isFlagNeeded = placement[flag] == .variable
        let flagName = isFlagNeeded ? name(flag) : "unused\(newNumber())"
        if !isFlagNeeded || declarations.atDefinition.contains(flag) { text.line("bool \(flagName);") }
        text.begin()
        if placement[result] == .variable { writeTarget(result) } else { text.write("(void)") }
        let helper = data.opcode == .addCarry ? "hub_add_carry" : "hub_sub_borrow"
        text.write("\(helper)\(data.type.bits ?? 64)(")
        for operand in [data.valueA, data.valueB, data.valueC] {
            write(operand, .any)
            text.write(", ")
        }
        text.write("&\(flagName))")
        endStatement()
    }

    // MARK: Calls

    /// A call whose results are none, or a structure.
    private mutating func writeManyResults(_ instruction: InstructionID) {
        let results = function.results(instruction)
        text.begin()
        guard results.contains(where: { placement[$0] == .variable }) else {
            if !results.isEmpty { text.write("(void)") }
            writeCall(instruction, .any)
            return endStatement()
        }
        let types = program.module.signatureTypes(function[instruction]).results
        let both = "results\(newNumber())"
        text.write("\(program.types.result(types)) \(both) = ")
        writeCall(instruction, .any)
        endStatement()
        for (index, result) in results.enumerated() where placement[result] == .variable {
            text.begin()
            writeTarget(result)
            text.write("\(both).r\(index)")
            endStatement()
        }
    }

    /// A call, or a tail call as one. A call goes on with what its callee leaves to it; behind a tail call the caller's
    /// own caller does.
    mutating func writeCall(_ instruction: InstructionID, _ minimum: Precedence) {
        let data = function[instruction]
        guard !data.opcode.isTerminator, program.leaving.mayLeave(data, program.module) else {
            return writePlainCall(instruction)
        }
        text.write("hub_complete(")
        writePlainCall(instruction)
        text.write(")")
    }

    private mutating func writePlainCall(_ instruction: InstructionID) {
        let data = function[instruction]
        let operands = function.directOperands(instruction)
        if data.opcode.info.format == .call {
            text.write(program.name(data.function) + "(")
            writeArguments(operands, data.opcode)
            return text.write(")")
        }
        let arguments = Array(operands.dropFirst())
        if program.hasHostMemory {
            text.write("((\(Prototypes.pointer(data.signature, program)))(uintptr_t)")
            write(operands[0], .unary)
            text.write(")(")
            writeArguments(arguments, data.opcode)
        } else {
            text.write(program.dispatcherName(data.signature) + "(")
            write(operands[0], .any)
            text.write(", ")
            writeArguments(arguments, data.opcode)
            text.write(arguments.isEmpty ? "HUB_WHERE" : ", HUB_WHERE")
        }
        text.write(")")
    }

    private mutating func writeArguments(_ values: [ValueID], _ observer: Opcode) {
        for (index, value) in values.enumerated() {
            if index > 0 { text.write(", ") }
            writeObserved(value, by: observer)
        }
    }

    // MARK: Services

    private mutating func writeService(_ instruction: InstructionID) {
        let data = function[instruction]
        let service = program.module.services[data.service]
        let registers = program.options.services.registers(of: data.service, service)
        let array = "regs\(newNumber())"
        // Registers of 32 bits are what the services of HSX programs take, which have 64 KiB.
        let isWide = ServiceConvention.isWide(program.module)
        text.begin()
        text.write("\(isWide ? "uint64_t" : "uint32_t") \(array)[16] = {")
        let inputs = zip(registers.inputs, function.directOperands(instruction))
        for (index, (register, value)) in inputs.enumerated() {
            let word = WordConversion.word(type(value), program.types)
            text.write((index > 0 ? ", " : "") + "[\(register)] = " + word.before)
            writeObserved(value, by: .service)
            text.write(word.behind)
        }
        text.write(function.directOperands(instruction).isEmpty ? "0}" : "}")
        endStatement()
        let entry = isWide ? "hub_service_wide" : "hub_service"
        let number = Literal.integer(UInt64(service.number), .i32, isMask: true)
        text.line("\(entry)(\(number), \(array)); \(CText.comment(service.name))")
        for (register, result) in zip(registers.outputs, function.results(instruction))
        where placement[result] == .variable {
            text.begin()
            writeTarget(result)
            text.write(WordConversion.value("\(array)[\(register)]", type(result), program.types))
            endStatement()
        }
    }
}
