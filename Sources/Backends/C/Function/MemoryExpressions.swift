// Addresses, loads and stores, in linear memory or the host's; and the conversions between bits and floats.

import IR

extension FunctionWriter {
    // MARK: Addresses

    mutating func writeAddress(_ data: Instruction, _ minimum: Precedence) {
        if !program.hasHostMemory { return writeLinearAddress(data, minimum) }
        if data.type == .ptr { return writeObject(data, distance: Int64(data.offset), minimum) }
        cast(program.types.name(data.type), minimum) { writer in
            writer.text.write("(uintptr_t)")
            writer.writeObject(data, distance: Int64(data.offset), .unary)
        }
    }

    /// The place of a global, or the number of a function, in linear memory.
    private mutating func writeLinearAddress(_ data: Instruction, _ minimum: Precedence) {
        let type = program.types.arithmetic(data.type)
        if data.opcode == .functionAddr {
            let number = GlobalPlacement.address(of: data.function)
            let comment = CText.comment(program.module.functions[data.function].name)
            return text.write("\(Literal.integer(number, type)) \(comment)")
        }
        let name = program.name(data.global)
        let base = type == .i64 ? "(uint64_t)\(name)" : name
        let own: Precedence = data.offset == 0 ? (type == .i64 ? .unary : .primary) : .additive
        let offset = offsetText(Int64(data.offset), type)
        operation(own, minimum) { $0.text.write(base + offset) }
    }

    /// The address `distance` bytes into a global, a slot or a function of the host's memory.
    private mutating func writeObject(_ data: Instruction, distance: Int64, _ minimum: Precedence) {
        if data.opcode == .functionAddr {
            return cast("uint8_t *", minimum) { $0.text.write("(uintptr_t)\($0.program.name(data.function))") }
        }
        if data.opcode == .slotAddr {
            return writeInside(name(data.slot), distance, function.slots[data.slot].size, minimum)
        }
        let global = program.module.globals[data.global]
        let size = global.linkage == .import ? 0 : global.size
        writeInside(GlobalForm.pointer(data.global, program), distance, size, minimum)
    }

    private mutating func writeInside(_ base: String, _ distance: Int64, _ size: UInt32, _ minimum: Precedence) {
        if distance == 0 {
            operation(base.hasPrefix("(") ? .unary : .primary, minimum) { $0.text.write(base) }
        } else if distance > 0, distance <= Int64(size) {
            operation(.additive, minimum) { $0.text.write("\(base) + \(distance)") }
        } else {
            text.write("hub_at(\(base), \(distanceText(distance)))")
        }
    }

    private func distanceText(_ distance: Int64) -> String {
        distance < 0 ? "(uint64_t)\(distance)" : "\(distance)"
    }

    private func offsetText(_ offset: Int64, _ type: Type) -> String {
        if offset == 0 { return "" }
        return (offset < 0 ? " - " : " + ") + Literal.integer(UInt64(offset.magnitude), type)
    }

    // MARK: Pointers

    mutating func writePointerSum(_ data: Instruction, _ minimum: Precedence) {
        guard program.hasHostMemory else { return writeLinearSum(data, minimum) }
        let distance = signedConstant(data.valueB)
        if let distance, let object = object(data.valueA) {
            return writeObject(object, distance: Int64(object.offset) &+ distance, minimum)
        }
        text.write("hub_at(")
        write(data.valueA, .any)
        text.write(", ")
        if let distance {
            text.write(distanceText(distance))
        } else if type(data.valueB) == .i64 {
            write(data.valueB, .any)
        } else {
            text.write("(uint64_t)")
            writeSigned(data.valueB, .unary)
        }
        text.write(")")
    }

    private mutating func writeLinearSum(_ data: Instruction, _ minimum: Precedence) {
        let address = program.types.addressType
        operation(.additive, minimum) { writer in
            writer.write(data.valueA, .additive)
            if let distance = writer.signedConstant(data.valueB) {
                let cut = address == .i32 ? Int64(Int32(truncatingIfNeeded: distance)) : distance
                return writer.text.write(writer.offsetText(cut, address))
            }
            writer.text.write(" + ")
            let type = writer.type(data.valueB)
            if type == address { return writer.write(data.valueB, .multiplicative) }
            writer.text.write("(\(writer.program.types.name(address)))")
            // A wider distance is cut, a narrower one gets its sign.
            if type == .i64 { writer.write(data.valueB, .unary) } else { writer.writeSigned(data.valueB, .unary) }
        }
    }

    private func signedConstant(_ value: ValueID) -> Int64? {
        guard let constant = constant(value) else { return nil }
        let unused = UInt64(64 - (type(value).bits ?? 64))
        return Int64(bitPattern: constant << unused) >> Int64(unused)
    }

