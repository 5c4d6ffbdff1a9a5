// Where linear memory lies: an array in the object, or the host's own memory with a variable for each global.

import CLLVM
import IR
import Support

/// The memory of a module.
enum NativeMemory {
    /// The host's; the variable of each global.
    case host(variables: [LLVMValue])
    /// `array` holds `size` bytes, a power of two; globals lie where `placement` says.
    case array(LLVMValue, size: UInt64, placement: GlobalPlacement)

    /// Declares the memory. `isProgram`: the runtime fills the array when the program starts.
    init(_ context: NativeContext, isProgram: Bool) {
        let (module, session) = (context.module, context.session)
        guard module.memory.size != 0 else {
            self = .host(variables: module.globals.ids.map { NativeMemory.declare($0, context) })
            return
        }
        let placement = GlobalPlacement(module)
        let type = session.types.array(session.types.i8, Int(module.memory.size))
        let array = session.addGlobal(context.part.symbol("hub_memory"), type)
        context.part.hide(array)
        array.setAlignment(16)
        context.part.initialize(array, isProgram ? session.zero(type) : NativeMemory.contents(context, placement))
        self = .array(array, size: module.memory.size, placement: placement)
        guard context.part.holdsData else { return }
        for id in module.globals.ids where module.globals[id].linkage == .export {
            let address = session.address(array, offset: Int64(placement.addresses[id]), isInBounds: true)
            session.addAlias(module.globals[id].name, session.types.i8, of: address)
        }
    }

    /// All of memory as one constant, for a library, which no runtime starts.
    private static func contents(_ context: NativeContext, _ placement: GlobalPlacement) -> LLVMValue {
        let session = context.session
        var bytes = [UInt8](repeating: 0, count: Int(context.module.memory.size))
        for stretch in MemoryContents(context.module, placement).stretches {
            bytes.replaceSubrange(Int(stretch.address)..<Int(stretch.end), with: stretch.bytes)
        }
        return session.constant(bytes)
    }

    // The host's memory.

    private static func declare(_ id: GlobalID, _ context: NativeContext) -> LLVMValue {
        let (session, global) = (context.session, context.module.globals[id])
        let name = global.linkage == .local ? context.part.symbol(context.symbols.local(id)) : global.name
        let variable = session.addGlobal(name, Initializer(global, context).type(session))
        if global.linkage == .local { context.part.hide(variable) }
        if global.isConstant { variable.setConstant() }
        variable.setAlignment(Int(max(global.alignment, 1)))
        return variable
    }

    /// Fills in the initial values of the host's variables, once all of them and all functions are declared.
    func initialize(_ context: NativeContext) {
        guard case .host(let variables) = self else { return }
        for (variable, id) in zip(variables, context.module.globals.ids) {
            let global = context.module.globals[id]
            if global.linkage == .import { continue }
            let value = Initializer(global, context).value(context, variables)
            context.part.initialize(variable, value, isConstant: global.isConstant)
        }
    }
}

/// The initial value of a global as pieces, by rising offset.
private struct Initializer {
    private enum Piece {
        case bytes(ArraySlice<UInt8>)
        case zeros(Int)
        case address(GlobalRelocation)
    }

    private var pieces: [Piece] = []

    init(_ global: Global, _ context: NativeContext) {
        // No two variables share an address, so none is empty.
        let size = max(Int(global.size), 1)
        var offset = 0
        func fill(_ end: Int) -> [Piece] {
            let given = min(max(global.bytes.count, offset), end)
            let bytes = global.bytes[min(offset, global.bytes.count)..<min(given, global.bytes.count)]
            return (bytes.isEmpty ? [] : [.bytes(bytes)]) + (end > given ? [.zeros(end - given)] : [])
        }
        for relocation in global.relocations.sorted(by: { $0.offset < $1.offset }) {
            pieces += fill(Int(relocation.offset)) + [.address(relocation)]
            offset = Int(relocation.offset) + context.module.memory.pointerBytes
        }
        pieces += fill(size)
    }

    func type(_ session: LLVMSession) -> LLVMType {
        let types = pieces.map { piece in
            switch piece {
            case .bytes(let bytes): session.types.array(session.types.i8, bytes.count)
            case .zeros(let count): session.types.array(session.types.i8, count)
            case .address: session.types.pointer
            }
        }
        return types.count == 1 ? types[0] : session.types.structure(types, isPacked: true)
    }

    func value(_ context: NativeContext, _ variables: [LLVMValue]) -> LLVMValue {
        let session = context.session
        let values = pieces.map { piece in
            switch piece {
            case .bytes(let bytes): return session.constant(bytes)
            case .zeros(let count): return session.zero(session.types.array(session.types.i8, count))
            case .address(let relocation):
                let base =
                    switch relocation.target {
                    case .global(let id): variables[id.index]
                    case .function(let id): context.functions.pointer(to: id)
                    }
                return session.address(base, offset: Int64(relocation.addend), isInBounds: false)
            }
        }
        return values.count == 1 ? values[0] : session.structure(values, isPacked: true)
    }
}
