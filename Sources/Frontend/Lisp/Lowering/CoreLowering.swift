// From the core language to a module of the IR.

import IR
import Support

/// A module in the making.
public struct CoreLowering {
    let program: CoreProgram
    var module: Module
    let layouts: LispLayouts
    var constants: LispConstants
    let services: LispServices
    /// What sessions read with; only they have it.
    private var input: ServiceID?
    private(set) var mentioned: Set<Symbol> = []
    /// The list of all symbols, for code that makes symbols from text.
    let symbols: RootID
    /// Where code stands, for debug metadata.
    private let place: (SourceSpan) -> LispPlace?
    private var fileNumbers: [String: UInt32] = [:]
    private(set) var functions = SecondaryMap<CoreFunctionID, FunctionID>(initial: FunctionID(rawValue: .max))

    /// The module of a program. Requires: every function that something calls has a body.
    static func lower(
        _ program: CoreProgram, name: String, place: @escaping (SourceSpan) -> LispPlace?
    ) -> Module {
        var lowering = CoreLowering(program, name, place)
        lowering.run()
        return lowering.module
    }

    private init(_ program: CoreProgram, _ name: String, _ place: @escaping (SourceSpan) -> LispPlace?) {
        self.program = program
        self.place = place
        module = Module(name: name, memory: MemoryModel(size: 0, stackTop: 0, pointerBytes: 8))
        layouts = LispLayouts(&module)
        constants = LispConstants(layouts, &module)
        services = LispServices(&module)
        symbols = module.roots.append(Root(name: "symbols"))
    }

    private mutating func run() {
        for id in program.functions.ids where program.functions[id].body != nil {
            let function = program.functions[id]
            let parameters = function.captured.map { _ in Type.any } + function.parameters.map { _ in Type.any }
            var target = Function(
                name: function.name, signature: Signature(parameters: parameters, results: [function.result.type]))
            if function.isInline { target.attributes.insert(.alwaysInline) }
            functions[id] = module.functions.append(target)
        }
        findMentioned()
        for global in program.globals { define(global) }
        for id in program.functions.ids {
            guard let body = program.functions[id].body else { continue }
            let target = functions[id]
            module.functions[target] = CoreFunctionLowering.lower(id, body, module.functions[target], &self)
        }
        if let entry = program.entry { addEntry(functions[entry]) }
    }

    /// Makes the symbol of a global that starts with a function.
    private mutating func define(_ global: CoreGlobal) {
        let name = program.data.names.name(global.symbol)
        let identity: RootID
        switch global.identity {
        case .builtin: identity = constants.string(Array(name.utf8), &module)
        case .lambda(let number): identity = constants.number(number, &module)
        }
        let object = constants.function(
            functions[global.function], shape: global.shape, identity: identity,
            binary: global.binary.map { functions[$0] }, &module)
        _ = constants.symbol(global.symbol, name, value: object, &module)
    }

    /// The object of a function without captured variables.
    mutating func object(_ function: CoreFunctionID, shape: Int64, _ identity: CoreGlobal.Identity) -> RootID {
        // Those of builtins are there.
        let number = if case .lambda(let number) = identity { number } else { Int64(0) }
        let root = constants.number(number, &module)
        return constants.function(functions[function], shape: shape, identity: root, &module)
    }

    /// Finds the symbols that code or data mention: somebody may look at what these hold.
    private mutating func findMentioned() {
        for function in program.functions.values {
            for node in function.nodes.values {
                switch node.kind {
                case .symbol(let symbol): mentioned.insert(symbol)
                case .constant(let datum): mention(datum)
                case .integer, .truth, .special, .local, .assign, .sequence, .choose, .operation, .call, .callCode,
                    .code,
                    .function, .define:
                    break
                }
            }
        }
    }

    private mutating func mention(_ datum: DatumID) {
        var pending = [datum]
        while let next = pending.popLast() {
            switch program.data[next].kind {
            case .symbol(let symbol): mentioned.insert(symbol)
            case .list(let list, _): pending += program.data.elements(list)
            case .number, .string, .null, .error: break
            }
        }
    }

    /// Where code of this stretch of text came from; nil when that is not wanted.
    mutating func location(_ span: SourceSpan) -> SourceLocation? {
        guard let place = place(span) else { return nil }
        let number = fileNumbers[place.file] ?? UInt32(module.files.count)
        if fileNumbers[place.file] == nil {
            fileNumbers[place.file] = number
            module.files.append(place.file)
        }
        return SourceLocation(
            file: number, line: UInt32(place.position.line), column: UInt32(place.position.column))
    }

    /// The service that gives a session its input.
    mutating func inputService() -> ServiceID {
        if let input { return input }
        let service = module.services.append(
            Service(name: "SESSION_INPUT", number: 0xF00, parameters: [], results: [.i32], effects: []))
        input = service
        return service
    }

    private mutating func addEntry(_ main: FunctionID) {
        var function = Function(name: "lisp.start", signature: Signature(parameters: [], results: [.i32]))
        function.attributes.insert(.entry)
        var builder = FunctionBuilder(function)
        _ = builder.makeEntryBlock()
        if program.needsSymbols {
            let list = constants.symbolList(&module)
            let id = builder.append(Instruction(.rootGet, a: list.rawValue), results: [.any])
            let value = builder.function.result(id)
            builder.append(Instruction(.rootSet, a: symbols.rawValue, b: value.rawValue), results: [])
        }
        let status = builder.call(main, [], results: [.i64])
        builder.ret([builder.unary(.trunc, .i32, status[0])])
        module.functions.append(builder.function)
    }
}

extension CoreKind {
    /// The type of a value of this kind; what gives nothing gives nil.
    var type: Type {
        switch self {
        case .any, .none: .any
        case .word: .i64
        case .flag: .i1
        }
    }
}

/// What a program calls of its host.
struct LispServices {
    let write: ServiceID
    let exit: ServiceID
    let sleep: ServiceID
    let clock: ServiceID
    let openFile: ServiceID
    let readFile: ServiceID
    /// Bytes on their way out.
    let buffer: GlobalID

    static let bufferSize: UInt32 = 4096

    init(_ module: inout Module) {
        write = module.services.append(
            Service(name: "UART_WRITE", number: 0x101, parameters: [.ptr, .i32], results: [.i32], effects: .reads))
        exit = module.services.append(
            Service(name: "TASK_EXIT", number: 0x100, parameters: [.i32], results: [], effects: .terminates))
        sleep = module.services.append(
            Service(name: "EXEC_SLEEP_MS", number: 0x600, parameters: [.i32], results: [.i32], effects: []))
        clock = module.services.append(
            Service(name: "CLOCK_US", number: 0xF01, parameters: [], results: [.i64], effects: []))
        openFile = module.services.append(
            Service(name: "FILE_OPEN", number: 0xF02, parameters: [.ptr, .i32], results: [.i32], effects: .reads))
        readFile = module.services.append(
            Service(name: "FILE_READ", number: 0xF03, parameters: [.ptr, .i32], results: [.i32], effects: .writes))
        buffer = module.globals.append(Global(name: "output", size: Self.bufferSize, alignment: 8))
    }
}