    /// The instruction that gives the address of a global or slot as a pointer.
    private func object(_ value: ValueID) -> Instruction? {
        guard let instruction = function.definingInstruction(value) else { return nil }
        let data = function[instruction]
        guard data.opcode == .globalAddr || data.opcode == .slotAddr, data.type == .ptr else { return nil }
        return data
    }

    mutating func writePointerToInteger(_ data: Instruction, _ minimum: Precedence) {
        if program.hasHostMemory {
            return cast(program.types.name(data.type), minimum) { writer in
                writer.text.write("(uintptr_t)")
                writer.write(data.valueA, .unary)
            }
        }
        if data.type == program.types.addressType { return write(data.valueA, minimum) }
        cast(program.types.name(data.type), minimum) { $0.write(data.valueA, .unary) }
    }

    mutating func writeIntegerToPointer(_ data: Instruction, _ minimum: Precedence) {
        if !program.hasHostMemory, type(data.valueA) == program.types.addressType {
            return write(data.valueA, minimum)
        }
        cast(program.types.name(.ptr), minimum) { writer in
            if writer.program.hasHostMemory { writer.text.write("(uintptr_t)") }
            writer.write(data.valueA, .unary)
        }
    }

    // MARK: Loads and stores

    mutating func writeLoad(_ data: Instruction, _ minimum: Precedence) {
        let verb = data.opcode.isVolatile ? "volatile_load" : isInside(data) ? "peek" : "load"
        operation(data.type == .i1 ? .bitwise : .primary, minimum) { writer in
            writer.text.write("hub_\(verb)\(writer.program.types.access(data.type))(")
            writer.writeAccessAddress(data)
            writer.text.write(")")
            if data.type == .i1 { writer.text.write(" & 1") }
        }
    }

    mutating func writeStore(_ instruction: InstructionID, _ data: Instruction) {
        text.begin()
        let verb = data.opcode.isVolatile ? "volatile_store" : isInside(data) ? "poke" : "store"
        text.write("hub_\(verb)\(program.types.access(data.type))(")
        writeAccessAddress(data)
        text.write(", ")
        if observed.mustCanonicalise(data.valueB, storedBy: instruction) {
            writeObserved(data.valueB, by: .store)
        } else {
            write(data.valueB, .any)
        }
        text.write(")")
        endStatement()
    }

    /// The address of an access.
    private mutating func writeAccessAddress(_ data: Instruction) {
        let offset = Int64(data.offset)
        guard program.hasHostMemory else {
            write(data.valueA, offset == 0 ? .any : .additive)
            return text.write(offsetText(offset, program.types.arithmetic(type(data.valueA))))
        }
        if let object = object(data.valueA) {
            return writeObject(object, distance: Int64(object.offset) &+ offset, .any)
        }
        if offset != 0 { text.write("hub_at(") }
        if type(data.valueA) == .ptr {
            write(data.valueA, .any)
        } else {
            text.write("(uint8_t *)(uintptr_t)")
            write(data.valueA, .unary)
        }
        if offset != 0 { text.write(", \(distanceText(offset)))") }
    }

    /// Whether an access of linear memory is certain to lie inside of it without wrapping.
    private func isInside(_ data: Instruction) -> Bool {
        let memory = program.module.memory
        guard memory.size != 0, data.offset >= 0, let size = data.type.byteSize(pointerBytes: memory.pointerBytes)
        else {
            return false
        }
        let end = UInt64(data.offset) + UInt64(size)
        if let object = object(data.valueA) ?? numberedObject(data.valueA), object.offset >= 0 {
            return program.placement.addresses[object.global] + UInt64(object.offset) + end <= memory.size
        }
        let largest = KnownBits.of(data.valueA, in: function).maximum
        return type(data.valueA).isInteger && largest <= memory.size && largest + end <= memory.size
    }

    /// The instruction that gives the address of a global as an integer.
    private func numberedObject(_ value: ValueID) -> Instruction? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .globalAddr else {
            return nil
        }
        return function[instruction]
    }

    // MARK: Bits of floats

    mutating func writeBitcast(_ data: Instruction, _ minimum: Precedence) {
        switch data.type.kind {
        case .f32, .f64: call("hub_float\(data.type.bits ?? 64)", data.valueA)
        case .i1, .i8, .i16, .i32, .i64, .f16, .ptr, .any, .ref:
            text.write("hub_bits\(data.type.bits ?? 64)(")
            writeObserved(data.valueA, by: .bitcast)
            text.write(")")
        }
    }

    mutating func writeFloatNegation(_ data: Instruction, _ minimum: Precedence) {
        operation(.unary, minimum) { writer in
            writer.text.write("-")
            writer.writeObserved(data.valueA, by: .fneg, .primary)
        }
    }
}
