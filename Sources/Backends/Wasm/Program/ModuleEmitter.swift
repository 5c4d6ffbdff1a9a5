// Puts a module together: functions, memory, exports; then Binaryen optimises, checks and writes it.
//
// Memory of the program's own lies at address 0, what the runtime needs above it. In the host's memory globals lie from
// 1024 on, which keeps their addresses short, above them the stack when there is one, and then the runtime's data.

import BackendKit
import IR
import Support

/// The making of one WebAssembly module.
struct ModuleEmitter {
    /// Nothing lies below: a small distance from a null pointer hits nothing.
    private static let firstAddress: UInt64 = 1024
    private static let pageSize: UInt32 = 1 << 16
    /// What engines take, by the limits that they agreed upon.
    private static let largestLocalCount = 50_000
    /// So many instructions that stay as written are left out of Binaryen's passes.
    private static let leastPlainInstructions = 20_000

    private let module: Module
    private let options: BackendOptions
    private let placement: GlobalPlacement

    init(_ module: Module, _ options: BackendOptions) {
        self.module = module
        self.options = options
        placement = ModuleEmitter.placement(module)
    }

    static func placement(_ module: Module) -> GlobalPlacement {
        module.memory.size == 0 ? GlobalPlacement(module, dataStart: firstAddress) : GlobalPlacement(module)
    }

    /// The artifacts; none, with errors in the log, when something cannot be expressed.
    func emit(_ library: inout PhaseTimer) -> ([Artifact], DiagnosticLog) {
        var check = LegalityCheck(module, placement, hasRuntime: !options.runtime.isEmpty)
        check.run()
        if check.log.hasErrors { return ([], check.log) }
        let made = BinaryenLibrary.use { build(&library) }
        var log = DiagnosticLog()
        switch made {
        case nil: log.report(.libraryMissing)
        case .failure(let problem): log.report(problem)
        case .success(let artifacts): return (artifacts, log)
        }
        return ([], log)
    }

    private func build(_ library: inout PhaseTimer) -> Result<[Artifact], Diagnostic> {
        let needsRuntime = DeviceRuntime.isNeeded(module)
        let wasm = needsRuntime ? WasmModule(reading: options.runtime) : WasmModule()
        let context = ModuleContext(
            module, wasm, RuntimeData(start: dataStart), placement: placement, functionNames: functionNames(wasm),
            services: options.services, level: options.level, hasDebugInfo: options.debug)
        if needsRuntime { addRuntime(context) }
        if options.debug {
            context.sourceFiles = module.files.map { wasm.addSourceFile($0) }
            wasm.recordExpressions()
        }
        context.objects = ObjectProgram(
            module, wasm, functionNames: context.functionNames, pointer: WasmType(context.pointer))
        context.objects?.addRoots(context.data)
        context.table = FunctionTable(context)
        addFunctions(context)
        if let objects = context.objects {
            objects.addEntries()
            HostAccess(objects, module, wasm)?.add()
        }
        context.table?.fill(context)
        SupportFunctions.add(to: context, name: options.name)
        if needsRuntime, context.data.end > DeviceRuntime.dataStart { return .failure(.tooMuchData) }
        addMemory(context)
        addExports(context)
        for id in InlineLimit.functionsApart(module) { wasm.keepApart(context.functionNames[id.index]) }
        return library.measure("Binaryen") {
            wasm.optimize(optimization, except: plainFunctions(context))
            for (function, name) in zip(module.functions.values, context.functionNames)
            where wasm.localCount(name) > ModuleEmitter.largestLocalCount {
                return .failure(.tooManyLocals(function.name))
            }
            return wasm.isValid() ? .success(artifacts(wasm)) : .failure(.invalid(options.name))
        }
    }

    private func addRuntime(_ context: ModuleContext) {
        context.runtime = DeviceRuntime(context.wasm)
        if options.keptCode.isEmpty { return }
        context.keptCode = (context.data.place(options.keptCode), UInt32(options.keptCode.count))
    }

    /// Where the runtime's data starts.
    private var dataStart: UInt32 {
        let memory = module.memory
        let end = memory.size == 0 ? max(placement.end, memory.stackTop, ModuleEmitter.firstAddress) : memory.size
        return UInt32((end + 15) / 16 * 16)
    }

    // MARK: Functions

    /// Names of the functions in Binaryen: their own, with something behind that makes each the only one.
    private func functionNames(_ wasm: WasmModule) -> [String] {
        var taken = Set(SupportFunctions.reservedNames)
        return module.functions.values.map { function in
            var name = function.name
            while wasm.hasFunction(name) || !taken.insert(name).inserted { name += "'" }
            return name
        }
    }

    private func addFunctions(_ context: ModuleContext) {
        for (id, name) in zip(module.functions.ids, context.functionNames) {
            let function = module.functions[id]
            if function.isDefinition {
                FunctionLowering.lower(function, as: name, context, context.privateFloats[id])
            } else {
                context.wasm.importFunction(
                    name, from: "env", function.name, parameters: context.wasmType(function.signature.parameters),
                    results: context.wasmType(function.signature.results))
            }
        }
    }

