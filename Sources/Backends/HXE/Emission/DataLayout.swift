// Gives every global its place: globals with a fixed address first, where they must be, the others behind them; what is
// all zero goes to the zeroed section. Requires: the object is the first with data that is linked, so that its data
// begins at HSXMemory.dataBase.

import HSXMachine
import IR
import Support

/// Addresses of globals and of static frame objects.
struct DataLayout {
    /// Names of the start of the object's own data and zeroed data.
    private var dataSymbol = Symbol(rawValue: 0)
    private var zeroedSymbol = Symbol(rawValue: 0)
    private var addresses = SecondaryMap<GlobalID, MachineConstant>(initial: .number(0))
    private var usesZeroed = false
    private var usesData = false
    /// Whether more initialised data may follow: what has an address of its own lies right behind the others.
    private var takesMore = true
    /// What the zeroed section is aligned to when globals with addresses lie in it.
    private static let zeroedAlignment: UInt32 = 16

    /// The address of `global` plus `offset`.
    func address(_ global: GlobalID, offset: Int32) -> MachineConstant {
        switch addresses[global] {
        case .number(let base): .number(base &+ UInt32(bitPattern: offset))
        case .address(let symbol, let addend): .address(symbol, addend: addend &+ offset)
        case .frame(let object, let place): .frame(object, offset: place &+ offset)
        }
    }

    /// Whether `size` more zeroed bytes leave the stack its room.
    func hasRoom(_ size: UInt32, in object: HSXObject) -> Bool {
        let start = align(HSXMemory.dataBase + UInt32(object.data.count), Self.zeroedAlignment)
        let end = UInt64(start) + UInt64(object.bssSize) + UInt64(size)
        return end <= UInt64(HSXMemory.stackTop - HSXMemory.stackRoom)
    }

    /// Room for `size` zeroed bytes that live as long as the program, for what `kind` and `name` say.
    mutating func reserve(
        _ size: Int32, _ kind: HSXDataItem.Kind, _ name: String, in object: inout HSXObject
    ) -> MachineConstant {
        let offset = zeroed(UInt32(size), alignment: 4, &object)
        object.dataItems.append(
            HSXDataItem(kind: kind, name: name, section: .bss, offset: offset, size: UInt32(size)))
        return .address(zeroedSymbol, addend: Int32(offset))
    }

    mutating func place(
        _ module: Module, in object: inout HSXObject, _ functions: SecondaryMap<FunctionID, Symbol>,
        log: inout DiagnosticLog
    ) {
        dataSymbol = object.names.intern("hub.data")
        zeroedSymbol = object.names.intern("hub.zeroed")
        let total = module.globals.values.reduce(UInt64(0)) { sum, global in
            global.linkage == .import || global.address != nil ? sum : sum + UInt64(global.size)
        }
        if total > UInt64(HSXMemory.dataSpaceSize - HSXMemory.dataBase) {
            return log.report(.tooMuchData(total))
        }
        placeFixed(module, &object, log: &log)
        let hasData = module.globals.values.contains { $0.address == nil && $0.linkage != .import && !isZero($0) }
        for id in module.globals.ids {
            let global = module.globals[id]
            guard global.address == nil else { continue }
            let name = object.names.intern(global.name)
            if global.linkage == .import {
                object.imports.append(HSXExternalName(name: name))
                addresses[id] = .address(name, addend: 0)
                continue
            }
            let section: HSXSection
            let offset: UInt32
            if isZero(global) {
                section = .bss
                offset = zeroed(global.size, alignment: global.alignment, &object)
                addresses[id] = .address(zeroedSymbol, addend: Int32(offset))
            } else {
                section = .data
                offset = align(UInt32(object.data.count), global.alignment)
                append(global, at: offset, &object)
                addresses[id] = .address(dataSymbol, addend: Int32(offset))
            }
            object.symbols.append(
                HSXSymbol(name: name, section: section, offset: offset, isExported: global.linkage == .export))
            describe(global, section, offset, module, &object)
        }
        if hasData { nameData(&object) }
        for id in module.globals.ids { relocate(module.globals[id], id, &object, functions) }
    }

    /// Room for a jump table of `count` entries: its offset in the data and its address; nil when data cannot grow.
    mutating func reserveTable(_ count: Int, in object: inout HSXObject) -> (offset: UInt32, address: MachineConstant)?
    {
        guard takesMore else { return nil }
        nameData(&object)
        let offset = align(UInt32(object.data.count), JumpTable.entrySize)
        object.data += [UInt8](repeating: 0, count: Int(offset) - object.data.count + count * Int(JumpTable.entrySize))
        return (offset, .address(dataSymbol, addend: Int32(offset)))
    }

    private mutating func nameData(_ object: inout HSXObject) {
        if usesData { return }
        usesData = true
        object.symbols.append(HSXSymbol(name: dataSymbol, section: .data, offset: 0, isExported: false))
    }

    private func isZero(_ global: Global) -> Bool { global.relocations.isEmpty && global.bytes.allSatisfy { $0 == 0 } }

