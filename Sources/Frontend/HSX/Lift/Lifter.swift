// HSX machine code to IR: the second half of the HSX front end. It works on a linked program, so hand-written assembly
// and object files take the same way. Registers and flags become variables, the pushed words too where nothing else
// addresses the stack; the rest of memory stays linear memory; SVC becomes a service call; calls get the register
// arguments and results that liveness finds. docs/architecture.md ("Lifting") says what is assumed of a program.

import HSXMachine
import IR
import Support

/// Lifts a linked program.
public struct Lifter {
    private let code: MachineCode
    private var functions: [MachineFunction]
    private var liveness: MachineLiveness
    private var module: Module
    private var log = DiagnosticLog()
    /// The function of the module for each machine function.
    private var ids: [FunctionID?]
    private let placeOfEntry: [CodeAddress: Int]
    private let locate: (HSXLineRow, String) -> SourceSpan?

    /// The module of `program`, or nil with errors in `log`. `locate` finds the source text of a row of the line table,
    /// given the file's name.
    public static func lift(
        _ program: LinkedProgram, name: String, locate: @escaping (HSXLineRow, String) -> SourceSpan? = { _, _ in nil },
        log: inout DiagnosticLog
    ) -> LiftedProgram? {
        guard let data = program.patchedData(log: &log) else { return nil }
        let code = MachineCode(program)
        var functions = FunctionDiscovery.discover(code)
        var liveness = MachineLiveness.run(code, functions)
        var isStable = false
        while !isStable {
            // What a callee reads decides whether a stack address escapes to it, which decides what it restores.
            let before = functions.map(\.interface)
            functions = StackAnalysis.run(code, functions)
            liveness = MachineLiveness.run(code, functions)
            functions = Lifter.keepFlagUsers(liveness.functions)
            isStable = functions.map(\.interface) == before
        }
        var lifter = Lifter(code, functions, liveness, name: name, locate: locate)
        let lifted = lifter.run(data)
        log.append(lifter.log)
        return lifted
    }

    private init(
        _ code: MachineCode, _ functions: [MachineFunction], _ liveness: MachineLiveness, name: String,
        locate: @escaping (HSXLineRow, String) -> SourceSpan?
    ) {
        self.code = code
        self.functions = functions
        self.liveness = liveness
        self.locate = locate
        module = Module(name: name, memory: .hsx)
        ids = Array(repeating: nil, count: functions.count)
        placeOfEntry = Dictionary(uniqueKeysWithValues: functions.enumerated().map { ($1.entry, $0) })
    }

    /// A lifted function needs a free register for each flag at its borders, and a machine call carries no flags out of
    /// or into kept code.
    private static func keepFlagUsers(_ functions: [MachineFunction]) -> [MachineFunction] {
        var functions = functions
        let places = Dictionary(uniqueKeysWithValues: functions.enumerated().map { ($1.entry, $0) })
        for place in functions.indices where functions[place].kept == nil {
            if FlagRegisters(functions[place].parameters) == nil || FlagRegisters(functions[place].results) == nil {
                functions[place].kept = (.flagsAcrossCall, functions[place].entry)
            }
        }
        for place in functions.indices where functions[place].kept == nil {
            for callee in functions[place].callees {
                guard let target = places[callee].map({ functions[$0] }), target.kept != nil else { continue }
                if !target.results.flags.isEmpty || !target.parameters.flags.isEmpty {
                    functions[place].kept = (.flagsAcrossCall, functions[place].entry)
                }
            }
        }
        return functions
    }

    private mutating func run(_ data: [UInt8]) -> LiftedProgram? {
        module.files = code.program.lineTable.files
        addData(data)
        reportKept()
        let start = functions.firstIndex { $0.entry.value == code.program.entry }
        guard let start, functions[start].kept == nil else {
            return LiftedProgram(module: module, verbatim: verbatimObject(), isEntryKept: true)
        }
        for place in functions.indices { declare(place) }
        for place in functions.indices where functions[place].kept == nil { lift(place) }
        if !functions[start].isProgramStart { addEntryWrapper(start) }
        addMetadata()
        let needsVerbatim =
            functions.contains { $0.kept != nil }
            || code.program.dataRelocations.contains { code.program.symbols[$0.target].section == .text }
        return LiftedProgram(module: module, verbatim: needsVerbatim ? verbatimObject() : nil, isEntryKept: false)
    }

    /// The data image is one global: programs address across labels, so its bytes stay together and where they are.
    /// Memory starts as zero, so zeros at the end need no bytes.
    private mutating func addData(_ data: [UInt8]) {
        let bss = code.program.bssSize == 0 ? 0 : code.program.bssSize + code.program.bssPadding
        guard data.count + Int(bss) > 0 else { return }
        module.globals.append(
            Global(
                name: "data", size: UInt32(data.count) + bss, alignment: 4, address: HSXMemory.dataBase,
                bytes: Array(data[..<((data.lastIndex { $0 != 0 } ?? -1) + 1)])))
    }