    /// Binaryen's names of the functions that stay as they are written, if they are many: a few take no time.
    private func plainFunctions(_ context: ModuleContext) -> Set<String> {
        var names: Set<String> = []
        var size = 0
        for (function, name) in zip(module.functions.values, context.functionNames)
        where function.attributes.contains(.asWritten) {
            names.insert(name)
            size += function.instructions.count
        }
        return size < ModuleEmitter.leastPlainInstructions ? [] : names
    }

    private func addExports(_ context: ModuleContext) {
        for (id, name) in zip(module.functions.ids, context.functionNames)
        where module.functions[id].linkage == .export {
            context.wasm.exportFunction(name, as: module.functions[id].name)
        }
        if module.entry != nil { context.wasm.exportFunction(SupportFunctions.start, as: "_start") }
    }

    // MARK: Memory

    private func addMemory(_ context: ModuleContext) {
        var segments = globalSegments() + context.data.segments
        var pages = max((context.data.end + ModuleEmitter.pageSize - 1) / ModuleEmitter.pageSize, 1)
        // The runtime's heap is what memory grows by.
        let grows = module.memory.size == 0 || context.runtime != nil
        if context.runtime != nil {
            segments += context.wasm.segments
            pages = max(pages, context.wasm.pages)
        }
        context.wasm.setMemory(pages: pages, maximum: grows ? nil : pages, segments: segments)
    }

    /// The initial bytes of the globals, addresses filled in.
    private func globalSegments() -> [WasmModule.Segment] {
        var segments: [WasmModule.Segment] = []
        for id in module.globals.ids {
            let global = module.globals[id]
            var bytes = Array(global.bytes.prefix(Int(global.size)))
            for relocation in global.relocations { relocate(relocation, in: &bytes) }
            if bytes.isEmpty { continue }
            segments.append(
                WasmModule.Segment(address: UInt32(truncatingIfNeeded: placement.addresses[id]), bytes: bytes))
        }
        return segments
    }

    private func relocate(_ relocation: GlobalRelocation, in bytes: inout [UInt8]) {
        let base =
            switch relocation.target {
            case .global(let target): placement.addresses[target]
            case .function(let target): GlobalPlacement.address(of: target)
            }
        let value = base &+ UInt64(bitPattern: Int64(relocation.addend))
        let end = Int(relocation.offset) + module.memory.pointerBytes
        if bytes.count < end { bytes += Array(repeating: 0, count: end - bytes.count) }
        for byte in 0..<module.memory.pointerBytes {
            bytes[Int(relocation.offset) + byte] = UInt8(truncatingIfNeeded: value >> UInt64(byte * 8))
        }
    }

    // MARK: Output

    private var optimization: WasmModule.Optimization {
        let (level, shrinkLevel): (Int32, Int32) =
            switch options.level {
            case .none: (0, 0)
            case .less: (1, 0)
            case .standard: (2, 0)
            case .more: (3, 0)
            case .size: (2, 1)
            }
        let isLowMemoryUnused =
            module.memory.size == 0
            && module.globals.ids.allSatisfy { placement.addresses[$0] >= ModuleEmitter.firstAddress }
        return WasmModule.Optimization(
            level: level, shrinkLevel: shrinkLevel, isLowMemoryUnused: isLowMemoryUnused)
    }

    private func artifacts(_ wasm: WasmModule) -> [Artifact] {
        let name = options.name
        var artifacts: [Artifact] = []
        let output = wasm.write(names: options.debug, sourceMapURL: options.debug ? "\(name).wasm.map" : nil)
        artifacts.append(Artifact(name: "\(name).wasm", kind: .wasm, bytes: output.binary))
        if let map = output.sourceMap {
            artifacts.append(Artifact(name: "\(name).wasm.map", kind: .sourceMap, bytes: map))
        }
        if options.byproducts.contains(.wat) {
            artifacts.append(Artifact(name: "\(name).wat", kind: .wat, bytes: wasm.text()))
        }
        return artifacts
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static var libraryMissing: Diagnostic {
        .error("E4402", "Binaryen is not loaded, so no WebAssembly can be made")
    }

    fileprivate static var tooMuchData: Diagnostic {
        .error(
            "E4401", "unsupported on wasm: kept code and the lines of faults that take more than 192 KiB",
            notes: [DiagnosticNote("without '-g' the lines name no places")])
    }

    fileprivate static func tooManyLocals(_ function: String) -> Diagnostic {
        .error(
            "E4401", "unsupported on wasm: more than 50,000 values at once, in function '\(function)'",
            notes: [DiagnosticNote("engines take no function that has more local variables")])
    }

    fileprivate static func invalid(_ name: String) -> Diagnostic {
        .error("E4403", "internal error: Binaryen finds the module '\(name)' invalid; nothing is written")
    }
}
