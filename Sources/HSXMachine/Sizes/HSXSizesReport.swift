// What `hubc inspect --sizes` shows: a tree by source file, function and global, as text and as JSON.

import Support

extension HSXSizes {
    /// What belongs to one source file.
    private struct File {
        let name: String
        var functions: [HSXFunctionSize] = []
        var data: [HSXDataSize] = []

        var code: UInt32 { functions.reduce(0) { $0 + $1.size } }
        var dataSize: UInt32 { data.reduce(0) { $0 + $1.size } }
    }

    /// By name; what has none comes last. The locals of a function that lie in data memory are in its file.
    private var files: [File] {
        var homes: [String: String] = [:]
        for function in functions { homes[function.name] = function.file }
        var files: [String: File] = [:]
        for function in functions {
            files[function.file, default: File(name: function.file)].functions.append(function)
        }
        for item in data {
            let name = item.kind == HSXDataItem.Kind.locals.rawValue ? homes[item.name] ?? item.file : item.file
            files[name, default: File(name: name)].data.append(item)
        }
        return files.values.sorted { ($0.name.isEmpty ? 1 : 0, $0.name) < ($1.name.isEmpty ? 1 : 0, $1.name) }
    }

    /// Code that no function owns, and data that nothing is known of.
    private var unowned: (code: UInt32, data: UInt32) {
        let code = functions.reduce(0) { $0 + $1.size }
        let data = data.reduce(0) { $0 + $1.size }
        return (codeSize - min(codeSize, code), dataSize - min(dataSize, data))
    }

    // MARK: JSON

    /// For machines.
    public var json: JSONValue {
        let list = files.map { file in
            JSONValue.object([
                ("file", file.name.isEmpty ? .null : .string(file.name)), ("code", .integer(file.code)),
                ("data", .integer(file.dataSize)), ("functions", .array(file.functions.map(functionJSON))),
                ("variables", .array(file.data.map(dataJSON))),
            ])
        }
        let entries = entries.map { entry in
            JSONValue.object([("name", .string(entry.name)), ("stack", stackJSON(entry))])
        }
        return .object([
            ("format", .string("sizes")), ("code", .integer(codeSize)), ("data", .integer(dataSize)),
            ("stack", stack?.bytes.map { .integer($0) } ?? .null), ("entries", .array(entries)),
            ("files", .array(list)), ("other_code", .integer(unowned.code)), ("other_data", .integer(unowned.data)),
        ])
    }

    private func stackJSON(_ function: HSXFunctionSize) -> JSONValue {
        guard let depth = function.stack else { return .null }
        return HSXSizes.json(own: function.ownStack ?? 0, depth, function.path)
    }

    private func functionJSON(_ function: HSXFunctionSize) -> JSONValue {
        .object([
            ("name", .string(function.name)), ("line", .integer(function.line)),
            ("address", .integer(function.address)),
            ("code", .integer(function.size)), ("stack", stackJSON(function)),
        ])
    }

    private func dataJSON(_ item: HSXDataSize) -> JSONValue {
        .object([
            ("name", .string(item.name)), ("kind", .string(item.kind)), ("type", .string(item.type)),
            ("address", .integer(item.address)), ("data", .integer(item.size)),
        ])
    }

    // MARK: Rows

    /// A line of the table.
    public struct Row: Hashable, Sendable {
        /// How deep it stands in the tree.
        public let level: Int
        public let name: String
        /// In bytes; nil where it does not apply.
        public let code: UInt32?
        public let data: UInt32?
        /// The stack of the function alone, in bytes.
        public let frame: UInt32?
        /// The stack with everything that is called, as text.
        public let stack: String?
    }

    /// The table: the whole program, then each file with its functions and data, largest first.
    public var rows: [Row] {
        var rows = [
            Row(level: 0, name: "program", code: codeSize, data: dataSize, frame: nil, stack: stack.map(HSXSizes.short))
        ]
        for file in files {
            let name = file.name.isEmpty ? "(no file)" : file.name
            rows.append(Row(level: 1, name: name, code: file.code, data: file.dataSize, frame: nil, stack: nil))
            for function in file.functions.sorted(by: { ($1.size, $0.address) < ($0.size, $1.address) }) {
                rows.append(
                    Row(
                        level: 2, name: function.name, code: function.size, data: nil, frame: function.ownStack,
                        stack: function.stack.map(HSXSizes.short)))
            }
            for (title, size) in HSXSizes.titles(file.data) {
                rows.append(Row(level: 2, name: title, code: nil, data: size, frame: nil, stack: nil))
            }
        }
        if unowned.code > 0 || unowned.data > 0 {
            rows.append(
                Row(level: 1, name: "(other)", code: unowned.code, data: unowned.data, frame: nil, stack: nil))
        }
        return rows
    }

    /// The titles of some data with the bytes of each, largest first; a function may have locals in several places.
    public static func titles(_ data: [HSXDataSize]) -> [(title: String, size: UInt32)] {
        var places: [String: Int] = [:]
        var titles: [(title: String, size: UInt32)] = []
        for item in data {
            if item.kind == HSXDataItem.Kind.locals.rawValue, let place = places[item.name] {
                titles[place].size += item.size
            } else {
                if item.kind == HSXDataItem.Kind.locals.rawValue { places[item.name] = titles.count }
                titles.append((item.title, item.size))
            }
        }
        let sorted = titles.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }
        return sorted.map(\.element)
    }

    private static func short(_ depth: HSXStackDepth) -> String {
        switch depth {
        case .bounded(let bytes): "\(bytes)"
        case .recursive: "recursive"
        case .unknown: "unknown"
        }
    }

    /// A paragraph on the stack of each entry: the way to its deepest point, or why there is no bound.
    public var stackText: String {
        var text = ""
        for entry in entries {
            guard let depth = entry.stack else { continue }
            switch depth {
            case .bounded(let bytes):
                text += "stack of \(entry.name): at most \(bytes) bytes\n"
                for step in entry.path where entry.path.count > 1 { text += "  \(step.name) \(step.bytes)\n" }
            case .recursive(let circle): text += "stack of \(entry.name): no bound, \(HSXSizes.text(circle))\n"
            case .unknown(let reason): text += "stack of \(entry.name): not known, in \(reason)\n"
            }
        }
        return text
    }

    /// A circle of calls in words.
    public static func text(_ circle: [String]) -> String {
        guard let first = circle.first else { return "functions call each other" }
        if circle.count == 1 { return "'\(first)' calls itself" }
        return (circle + [first]).map { "'\($0)'" }.joined(separator: " calls ") + " again"
    }
}

extension HSXDataSize {
    /// The name for people, with what it is when it is no global.
    public var title: String {
        switch HSXDataItem.Kind(rawValue: kind) {
        case .locals: "locals of \(name)"
        case .arguments: "arguments of calls"
        case .table: "jump table of \(name)"
        case .global, nil: name
        }
    }
}
