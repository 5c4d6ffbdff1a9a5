// What the lowering of all functions of a module shares: names, addresses, the runtime's data and functions.

import BackendKit
import IR
import Support

/// One module on its way to WebAssembly. A class, because all its functions are lowered into the same module.
final class ModuleContext {
    let module: Module
    let wasm: WasmModule
    let data: RuntimeData
    let placement: GlobalPlacement
    let traps: TrapAnalysis
    let services: ServiceConvention
    let privateFloats: PrivateFloats
    let level: OptimizationLevel
    /// Whether locations go into the module and its traps.
    let hasDebugInfo: Bool
    /// Binaryen's name of each function.
    let functionNames: [String]
    /// The integer that holds a pointer: an i32, unless the program's own memory has pointers of 8 bytes.
    let pointer: Type
    let memorySize: UInt64
    /// The prebuilt runtime; nil when the program needs none of it.
    var runtime: DeviceRuntime?
    /// The machine code kept as written, in memory.
    var keptCode: (address: UInt32, size: UInt32) = (0, 0)
    /// Types, roots and closures; nil in a module without dynamic values.
    var objects: ObjectProgram?
    /// What indirect calls need; nil without such calls.
    var table: FunctionTable?
    /// Eight bytes that take what volatile loads give.
    private(set) lazy var volatilePlace = data.reserve(8)
    /// The number in the source map of each source file.
    var sourceFiles: [UInt32] = []

    init(
        _ module: Module, _ wasm: WasmModule, _ data: RuntimeData, placement: GlobalPlacement, functionNames: [String],
        services: ServiceConvention = ServiceConvention(), level: OptimizationLevel = .none,
        hasDebugInfo: Bool = false
    ) {
        self.module = module
        self.wasm = wasm
        self.data = data
        self.placement = placement
        traps = TrapAnalysis(memory: module.memory, globals: module.globals)
        self.functionNames = functionNames
        self.services = services
        privateFloats = PrivateFloats(module, level: level)
        self.level = level
        self.hasDebugInfo = hasDebugInfo
        reportsTraps = module.entry != nil || hasDebugInfo
        memorySize = module.memory.size
        pointer = module.memory.size != 0 && module.memory.pointerBytes == 8 ? .i64 : .i32
    }

    /// `type`, with an integer in place of a pointer.
    func scalar(_ type: Type) -> Type { type == .ptr ? pointer : type }

    func wasmType(_ type: Type) -> WasmType {
        guard let layout = type.layout else { return WasmType(scalar(type)) }
        guard let objects else { preconditionFailure("ModuleContext: a reference in a module without objects") }
        return objects.types.reference(layout)
    }

    func wasmType(_ types: [Type]) -> WasmType { WasmType(types.map(wasmType)) }

    /// Whether traps say what they are, on the way that programs print on. In a library without debug metadata they are
    /// the engine's own, which its host can catch.
    let reportsTraps: Bool

    /// Whether a trap of the engine tells enough: not where the line of the trap names a place, or the machine's fault.
    var hasEngineTraps: Bool { !reportsTraps || (!hasDebugInfo && memorySize != MemoryModel.hsx.size) }

    /// Whether code may grow to run faster.
    var isFast: Bool {
        switch level {
        case .standard, .more: true
        case .none, .less, .size: false
        }
    }

    /// Binaryen's name of the function in which the program starts.
    var entryName: String? { module.entry.map { functionNames[$0.index] } }

    /// The bits of the address of a function.
    func address(of function: FunctionID) -> UInt64 { GlobalPlacement.address(of: function) }

    /// Tells the runtime where the kept code is.
    func announceKeptCode(_ runtime: DeviceRuntime) -> WasmExpression {
        let arguments = [keptCode.address, keptCode.size].map { wasm.constant(Int32(bitPattern: $0)) }
        return wasm.call(runtime.keptCode, arguments, .none)
    }

    // MARK: Faults

    /// The line that tells of a trap, with the place of the instruction when that is wanted and known.
    func trapLine(_ code: TrapCode, at location: SourceLocation?) -> RuntimeData.Text {
        let isMachine = memorySize == MemoryModel.hsx.size
        var line = isMachine ? "hsx: fault \(code.machineFault)" : "hubc: trap \(code.name)"
        if hasDebugInfo, let location, Int(location.file) < module.files.count {
            line += " at \(module.files[Int(location.file)]):\(location.line)"
        }
        return data.text(line + "\n")
    }

    /// The line that tells of a breakpoint at which no one listens.
    func breakpointLine(_ number: UInt32) -> RuntimeData.Text { data.text("hsx: breakpoint \(number)\n") }
}

extension TrapCode {
    /// The name of the fault that the HSX machine stops with in its place.
    fileprivate var machineFault: String {
        switch self {
        case .divideByZero: "DIV_ZERO"
        case .memoryFault: "MEM_FAULT"
        case .stackOverflow: "STACK_OVERFLOW"
        case .stackUnderflow: "STACK_UNDERFLOW"
        case .pcOutOfRange: "PC_OUT_OF_RANGE"
        case .unreachable, .illegalInstruction, .badCast, .indexOutOfRange, .user: "ILLEGAL_OPCODE"
        }
    }
}
