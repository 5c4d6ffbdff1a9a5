// From a plan to the artifacts of a target that is no HSX machine: native code, C, WebAssembly.

import BackendC
import BackendHXE
import BackendKit
import BackendNative
import BackendWasm
import HSXMachine
import IR
import Passes
import Support

/// What a back end made, with the module that it made it of.
package struct HostedBuild {
    package let artifacts: [Artifact]
    /// The module behind the optimiser, before legalisation, for `--emit ir`.
    package let module: Module

    package func artifact(_ kind: ArtifactKind) -> Artifact? { artifacts.first { $0.kind == kind } }
}

package enum HostedBuilder {
    /// How many instructions each object of a native program has at least that is divided into several. LLVM takes about a
    /// second for so many: those that handle dynamic values are several of LLVM's, and nothing is lost where they are cut.
    private static func partInstructions(_ module: Module) -> Int { module.hasDynamicValues ? 3_000 : 10_000 }

    /// Builds the plan's sources for `target`; nil with errors in the log.
    package static func build(_ target: TargetName, _ plan: BuildPlan, _ context: inout CommandContext) -> HostedBuild?
    {
        ModuleLoader.load(plan, &context).flatMap { build(target, $0, plan, &context) }
    }

    /// Optimises a module, makes it legal for `target` and emits it. Large native programs are divided into objects, of at
    /// least `partInstructions` instructions if that is given, unless somebody wants to see the object.
    package static func build(
        _ target: TargetName, _ loaded: LoadedModule, _ plan: BuildPlan, _ context: inout CommandContext,
        partInstructions: Int? = nil
    ) -> HostedBuild? {
        do {
            try BackendLibraries.load(for: target)
        } catch {
            context.log.report(error)
            return nil
        }
        let loaded = KeptCode.embed(in: loaded)
        var module = loaded.module
        guard Optimizer.run(passes(for: target, plan.optimization, module), on: &module, &context) else { return nil }
        let optimized = module
        context.statistics.functions.append((target, module.functions.count))
        EvaluatorReport.say(module, loaded, for: target, &context)
        guard Legalizer.run(&module, for: target, plan.optimization, &context) else { return nil }
        let options = BackendOptions(
            name: plan.artifactName, level: plan.optimization, debug: plan.debug,
            byproducts: byproducts(context.options.emit),
            triple: context.options.triple, services: services(module), keptCode: loaded.keptCode,
            runtime: runtime(module, for: target),
            partInstructions: mayDivide(plan, context.options)
                ? partInstructions ?? self.partInstructions(module) : nil,
            store: target == .native ? ObjectCache.parts() : nil)
        let (artifacts, log) = emit(module, for: target, options, plan, &context.timer)
        context.log.append(log)
        return log.hasErrors ? nil : HostedBuild(artifacts: artifacts, module: optimized)
    }

    /// Whether a native program may be several objects: they are linked and forgotten, and size is not what counts most.
    private static func mayDivide(_ plan: BuildPlan, _ options: Options) -> Bool {
        let isLinked = options.triple.map { Toolchain.crossCompiler($0) != nil } ?? true
        return isLinked && plan.optimization != .size && byproducts(options.emit).isEmpty
    }

    /// The part of the runtime that the back end itself takes into the module.
    private static func runtime(_ module: Module, for target: TargetName) -> [UInt8] {
        let parts = RuntimeParts(module)
        switch target {
        case .native: return RuntimeSources.operations(parts)
        case .wasm: return RuntimeSources.wasm(parts)
        case .hxe, .c: return []
        }
    }

    /// What the optimiser runs: LLVM and C compilers know best what to do with loops, Binaryen leaves them alone.
    static func passes(for target: TargetName, _ level: OptimizationLevel, _ module: Module) -> [Pass] {
        let isDynamic = module.hasDynamicValues
        return switch target {
        case .hxe:
            Pipeline.passes(for: level, isDynamic: isDynamic) + (isFast(level) ? Pipeline.machineShape : [])
        case .wasm:
            Pipeline.passes(for: level, loops: .counters, isDynamic: isDynamic)
                + (isFast(level) ? Pipeline.engineShape(isDynamic: isDynamic) : [])
        case .native, .c: Pipeline.passes(for: level, loops: .asWritten, isDynamic: isDynamic)
        }
    }

    /// Whether code may grow to run faster.
    private static func isFast(_ level: OptimizationLevel) -> Bool {
        switch level {
        case .standard, .more: true
        case .none, .less, .size: false
        }
    }

    /// Books the back end's own time apart from that of the library that it works with.
    private static func emit(
        _ module: Module, for target: TargetName, _ options: BackendOptions, _ plan: BuildPlan,
        _ timer: inout PhaseTimer
    ) -> ([Artifact], DiagnosticLog) {
        var library = PhaseTimer()
        let start = ContinuousClock.now
        let emitted =
            switch target {
            case .hxe: preconditionFailure("HostedBuilder: HXEBuilder builds images")
            case .native: NativeBackend.emit(module, options: options, library: &library)
            case .c: withHeader(CBackend.emit(module, options: options))
            case .wasm: withLoader(WasmBackend.emit(module, options: options, library: &library), plan, module)
            }
        timer.add("back end", ContinuousClock.now - start - library.total)
        timer.merge(library)
        return emitted
    }

    /// A WebAssembly module, under the name that the plan gives it, comes with the JavaScript that loads it.
    private static func withLoader(
        _ emitted: ([Artifact], DiagnosticLog), _ plan: BuildPlan, _ module: Module
    ) -> ([Artifact], DiagnosticLog) {
        var artifacts = emitted.0
        guard let place = artifacts.firstIndex(where: { $0.kind == .wasm }) else { return emitted }
        if case .file(let path) = plan.output {
            artifacts[place] = Artifact(name: Path.name(path), kind: .wasm, bytes: artifacts[place].bytes)
        }
        let loader = WasmLoader.artifact(plan.artifactName, artifacts[place], tracesCalls: module.tracesCalls)
        return (artifacts + [loader], emitted.1)
    }

    /// A C program comes with the header that it includes.
    private static func withHeader(_ emitted: ([Artifact], DiagnosticLog)) -> ([Artifact], DiagnosticLog) {
        (emitted.0.isEmpty ? [] : emitted.0 + [RuntimeSources.header()], emitted.1)
    }

    private static func byproducts(_ kinds: [EmitKind]) -> Set<ArtifactKind> {
        var wanted: Set<ArtifactKind> = []
        for kind in kinds {
            switch kind {
            case .ir, .hxo: break
            case .asm: wanted.insert(.assembly)
            case .llvmIR: wanted.insert(.llvmIR)
            case .wat: wanted.insert(.wat)
            case .obj: wanted.insert(.object)
            case .c: wanted.insert(.cSource)
            }
        }
        return wanted
    }

    /// The registers that each service of the module uses on the machine.
    private static func services(_ module: Module) -> ServiceConvention {
        var registers: [ServiceID: ServiceConvention.Registers] = [:]
        for id in module.services.ids {
            let number = module.services[id].number
            if number >= RuntimeSources.keptCode {
                registers[id] = ServiceConvention.Registers(inputs: Array(0..<16), outputs: Array(0..<15))
                continue
            }
            let facts = HSXService.at(number: Int(number))
            registers[id] = ServiceConvention.Registers(
                inputs: facts.inputs.registers.map { UInt8($0.number) },
                outputs: facts.outputs.registers.map { UInt8($0.number) })
        }
        return ServiceConvention(registers)
    }
}

extension TargetName {
    /// What the target's back end can take.
    var capabilities: BackendCapabilities {
        switch self {
        case .hxe: HXEBackend.capabilities
        case .native: NativeBackend.capabilities
        case .c: CBackend.capabilities
        case .wasm: WasmBackend.capabilities
        }
    }
}
