// What takes the memory of a program: the code and stack of each function, the data of each global. It is made from a
// linked program, written into .sym files, and read back from them.

import Support

/// The memory that a function takes.
public struct HSXFunctionSize: Hashable, Sendable {
    public var name: String
    /// Code address.
    public var address: UInt32
    /// In bytes.
    public var size: UInt32
    /// The source file; empty when it is not known.
    public var file: String
    public var line: UInt32
    /// The most bytes that the function itself has on the stack; nil when nothing leads to it.
    public var ownStack: UInt32?
    /// With everything that it calls.
    public var stack: HSXStackDepth?
    /// The way to the deepest point.
    public var path: [HSXStackStep] = []
    /// Whether control may come here from outside: the start of the program, handlers of commands and exports.
    public var isEntry = false

    /// The functions of a program by rising address.
    static func functions(of program: LinkedProgram, _ stack: HSXStackReport) -> [HSXFunctionSize] {
        var entries: Set<UInt32> = [program.entry]
        for command in program.metadata.commands {
            if case .offset(let offset) = command.handler { entries.insert(offset) }
        }
        for id in program.exports where program.symbols[id].section == .text {
            entries.insert(program.symbols[id].offset)
        }
        let ranges = program.functions.sorted { ($0.offset, $0.name) < ($1.offset, $1.name) }
        return ranges.map {
            HSXFunctionSize($0, program.lineTable, stack[$0.offset], isEntry: entries.contains($0.offset))
        }
    }

    private init(_ function: HSXFunctionRange, _ table: HSXLineTable, _ use: HSXStackUse?, isEntry: Bool) {
        name = function.name
        address = function.offset
        size = function.size
        file = Int(function.file) < table.files.count ? table.files[Int(function.file)] : ""
        line = function.line
        self.isEntry = isEntry
        take(use)
    }

    /// A function of an image of which nothing else is known; it ends at `end`.
    init(_ use: HSXStackUse, end: UInt32, isEntry: Bool) {
        name = use.name
        address = use.offset
        size = end - use.offset
        file = ""
        line = 0
        self.isEntry = isEntry
        take(use)
    }

    private mutating func take(_ use: HSXStackUse?) {
        ownStack = use?.own
        stack = use?.depth
        path = use?.path ?? []
    }

    /// As .sym files have it; nil when that is no function.
    init?(_ tree: JSONValue) {
        guard let name = tree["name"]?.string, let address = HSXSymbolFile.word(tree, "address"),
            let size = HSXSymbolFile.word(tree, "size")
        else { return nil }
        self.name = name
        self.address = address
        self.size = size
        file = HSXSymbolFile.path(tree) ?? ""
        line = HSXSymbolFile.word(tree, "line") ?? 0
        isEntry = tree["entry"]?.bool == true
        guard let stack = tree["stack"] else { return }
        ownStack = HSXSymbolFile.word(stack, "own")
        if let bytes = HSXSymbolFile.word(stack, "total") {
            self.stack = .bounded(bytes)
        } else if let circle = stack["recursion"]?.array {
            self.stack = .recursive(circle.compactMap(\.string))
        } else if let reason = stack["unknown"]?.string {
            self.stack = .unknown(reason)
        }
        path = (stack["path"]?.array ?? []).compactMap { step in
            guard let name = step["function"]?.string, let bytes = HSXSymbolFile.word(step, "bytes") else { return nil }
            return HSXStackStep(name: name, bytes: bytes)
        }
    }

    var json: JSONValue {
        let path = HSXLineTable.split(file)
        var members: [(String, JSONValue)] = [
            ("name", .string(name)), ("linkage_name", .string(name)), ("address", .integer(address)),
            ("size", .integer(size)), ("line", .integer(line)),
        ]
        members += [("file", .string(path.name)), ("directory", .string(path.directory))]
        if isEntry { members.append(("entry", .bool(true))) }
        if let stack { members.append(("stack", HSXSizes.json(own: ownStack ?? 0, stack, self.path))) }
        return .object(members)
    }
}

/// The memory that a global or something like it takes.
public struct HSXDataSize: Hashable, Sendable {
    public var name: String
    public var address: UInt32
    /// In bytes.
    public var size: UInt32
    /// `global`, `locals` of a function, or `arguments` of calls.
    public var kind: String
    /// As the source spells it; `bytes` when it is not known.
    public var type: String
    public var isExported: Bool
    /// The source file; empty when it is not known.
    public var file: String
    /// 0 when it is not known.
    public var line: UInt32

