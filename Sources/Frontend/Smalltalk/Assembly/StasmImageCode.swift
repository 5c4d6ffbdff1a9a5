// The code of a method or block of an image as a tree. The first form is taken that encodes to the same bytes: with
// labels and nested blocks; the same with the bytes of all jumps; instructions in a row; bytes.

import Support

struct StasmImageCode {
    private let image: SmalltalkImage
    private let literals: StasmImageLiterals
    /// Blocks within blocks.
    private let depth: Int

    init(_ image: SmalltalkImage) { self.init(image, StasmImageLiterals(image), depth: 0) }

    private init(_ image: SmalltalkImage, _ literals: StasmImageLiterals, depth: Int) {
        self.image = image
        self.literals = literals
        self.depth = depth
    }

    /// Requires: the object is a method or block.
    func code(_ object: ObjectID) -> StasmCode {
        var elements = 0
        return code(object, within: nil, &elements)
    }

    private func code(_ object: ObjectID, within outer: ObjectID?, _ elements: inout Int) -> StasmCode {
        guard case .integer(let value) = image.memory.slot(object, 0) else {
            preconditionFailure("StasmImageCode: a method without a header")
        }
        let bytes = image.memory.bytes(object), memory = image.header.format.memory
        let header = MethodHeader(value, memory, bytes)
        var code = StasmCode(.nowhere)
        code.arguments = header.argumentCount
        code.temporaries = header.temporaryCount
        code.isLarge = header.hasLargeFrame
        code.isSista = header.isSista
        var integers: [Int: Int64] = [:]
        for index in 0..<header.literalCount {
            let value = image.memory.slot(object, index + 1)
            if case .integer(let integer) = value { integers[index] = integer }
            code.literals.append(entry(value, object, outer, &elements))
        }
        switch memory {
        case .v3:
            code.primitive = header.primitive
            if header.isQuick {
                code.trailer = Array(bytes)
                setFlags(&code, value)
                return code
            }
        case .spur: break
        }
        for form in forms(bytes, header, integers) {
            (code.body, code.trailer) = form()
            setFlags(&code, value)
            if encodes(code, value, bytes) { return code }
        }
        preconditionFailure("StasmImageCode: bytes that do not encode to themselves")
    }

    private func entry(
        _ value: ImageValue?, _ object: ObjectID, _ outer: ObjectID?, _ elements: inout Int
    ) -> StasmLiteralEntry {
        guard case .object(let id) = value, image.memory.objects[id].shape == .method else {
            return .value(literals.literal(value, &elements), .nowhere)
        }
        if id == outer { return .outer(.nowhere) }
        elements += image.memory.slotCount(id)
        guard depth + 2 < StasmParser.deepestBlock, elements <= StasmImageLiterals.mostElements, id != object,
            case .integer = image.memory.slot(id, 0)
        else { return .value(literals.placeholder(id), .nowhere) }
        return .block(StasmImageCode(image, literals, depth: depth + 1).code(id, within: object, &elements))
    }

    // MARK: Exactness

    private func setFlags(_ code: inout StasmCode, _ value: Int64) {
        code.flags = 0
        let start = code.body.first { if case .label = $0.kind { false } else { true } }
        var callsPrimitive = false
        if case .instruction(.plain(.callPrimitive), _) = start?.kind { callsPrimitive = true }
        let derived = StasmEncoder.header(code, image.header.format, code.literals.count, callsPrimitive)
        let bits: UInt64 = image.header.format.wordBytes == 4 ? 31 : 61
        code.flags = UInt64(bitPattern: value ^ derived) & (1 << bits - 1)
    }

    private func encodes(_ code: StasmCode, _ value: Int64, _ bytes: ArraySlice<UInt8>) -> Bool {
        // Blocks among the literals have been through this.
        var flat = code
        flat.literals = code.literals.map { _ in .outer(.nowhere) }
        var log = DiagnosticLog()
        guard let encoded = StasmEncoder.encode(flat, image.header.format, nil, log: &log) else { return false }
        return encoded.header == value && encoded.bytes[...] == bytes
    }

    private func forms(
        _ bytes: ArraySlice<UInt8>, _ header: MethodHeader, _ integers: [Int: Int64]
    ) -> [() -> ([StasmStatement], [UInt8])] {
        let table = header.isSista ? BytecodeTable.sista : .v3
        let code = try? MethodCode(bytes, header, image.selectors, integers: integers)
        let instructions = code?.instructions ?? StasmImageBody.row(bytes, table)
        let names = image.selectors
        var forms: [() -> ([StasmStatement], [UInt8])] = []
        if code != nil {
            for keepsJumps in [false, true] {
                forms.append {
                    var body = StasmImageBody(
                        bytes, instructions, header.isSista, names, isNested: true, keepsJumps: keepsJumps,
                        depth: depth)
                    return body.run()
                }
            }
        }
        forms.append {
            var body = StasmImageBody(
                bytes, instructions, header.isSista, names, isNested: false, keepsJumps: true, depth: depth)
            return body.run()
        }
        forms.append { ([], Array(bytes)) }
        return forms
    }
}
