// Reads the .sym file beside an image: names, source lines and sizes, for disassembly and inspection.

import Support

/// What a .sym file says.
public struct HSXSymbolFile: Sendable {
    /// Names by code address.
    public var labels: [UInt32: [String]] = [:]
    public var lineTable = HSXLineTable()
    /// By rising address.
    public var functions: [HSXFunctionSize] = []
    /// By rising address.
    public var data: [HSXDataSize] = []

    public init() {}
}

// MARK: - Reading

extension HSXSymbolFile {
    /// The names and lines in `bytes`; nil, with an error in `log`, when it is no .sym file. Unknown and missing parts
    /// are passed over.
    public static func read(_ bytes: [UInt8], path: String, log: inout DiagnosticLog) -> HSXSymbolFile? {
        let tree: JSONValue
        do {
            tree = try JSONReader.read(bytes, dialect: .hsx)
        } catch {
            log.report(.badSymbolFile(path, "\(error.message) (byte \(error.start))"))
            return nil
        }
        guard tree.object != nil else {
            log.report(.badSymbolFile(path, "an object was expected, not \(tree.kindName)"))
            return nil
        }
        var file = HSXSymbolFile()
        for member in tree["symbols"]?["labels"]?.object ?? [] {
            guard member.key.hasPrefix("0x"), let address = UInt32(member.key.dropFirst(2), radix: 16) else { continue }
            file.labels[address, default: []] += (member.value.array ?? []).compactMap(\.string)
        }
        for function in tree["symbols"]?["functions"]?.array ?? [] {
            guard let name = function["name"]?.string, let address = Self.word(function, "address") else {
                continue
            }
            if file.labels[address]?.contains(name) != true { file.labels[address, default: []].insert(name, at: 0) }
            if let size = HSXFunctionSize(function) { file.functions.append(size) }
        }
        file.functions.sort { ($0.address, $0.name) < ($1.address, $1.name) }
        file.data = (tree["symbols"]?["variables"]?.array ?? []).compactMap(HSXDataSize.init)
        file.data.sort { ($0.address, $0.name) < ($1.address, $1.name) }
        file.readCalls(tree["symbols"]?["inlined_calls"]?.array ?? [])
        file.readLines(tree["instructions"]?.array ?? [])
        return file
    }

    private mutating func readCalls(_ calls: [JSONValue]) {
        for call in calls {
            guard let function = call["function"]?.string, let path = Self.path(call) else { return }
            lineTable.calls.append(
                HSXInlinedCall(
                    function: function, file: lineTable.index(ofFile: path), line: Self.word(call, "line") ?? 0,
                    column: Self.word(call, "column") ?? 0, parent: Self.word(call, "parent") ?? 0))
        }
    }

    private mutating func readLines(_ instructions: [JSONValue]) {
        var indices: [String: UInt32] = [:]
        for instruction in instructions {
            guard let offset = Self.word(instruction, "pc"), let line = Self.word(instruction, "line"),
                let path = Self.path(instruction)
            else { continue }
            let index = indices[path] ?? lineTable.index(ofFile: path)
            indices[path] = index
            lineTable.rows.append(
                HSXLineRow(
                    offset: offset, file: index, line: line, column: Self.word(instruction, "column") ?? 1,
                    call: Self.word(instruction, "inlined_call") ?? 0,
                    isGenerated: instruction["source_kind"]?.string == "compiler"))
        }
        lineTable.rows.sort { $0.offset < $1.offset }
    }

    /// The path that `directory` and `file` of a place make; nil without a file.
    static func path(_ place: JSONValue) -> String? {
        guard let name = place["file"]?.string else { return nil }
        guard let directory = place["directory"]?.string, directory != "." else { return name }
        return "\(directory)/\(name)"
    }

    /// The member `key` as a 32-bit number. (A chain of optionals here stops the optimiser of Swift 6.3.1.)
    static func word(_ tree: JSONValue, _ key: String) -> UInt32? {
        guard let member = tree[key], let value = member.integer else { return nil }
        return UInt32(exactly: value)
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func badSymbolFile(_ path: String, _ message: String) -> Diagnostic {
        .error("E2020", "this is no symbol file: \(message)", path: path)
    }
}