    /// Globals with an address, by rising address. Those that are zero take no room in the image, unless others without
    /// an address are to follow all of them; what lies below the stack counts as zeroed data, so that more goes behind.
    private mutating func placeFixed(_ module: Module, _ object: inout HSXObject, log: inout DiagnosticLog) {
        var fixed: [(address: UInt32, id: GlobalID)] = []
        for id in module.globals.ids {
            if let address = module.globals[id].address { fixed.append((address, id)) }
        }
        takesMore = fixed.isEmpty
        fixed.sort { ($0.address, $0.id.rawValue) < ($1.address, $1.id.rawValue) }
        var end = HSXMemory.dataBase
        var lowEnd = end
        var placed: [(offset: UInt32, id: GlobalID)] = []
        for (address, id) in fixed {
            let global = module.globals[id]
            addresses[id] = .number(address)
            if global.size == 0 || (isZero(global) && global.bytes.isEmpty && address < HSXMemory.dataBase) { continue }
            guard address >= HSXMemory.dataBase,
                UInt64(address) + UInt64(global.size) <= UInt64(HSXMemory.dataSpaceSize)
            else {
                log.report(.unplaceable(global.name, address))
                continue
            }
            guard address >= end else {
                log.report(.overlapping(global.name, address))
                continue
            }
            end = address + global.size
            if UInt64(end) <= module.memory.stackTop { lowEnd = end }
            let offset = address - HSXMemory.dataBase
            if !global.bytes.isEmpty || !global.relocations.isEmpty { append(global, at: offset, &object) }
            placed.append((offset, id))
        }
        let isFollowed = module.globals.values.contains { $0.address == nil && $0.linkage != .import }
        if isFollowed { pad(&object, to: end - HSXMemory.dataBase) }
        let used = align(UInt32(object.data.count), Self.zeroedAlignment)
        if lowEnd - HSXMemory.dataBase > used {
            _ = zeroed(lowEnd - HSXMemory.dataBase - used, alignment: Self.zeroedAlignment, &object)
        }
        // Places are told from the start of the data, which is known: the zeroed section begins where the data end.
        for (offset, id) in placed { describe(module.globals[id], .data, offset, module, &object) }
    }

    private func pad(_ object: inout HSXObject, to offset: UInt32) {
        object.data += [UInt8](repeating: 0, count: max(0, Int(offset) - object.data.count))
    }

    /// Says what the bytes of a global are for.
    private func describe(
        _ global: Global, _ section: HSXSection, _ offset: UInt32, _ module: Module, _ object: inout HSXObject
    ) {
        let declaration = global.declaration
        let place = declaration.map { declaration in
            let file = Int(declaration.file) < module.files.count ? module.files[Int(declaration.file)] : module.name
            return HSXSourcePlace(file: object.lineTable.index(ofFile: file), line: declaration.line)
        }
        object.dataItems.append(
            HSXDataItem(
                kind: .global, name: declaration?.name ?? global.name, section: section, offset: offset,
                size: global.size, type: declaration?.type.map(module.debugTypeName), place: place,
                isExported: global.linkage == .export))
    }

    private func append(_ global: Global, at offset: UInt32, _ object: inout HSXObject) {
        pad(&object, to: offset)
        object.data += global.bytes.prefix(Int(global.size))
        object.data += [UInt8](repeating: 0, count: max(0, Int(global.size) - global.bytes.count))
    }

    private mutating func zeroed(_ size: UInt32, alignment: UInt32, _ object: inout HSXObject) -> UInt32 {
        if !usesZeroed {
            usesZeroed = true
            object.symbols.append(HSXSymbol(name: zeroedSymbol, section: .bss, offset: 0, isExported: false))
        }
        let offset = align(object.bssSize, alignment)
        object.bssSize = offset + size
        object.bssAlignment = max(object.bssAlignment, alignment, 4)
        return offset
    }

    private func align(_ offset: UInt32, _ alignment: UInt32) -> UInt32 {
        let step = max(1, alignment)
        return (offset + step - 1) / step * step
    }

    private func relocate(
        _ global: Global, _ id: GlobalID, _ object: inout HSXObject, _ functions: SecondaryMap<FunctionID, Symbol>
    ) {
        let base: UInt32
        switch addresses[id] {
        case .number(let address): base = address &- HSXMemory.dataBase
        case .address(_, let addend): base = UInt32(bitPattern: addend)
        case .frame: return
        }
        for relocation in global.relocations.sorted(by: { $0.offset < $1.offset }) {
            let offset = base + relocation.offset
            switch relocation.target {
            case .function(let function): add(offset, functions[function], relocation.addend, &object)
            case .global(let target):
                switch address(target, offset: relocation.addend) {
                case .number(let value):
                    for byte in 0..<4 where Int(offset) + byte < object.data.count {
                        object.data[Int(offset) + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))
                    }
                case .address(let symbol, let addend): add(offset, symbol, addend, &object)
                case .frame: break
                }
            }
        }
    }

    private func add(_ offset: UInt32, _ symbol: Symbol, _ addend: Int32, _ object: inout HSXObject) {
        object.relocations.append(
            HSXRelocation(section: .data, type: .dataWord, offset: offset, symbol: symbol, addend: addend))
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func unplaceable(_ name: String, _ address: UInt32) -> Diagnostic {
        .error(
            "E4010", "the global '\(name)' cannot lie at address \(address)",
            notes: [DiagnosticNote("initialised data lies between 0x4000 and 0xFFFF")])
    }

    fileprivate static func tooMuchData(_ size: UInt64) -> Diagnostic {
        .error(
            "E4012",
            "the data takes \(size) bytes; the machine has room for \(HSXMemory.dataSpaceSize - HSXMemory.dataBase)")
    }

    fileprivate static func overlapping(_ name: String, _ address: UInt32) -> Diagnostic {
        .error(
            "E4011", "the global '\(name)' at address \(address) overlaps one that lies before it")
    }
}