    private mutating func reportKept() {
        for function in functions {
            guard let kept = function.kept else { continue }
            var place: String?
            var span: SourceSpan?
            if let row = code.program.lineTable.row(at: kept.address.value) {
                let file = code.program.lineTable.files[Int(row.file)]
                span = locate(row, file)
                if span == nil { place = "\(file):\(row.line)" }
            }
            log.report(.keptAsWritten(function.name, kept.reason, place: place, at: span))
        }
    }

    /// Declarations travel as text; handlers are named, because lifting moves them.
    private mutating func addMetadata() {
        var metadata = code.program.metadata
        for place in metadata.commands.indices {
            guard case .offset(let offset) = metadata.commands[place].handler,
                let function = placeOfEntry[CodeAddress(offset)]
            else { continue }
            metadata.commands[place].handler = .symbol(functions[function].name)
        }
        module.metadata = metadata.lines.map { Metadata(kind: $0.kind, text: $0.text) }
    }

    // MARK: Functions

    private mutating func declare(_ place: Int) {
        let function = functions[place]
        var declaration = Function(name: function.name)
        if function.isProgramStart {
            declaration.signature = Signature(results: [.i32])
            declaration.attributes = .entry
        } else {
            declaration.signature = signature(function)
            if function.isHandler { declaration.linkage = .export }
        }
        if function.kept != nil { declaration.linkage = .import }
        ids[place] = module.functions.append(declaration)
    }

    private func signature(_ function: MachineFunction) -> Signature {
        var function = function
        if function.kept != nil {
            // Only kept code calls it with flags.
            function.parameters.flags = []
            function.results.flags = []
        }
        let parameters = FlagRegisters(function.parameters)
        let results = FlagRegisters(function.results)
        let parameterNumbers = function.parameters.registers.registers.map(\.number) + (parameters?.numbers ?? [])
        let resultNumbers = function.results.registers.registers.map(\.number) + (results?.numbers ?? [])
        let clobbers = resultNumbers.reduce(UInt32(function.modified.rawValue)) { $0 | 1 << UInt32($1) }
        return Signature(
            parameters: function.parameters.types, results: function.results.types,
            convention: .registers(
                FixedRegisters(parameters: parameterNumbers, results: resultNumbers, clobbers: clobbers & 0x7FFF)))
    }

    private mutating func lift(_ place: Int) {
        guard let id = ids[place] else { return }
        var lifter = FunctionLifter(
            code: code, liveness: liveness, place: place, function: module.functions[id], services: module.services,
            callee: { [ids, placeOfEntry] in placeOfEntry[$0].flatMap { ids[$0] } })
        lifter.run()
        module.services = lifter.services
        module.functions[id] = lifter.function
    }

    /// The program starts in a function that is also called: a function of its own calls it the first time.
    private mutating func addEntryWrapper(_ place: Int) {
        guard let id = ids[place] else { return }
        let signature = module.functions[id].signature
        var builder = FunctionBuilder(
            Function(name: functions[place].name + ".start", signature: Signature(results: [.i32]), attributes: .entry))
        _ = builder.makeEntryBlock()
        let arguments = signature.parameters.map { builder.constant(0, $0) }
        let results = builder.call(id, arguments, results: signature.results)
        let r0 = functions[place].results.registers.registers.firstIndex(of: .r0)
        let status = r0.map { results[$0] } ?? builder.constant(0, .i32)
        builder.ret([status])
        module.functions.append(builder.function)
    }

    // MARK: Kept code

    /// The whole original code as an object, each kept function exported under its name.
    private mutating func verbatimObject() -> HSXObject? {
        guard let (words, _) = code.program.patched(log: &log) else { return nil }
        var object = HSXObject(path: "kept code")
        object.code = words
        object.entry = .offset(code.program.entry)
        object.lineTable = code.program.lineTable
        object.functions = code.program.functions
        for function in functions where function.kept != nil {
            object.symbols.append(
                HSXSymbol(
                    name: object.names.intern(function.name), section: .text, offset: function.entry.value,
                    isExported: true))
        }
        return object
    }
}

extension MachineFunction {
    /// What the analyses must agree on before they stop.
    struct Interface: Equatable {
        let parameters: MachineSet
        let results: MachineSet
        let modified: HSXRegisterSet
        let flags: HSXFlags
        let isKept: Bool
        let usesStackMemory: Bool
        let stackEscapes: Bool
    }

    var interface: Interface {
        Interface(
            parameters: parameters, results: results, modified: modified, flags: modifiedFlags, isKept: kept != nil,
            usesStackMemory: usesStackMemory, stackEscapes: stackEscapes)
    }
}

/// Flags travel in registers that the function does not use for values at that border: the lowest free ones.
struct FlagRegisters {
    let numbers: [UInt8]

    /// Nil when too few registers are free.
    init?(_ set: MachineSet) {
        let free = (UInt8(0)..<15).filter { !set.registers.contains(HSXRegister(Int($0))) }
        let wanted = set.flagList.count
        guard wanted <= free.count else { return nil }
        numbers = Array(free.prefix(wanted))
    }
}

extension MachineSet {
    /// The flags in the set, Z before C.
    var flagList: [HSXFlags] { [.zero, .carry].filter { flags.contains($0) } }

    /// The IR types of the registers, then of the flags.
    var types: [Type] { registers.registers.map { _ in Type.i32 } + flagList.map { _ in Type.i1 } }
}
