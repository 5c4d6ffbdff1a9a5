// Finds out where each instruction of a method lies. Forward jumps and closures are as long as what they go over makes
// them, so lengths are computed from the end; jumps back have one length. One walk does.

import Support

/// Instructions in order, whose jumps go to labels yet.
struct StasmLayout {
    enum Kind {
        /// Bytes that are no instruction.
        case bytes([UInt8])
        case operation(BytecodeOperation)
        /// A jump to a label.
        case jump(Bool?, Int)
        /// The jump behind `blockCopy:`, which virtual machines take to have two bytes.
        case blockJump(Int)
        /// A closure whose code ends at a label.
        case closure(arguments: Int, copied: Int, end: Int)
    }

    struct Item {
        let kind: Kind
        /// The bytes that it must have.
        let bytes: [UInt8]?
        let span: SourceSpan
    }

    /// The bytes of all items, and where each starts.
    struct Code {
        var bytes: [UInt8] = []
        var places: [(pc: Int, span: SourceSpan)] = []
    }

    private let isSista: Bool
    private(set) var items: [Item] = []
    /// The item that each label stands before.
    private var labels: [Int?] = []
    private var numbers: [String: Int] = [:]
    private var names: [Int: String] = [:]
    /// Bytes from the start of each item to the end of all.
    private var tails: [Int] = []

    init(isSista: Bool) { self.isSista = isSista }

    // MARK: Filling

    mutating func add(_ kind: Kind, bytes: [UInt8]?, _ span: SourceSpan) {
        items.append(Item(kind: kind, bytes: bytes, span: span))
    }

    mutating func newLabel() -> Int {
        labels.append(nil)
        return labels.count - 1
    }

    /// Puts a label here.
    mutating func place(_ label: Int) { labels[label] = items.count }

    /// The label of a name, new or not.
    mutating func label(_ name: String) -> Int {
        if let known = numbers[name] { return known }
        numbers[name] = labels.count
        names[labels.count] = name
        return newLabel()
    }

    func isPlaced(_ label: Int) -> Bool { labels[label] != nil }

    // MARK: Encoding

    /// The code; reports E2716 and E2717 where there is none.
    mutating func encode(_ log: inout DiagnosticLog) -> Code? {
        measure()
        var code = Code()
        var isSound = true
        for (index, item) in items.enumerated() {
            code.places.append((code.bytes.count, item.span))
            do throws(Diagnostic) {
                code.bytes += try bytes(index, item)
            } catch {
                log.report(error)
                isSound = false
            }
        }
        return isSound ? code : nil
    }

    /// Computes `tails`.
    private mutating func measure() {
        tails = Array(repeating: 0, count: items.count + 1)
        for index in items.indices.reversed() {
            let item = items[index]
            let length = item.bytes?.count ?? length(index, item.kind)
            tails[index] = tails[index + 1] + length
        }
    }

    private func length(_ index: Int, _ kind: Kind) -> Int {
        if case .jump(_, let label) = kind, let target = labels[label], target <= index { return isSista ? 4 : 2 }
        if case .bytes(let bytes) = kind { return bytes.count }
        if case .blockJump = kind { return 2 }
        return operation(index, kind).flatMap(encoded)?.count ?? 0
    }

    private func encoded(_ operation: BytecodeOperation, _ kind: Kind) -> [UInt8]? {
        guard case .blockJump = kind, case .jump(let distance) = operation else { return encoded(operation) }
        return V3Encoder.longJump(distance)
    }

    private func encoded(_ operation: BytecodeOperation) -> [UInt8]? {
        isSista ? SistaEncoder.bytes(operation) : V3Encoder.bytes(operation)
    }

    /// The instruction, once what is behind it has been measured; nil for bytes, and for labels that are nowhere.
    private func operation(_ index: Int, _ kind: Kind) -> BytecodeOperation? {
        switch kind {
        case .bytes: return nil
        case .operation(let operation): return operation
        case .jump(let condition, let label):
            guard let target = labels[label] else { return nil }
            let distance = tails[index + 1] - tails[target]
            return condition.map { .jumpIf($0, distance) } ?? .jump(distance)
        case .blockJump(let label): return labels[label].map { .jump(tails[index + 1] - tails[$0]) }
        case .closure(let arguments, let copied, let label):
            guard let end = labels[label] else { return nil }
            return .pushClosure(arguments: arguments, copied: copied, size: tails[index + 1] - tails[end])
        }
    }

    private func label(_ kind: Kind) -> String {
        switch kind {
        case .jump(_, let label), .blockJump(let label), .closure(_, _, let label): names[label] ?? ""
        case .bytes, .operation: ""
        }
    }

    private func bytes(_ index: Int, _ item: Item) throws(Diagnostic) -> [UInt8] {
        if case .bytes(let bytes) = item.kind { return bytes }
        guard let operation = operation(index, item.kind) else {
            throw .stasmLabel("there is no label '\(label(item.kind))'", item.span)
        }
        let table = isSista ? BytecodeTable.sista : .v3
        if let bytes = item.bytes {
            guard let found = try? table.instruction(at: 0, in: bytes[...]), found.length == bytes.count,
                found.operation == operation
            else { throw .stasmEncoding("these bytes are not this instruction", item.span) }
            return bytes
        }
        if let bytes = encoded(operation, item.kind), bytes.count == tails[index] - tails[index + 1] { return bytes }
        switch item.kind {
        case .jump, .blockJump, .operation(.jump), .operation(.jumpIf):
            throw .stasmLabel(
                isSista
                    ? "this jump goes too far"
                    : "this jump goes too far: up to 1023 bytes, or 1024 back without a condition",
                item.span)
        case .bytes, .operation, .closure:
            throw .stasmEncoding(
                "\(isSista ? "Sista" : "V3") has no such instruction, or none for such numbers", item.span)
        }
    }
}

extension Diagnostic {
    static func stasmLabel(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2716", message, at: span) }
    static func stasmEncoding(_ message: String, _ span: SourceSpan) -> Diagnostic {
        .error("E2717", message, at: span)
    }
}