    /// The data of a program by rising address: what the compiler says of it, and in assembly the stretch from each
    /// label to the next.
    public static func items(of program: LinkedProgram) -> [HSXDataSize] {
        let described = Set(program.dataItems.map { program.baseAddress($0.section) + $0.offset })
        var items = program.dataItems.map { item in
            HSXDataSize(
                name: item.name, address: program.baseAddress(item.section) + item.offset, size: item.size,
                kind: item.kind.rawValue, type: item.type ?? "bytes", isExported: item.isExported,
                file: item.place.map { program.lineTable.files[Int($0.file)] } ?? "", line: item.place?.line ?? 0)
        }
        let placed = program.symbols.ids.filter { program.symbols[$0].section != .text }.sorted { left, right in
            (program.address(of: left), left) < (program.address(of: right), right)
        }
        let starts = (placed.map(program.address) + described).sorted()
        for id in placed {
            let symbol = program.symbols[id]
            let address = program.address(of: id)
            // Names that the compiler made for whole sections.
            if described.contains(address) || ["hub.data", "hub.zeroed"].contains(program.name(id)) { continue }
            let end =
                program.baseAddress(symbol.section)
                + (symbol.section == .data ? UInt32(program.data.count) : program.bssSize)
            let limit = min(end, starts.first { $0 > address } ?? end)
            items.append(
                HSXDataSize(
                    name: program.name(id), address: address, size: max(limit, address) - address, kind: "global",
                    type: "bytes", isExported: symbol.isExported, file: program.modules[symbol.module].source, line: 0))
        }
        return items.sorted { ($0.address, $0.name) < ($1.address, $1.name) }
    }

    /// Of names for one address one, if possible not one that the assembler has made.
    static func withoutAliases(_ items: [HSXDataSize]) -> [HSXDataSize] {
        var result: [HSXDataSize] = []
        for item in items where item.size > 0 {
            if let last = result.last, last.address == item.address {
                if last.name.hasPrefix(".") { result[result.count - 1] = item }
            } else {
                result.append(item)
            }
        }
        return result
    }

    private init(
        name: String, address: UInt32, size: UInt32, kind: String, type: String, isExported: Bool, file: String,
        line: UInt32
    ) {
        self.name = name
        self.address = address
        self.size = size
        self.kind = kind
        self.type = type
        self.isExported = isExported
        self.file = file
        self.line = line
    }

    /// As .sym files have it; nil when that is no variable.
    init?(_ tree: JSONValue) {
        guard let name = tree["name"]?.string, let address = HSXSymbolFile.word(tree, "address"),
            let size = HSXSymbolFile.word(tree, "size")
        else { return nil }
        self.init(
            name: name, address: address, size: size, kind: tree["kind"]?.string ?? "global",
            type: tree["type"]?.string ?? "bytes", isExported: tree["scope"]?.string == "global",
            file: HSXSymbolFile.path(tree) ?? "", line: HSXSymbolFile.word(tree, "line") ?? 0)
    }

    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("name", .string(name)), ("address", .integer(address)), ("size", .integer(size)),
            ("scope", .string(isExported ? "global" : "local")), ("type", .string(type)),
        ]
        if kind != "global" { members.append(("kind", .string(kind))) }
        if !file.isEmpty {
            let path = HSXLineTable.split(file)
            members += [("file", .string(path.name)), ("directory", .string(path.directory))]
        }
        if line != 0 { members.append(("line", .integer(line))) }
        return .object(members)
    }
}

/// The memory that a program takes.
public struct HSXSizes: Sendable {
    public var functions: [HSXFunctionSize]
    public var data: [HSXDataSize]
    /// The whole code in bytes.
    public var codeSize: UInt32
    /// The initialised and zeroed data in bytes.
    public var dataSize: UInt32

    /// The sizes of a linked program.
    public init(_ program: LinkedProgram, _ image: HSXImage) {
        codeSize = UInt32(image.code.count * 4)
        dataSize = UInt32(image.data.count) + image.bssSize
        let stack = HSXStackReport(program, code: image.code)
        functions = HSXFunctionSize.functions(of: program, stack)
        data = HSXDataSize.withoutAliases(HSXDataSize.items(of: program))
    }

    /// The sizes of an image with what its .sym file says; without one the functions are those that are called.
    public init(_ image: HSXImage, _ symbols: HSXSymbolFile?) {
        codeSize = UInt32(image.code.count * 4)
        dataSize = UInt32(image.data.count) + image.bssSize
        functions = symbols?.functions ?? []
        data = HSXDataSize.withoutAliases(symbols?.data ?? [])
        guard symbols == nil else { return }
        let uses = HSXStackReport(image).functions
        for (index, use) in uses.enumerated() {
            let end = index + 1 < uses.count ? uses[index + 1].offset : codeSize
            functions.append(HSXFunctionSize(use, end: end, isEntry: use.offset == image.entry))
        }
    }

    /// The functions that control enters from outside.
    public var entries: [HSXFunctionSize] { functions.filter(\.isEntry) }

    /// The deepest of all entries; nil when there is none.
    public var stack: HSXStackDepth? {
        var deepest: UInt32?
        for entry in entries {
            switch entry.stack {
            case .bounded(let bytes): deepest = max(deepest ?? 0, bytes)
            case .recursive, .unknown: return entry.stack
            case nil: break
            }
        }
        return deepest.map { .bounded($0) }
    }

    static func json(own: UInt32, _ depth: HSXStackDepth, _ path: [HSXStackStep]) -> JSONValue {
        var members: [(String, JSONValue)] = [("own", .integer(own))]
        switch depth {
        case .bounded(let bytes): members.append(("total", .integer(bytes)))
        case .recursive(let circle): members.append(("recursion", .array(circle.map { .string($0) })))
        case .unknown(let reason): members.append(("unknown", .string(reason)))
        }
        if path.count > 1 {
            let steps = path.map { JSONValue.object([("function", .string($0.name)), ("bytes", .integer($0.bytes))]) }
            members.append(("path", .array(steps)))
        }
        return .object(members)
    }
}
