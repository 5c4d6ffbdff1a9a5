// What debuggers are told, carried from the objects into the program: lines, inlined calls, functions, variables and
// what the data memory is for.

import Support

extension HSXLinker {
    /// Enters the lines and functions of `object`, whose code begins at `base`.
    mutating func appendLines(_ object: HSXObject, base: UInt32) {
        let files = object.lineTable.files.map { program.lineTable.index(ofFile: $0) }
        let calls = UInt32(program.lineTable.calls.count)
        lineBases.append((files, calls))
        program.lineTable.rows.reserveCapacity(program.lineTable.rows.count + object.lineTable.rows.count)
        for var row in object.lineTable.rows {
            row.offset += base
            row.file = files[Int(row.file)]
            if row.call != 0 { row.call += calls }
            program.lineTable.rows.append(row)
        }
        for var call in object.lineTable.calls {
            call.file = files[Int(call.file)]
            if call.parent != 0 { call.parent += calls }
            program.lineTable.calls.append(call)
        }
        for var function in object.functions {
            function.offset += base
            if function.file != .max {
                function.file =
                    Int(function.file) < files.count
                    ? files[Int(function.file)] : program.lineTable.index(ofFile: object.path)
            }
            program.functions.append(function)
        }
    }

    /// Enters what is known of variables and data of `object`, with the program's offsets and addresses.
    mutating func appendVariables(
        _ object: HSXObject, _ module: LinkedModuleID, _ locals: SecondaryMap<Symbol, LinkedSymbolID?>
    ) {
        let (files, calls) = lineBases[module.index]
        let base = program.modules[module].codeBase
        for var variable in object.variables {
            variable.file = files[Int(variable.file)]
            if variable.call != 0 { variable.call += calls }
            for index in variable.ranges.indices {
                variable.ranges[index].start += base
                variable.ranges[index].end += base
                variable.ranges[index].pieces = variable.ranges[index].pieces.compactMap { place($0, object, locals) }
            }
            variable.ranges.removeAll(where: \.pieces.isEmpty)
            program.variables.append(variable)
        }
        for call in object.indirectCalls {
            let targets = call.targets.compactMap { locals[$0].map { program.symbols[$0].offset } }
            // A target of another object is not known: then any may be meant.
            guard targets.count == call.targets.count else { continue }
            program.indirectCalls.append((call.offset + base, targets))
        }
        for var item in object.dataItems {
            item.offset += program.modules[module].base(item.section)
            if let place = item.place {
                item.place = HSXSourcePlace(file: files[Int(place.file)], line: place.line)
            }
            program.dataItems.append(item)
        }
    }

    /// A piece with the address in place of a name; nil when nothing has the name.
    private func place(
        _ piece: HSXVariablePiece, _ object: HSXObject, _ locals: SecondaryMap<Symbol, LinkedSymbolID?>
    ) -> HSXVariablePiece? {
        func address(_ symbol: Symbol, _ addend: Int32) -> UInt32? {
            let id = locals[symbol] ?? program.names.find(object.name(symbol)).flatMap { globals[$0] }
            return id.map { program.address(of: $0) &+ UInt32(bitPattern: addend) }
        }
        var piece = piece
        switch piece.place {
        case .register, .stack, .address, .memory, .constant: return piece
        case .symbol(let symbol, let addend):
            guard let address = address(symbol, addend) else { return nil }
            piece.place = .address(address)
        case .pointer(let symbol, let addend):
            guard let address = address(symbol, addend) else { return nil }
            piece.place = .constant(UInt64(address))
        }
        return piece
    }
}
