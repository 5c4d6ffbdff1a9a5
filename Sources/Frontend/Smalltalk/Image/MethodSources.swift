// The source of an image's methods: the end of a method says where in a file of sources or of changes its text begins
// (spec/smalltalk.md 3.5). The messages in the text and those in the code are matched in their order, so that code has
// lines; what cannot be matched has the place of what is before it.

import Support

/// What the last four bytes of a method say: the file and where in it the text begins.
struct SourcePointer: Hashable {
    /// Whether the file is that of changes, not that of sources.
    let isChange: Bool
    let position: Int

    /// Nil for a method that does not say.
    init?(_ code: ArraySlice<UInt8>) {
        // The last byte counts from 251, those before it from the most significant one, last first.
        guard code.count >= 4, let last = code.last, (252...255).contains(last) else { return nil }
        let number = Int(last) - 251
        let rest = code.suffix(4).dropLast().reversed().reduce(0) { $0 << 8 | Int($1) }
        // Files of more than 16 MiB have a second number.
        isChange = number % 2 == 0
        position = rest + (number > 2 ? 1 << 24 : 0)
    }
}

extension SmalltalkImage {
    /// Gives the methods whose text is in a file of changes the places of their instructions. Texts that are not there,
    /// or are those of other methods, give none.
    public mutating func addPlaces(changes text: [UInt8], file: SourceFileID) {
        for id in methods.ids {
            guard let pointer = SourcePointer(code(id)), pointer.isChange, pointer.position < text.count else {
                continue
            }
            let method = methods[id]
            let chunk = Self.chunk(text, pointer.position)
            guard let (selector, sends) = SourceSends.read(chunk, file: file), selector.text == method.selector else {
                continue
            }
            let start = pointer.position
            let spans = sends.map { (selector: $0.selector, span: Self.span($0.span, from: start)) }
            codePlaces[method.object] = places(of: id, Self.span(selector.span, from: start), spans)
        }
    }

    /// The longest text of a method.
    private static let longest = 1 << 16

    /// The text up to the next `!` that is not doubled; nothing for one that is too long.
    private static func chunk(_ text: [UInt8], _ start: Int) -> [UInt8] {
        let mark = UInt8(ascii: "!")
        var end = start
        while end < text.count, end - start < longest {
            if text[end] == mark {
                guard end + 1 < text.count, text[end + 1] == mark else { return Array(text[start..<end]) }
                end += 1
            }
            end += 1
        }
        return []
    }

    private static func span(_ span: SourceSpan, from start: Int) -> SourceSpan {
        SourceSpan(file: span.file, start: Int(span.start) + start, end: Int(span.end) + start)
    }

    /// The places of a method's instructions: those in front of a send belong to it.
    private func places(
        of id: MethodID, _ pattern: SourceSpan, _ spans: [(selector: String, span: SourceSpan)]
    ) -> [CodePlace] {
        guard let code = try? methodCode(id) else { return [CodePlace(pc: 0, span: pattern)] }
        let sends = code.instructions.compactMap { instruction in
            selector(instruction, id, code).map { (selector: $0, instruction: instruction) }
        }
        let matched = Self.matches(sends.map(\.selector), spans.map(\.selector))
        var places: [CodePlace] = []
        var next = 0
        for (place, send) in sends.enumerated() {
            if let match = matched[place] { places.append(CodePlace(pc: UInt32(next), span: spans[match].span)) }
            next = send.instruction.end
        }
        return places.first?.pc == 0 ? places : [CodePlace(pc: 0, span: pattern)] + places
    }

    /// The selector that an instruction sends.
    private func selector(_ instruction: BytecodeInstruction, _ id: MethodID, _ code: MethodCode) -> String? {
        switch instruction.operation {
        case .sendSpecial(let index): return selectors.names[index]
        case .send(let index, _), .superSend(let index, _), .directedSuperSend(let index, _):
            guard case .object(let object) = literal(id, code, index) else { return nil }
            return memory.text(object)
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .jump, .jumpIf, .returnReceiver,
            .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            return nil
        }
    }

    /// How many pairs of messages are looked at.
    private static let mostPairs = 1 << 22

    /// For each of `first` the place in `second` of what it is matched with: a longest common subsequence; nothing for
    /// very many.
    private static func matches(_ first: [String], _ second: [String]) -> [Int?] {
        guard first.count * second.count <= mostPairs else { return first.map { _ in nil } }
        var lengths = Array(repeating: Array(repeating: 0, count: second.count + 1), count: first.count + 1)
        for row in first.indices.reversed() {
            for column in second.indices.reversed() {
                lengths[row][column] =
                    first[row] == second[column]
                    ? lengths[row + 1][column + 1] + 1 : max(lengths[row + 1][column], lengths[row][column + 1])
            }
        }
        var matches = [Int?](repeating: nil, count: first.count)
        var (row, column) = (0, 0)
        while row < first.count, column < second.count {
            if first[row] == second[column] {
                matches[row] = column
                (row, column) = (row + 1, column + 1)
            } else if lengths[row + 1][column] >= lengths[row][column + 1] {
                row += 1
            } else {
                column += 1
            }
        }
        return matches
    }
}
