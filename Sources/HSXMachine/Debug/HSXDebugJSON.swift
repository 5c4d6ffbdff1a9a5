// The parts that .sym and .dbg files have in common: source places, locations of variables, inlined calls.

import Support

/// Makes JSON of debug information.
struct HSXDebugJSON {
    let table: HSXLineTable
    /// The data of the program by rising address, for the names behind addresses.
    var data: [(start: UInt32, end: UInt32, name: String)] = []

    func fileName(_ file: UInt32) -> String { Int(file) < table.files.count ? table.files[Int(file)] : "" }

    /// `file` and `directory`.
    func place(_ file: UInt32) -> [(String, JSONValue)] {
        let path = HSXLineTable.split(fileName(file))
        return [("file", .string(path.name)), ("directory", .string(path.directory))]
    }

    /// Whether the file is assembly, whose lines are those of the instructions.
    func isAssembly(_ file: UInt32) -> Bool { fileName(file).hasSuffix(".mvasm") }

    /// The calls that were inlined, by number.
    func inlinedCalls() -> JSONValue {
        .array(
            table.calls.enumerated().map { index, call in
                .object(
                    [
                        ("id", .integer(index + 1)), ("function", .string(call.function)),
                        ("parent", call.parent == 0 ? .null : .integer(call.parent)),
                    ] + place(call.file) + [("line", .integer(call.line)), ("column", .integer(call.column))])
            })
    }

    /// Where the pieces of a variable of `size` bytes are: one location, or a list of pieces.
    func location(_ pieces: [HSXVariablePiece], size: UInt32) -> JSONValue {
        if pieces.count == 1, let only = pieces.first, only.offset == 0, only.size == 0 || only.size == size {
            return location(only.place, size: size)
        }
        let list = pieces.map { piece in
            JSONValue.object([
                ("offset", .integer(piece.offset)), ("size", .integer(piece.size)),
                ("location", location(piece.place, size: piece.size)),
            ])
        }
        return .object([("kind", .string("pieces")), ("pieces", .array(list))])
    }

    private func location(_ place: HSXVariablePlace, size: UInt32) -> JSONValue {
        switch place {
        case .register(let register):
            return .object([("kind", .string("register")), ("name", .string("\(register)"))])
        case .stack(let offset):
            return .object([
                ("kind", .string("stack")), ("base", .string("SP")), ("offset", .integer(offset)),
                ("size", .integer(size)),
            ])
        case .memory(let register, let offset):
            return .object([
                ("kind", .string("memory")), ("base", .string("\(register)")), ("offset", .integer(offset)),
                ("size", .integer(size)),
            ])
        case .address(let address):
            var members: [(String, JSONValue)] = [("kind", .string("global"))]
            if let owner = data.last(where: { $0.start <= address && address < $0.end }) {
                members += [("symbol", .string(owner.name)), ("offset", .integer(address - owner.start))]
            }
            return .object(members + [("address", .integer(address)), ("size", .integer(size))])
        case .constant(let bits):
            // As a number of the variable's size, with its sign.
            let shift = size > 0 && size < 8 ? UInt64(64 - 8 * size) : 0
            return .object([
                ("kind", .string("const")), ("value", .integer(Int(Int64(bitPattern: bits << shift) >> Int64(shift)))),
            ])
        case .symbol, .pointer:
            return .object([("kind", .string("unknown"))])
        }
    }
}
