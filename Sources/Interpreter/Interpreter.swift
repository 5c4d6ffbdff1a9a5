// Runs modules: the oracle that every back end is compared with. It is deterministic, and the depth of the program's
// calls costs no stack of the host.
// Requires: a verified module.

import IR

/// The limits of a run.
public struct InterpreterOptions: Sendable {
    /// How many IR instructions a run takes at most.
    public var stepLimit = UInt64.max
    /// The size of linear memory where the module leaves it open, in bytes; doubled until the globals leave half of it.
    public var defaultMemorySize: UInt64 = 1 << 20
    /// The largest linear memory, in bytes; an access past it faults, whatever size the module declares.
    public var memoryLimit: UInt64 = 1 << 28
    /// Where globals without an address start; nil: a quarter into a memory of declared size (0x4000 on HSX), else
    /// 4096.
    public var dataStart: UInt64?
    /// The lowest address the stack may reach; nil: 0 in a memory of declared size (as on HSX), else the end of the
    /// globals.
    public var stackLimit: UInt64?
    /// How many calls may be active at once.
    public var callDepthLimit = 1 << 18
    /// How many words the frames of all active calls may take.
    public var frameWordLimit = 1 << 24
    /// How much the objects of a run may take, in bytes.
    public var heapLimit = 1 << 30
    /// How many volatile accesses are recorded.
    public var volatileLimit = 0

    public init() {}
}

/// A module with its linear memory, ready to run.
public struct Interpreter {
    let module: Module
    let host: ServiceHost
    /// The limits; they may change while a run stands at a breakpoint.
    public var options: InterpreterOptions
    let program: Program
    let stackLimit: UInt64
    /// Why the module cannot run at all.
    private let fault: Stop?
    private let initialMemory: LinearMemory

    var linearMemory: LinearMemory
    var heap: ObjectHeap
    /// What the roots hold, by id.
    var roots: [UInt64] = []
    var stack = CallStack()
    /// Arguments and results in passing.
    var transfer: [UInt64] = []
    /// The next instruction.
    var position = 0
    var steps: UInt64 = 0
    /// The first volatile accesses of the last run, as many as the options ask for.
    public internal(set) var volatileAccesses: [VolatileAccess] = []

    /// Places the globals and decodes the functions of `module`.
    public init(_ module: Module, host: ServiceHost = .none, options: InterpreterOptions = InterpreterOptions()) {
        self.module = module
        self.host = host
        self.options = options
        let size = module.memory.size
        let memoryLimit = size == 0 ? Interpreter.openMemorySize(module, options) : options.memoryLimit
        var globalEnd: UInt64 = 0
        do throws(Stop) {
            let image = try MemoryImage(module, dataStart: options.dataStart, memoryLimit: memoryLimit)
            linearMemory = image.memory
            globalEnd = image.end
            program = ProgramDecoder.decode(module, addresses: image.addresses)
            fault = nil
        } catch {
            linearMemory = LinearMemory(module.memory, limit: memoryLimit)
            program = Program()
            fault = error
        }
        initialMemory = linearMemory
        heap = ObjectHeap(limit: options.heapLimit)
        stackLimit = options.stackLimit ?? (size == 0 ? globalEnd : 0)
    }

    /// How large the memory of a module without a size of its own is.
    private static func openMemorySize(_ module: Module, _ options: InterpreterOptions) -> UInt64 {
        let end = GlobalPlacement(module, dataStart: options.dataStart).end
        var size = options.defaultMemorySize
        while size < options.memoryLimit, size / 2 < end { size *= 2 }
        return min(size, options.memoryLimit)
    }

    /// The linear memory, for looking at it before and after a run and for preparing it.
    public var memory: [UInt8] {
        get { linearMemory.bytes }
        _modify {
            let count = linearMemory.bytes.count
            yield &linearMemory.bytes
            precondition(linearMemory.bytes.count == count, "Interpreter: linear memory keeps its size")
        }
    }

    /// Puts the linear memory back to what it was before the first run.
    public mutating func resetMemory() { linearMemory = initialMemory }

    /// Runs `entry` on arguments that are bits of its parameter types; linear memory stays as the last run left it.
    public mutating func run(_ entry: FunctionID, arguments: [UInt64] = []) -> Outcome {
        steps = 0
        volatileAccesses = []
        stack = CallStack()
        heap = ObjectHeap(limit: options.heapLimit)
        if let fault { return Outcome(ending: fault.ending, place: nil, steps: 0) }
        let parameters = module.functions[entry].signature.parameters
        guard parameters.count == arguments.count else {
            let name = module.functions[entry].name
            let ending = Ending.unsupported("@\(name) takes \(parameters.count) arguments, not \(arguments.count)")
            return Outcome(ending: ending, place: nil, steps: 0)
        }
        transfer = zip(arguments, parameters).map { $0 & $1.integerMask }
        stack.bottom = module.memory.stackTop == 0 ? UInt64(linearMemory.bytes.count) : module.memory.stackTop
        do throws(Stop) {
            try makeRoots()
            try enterFirst(entry.index)
        } catch {
            return Outcome(ending: error.ending, place: nil, steps: 0)
        }
        return resume()
    }

    /// Goes on after a breakpoint.
    ///
    /// Requires: the last run ended with `.breakpoint`.
    public mutating func resume() -> Outcome {
        do throws(Stop) {
            try execute()
        } catch {
            // A breakpoint has been passed already.
            var last = position
            if case .breakpoint = error.ending { last -= 1 }
            return Outcome(ending: error.ending, place: program.origins[last], steps: steps)
        }
    }
}
