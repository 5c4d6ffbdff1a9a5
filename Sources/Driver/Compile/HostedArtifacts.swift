// The files of a build for native code, C or WebAssembly: where each artifact goes, and the executable that the C
// driver links of an object.

import BackendC
import BackendKit
import IR
import Support

package enum HostedArtifacts {
    /// The files of `built` as the plan wants them; nil with errors in the log.
    static func files(
        _ built: HostedBuild, for target: TargetName, _ plan: BuildPlan, _ context: inout CommandContext
    ) -> [OutputFile]? {
        do {
            var files: [OutputFile] = []
            switch target {
            case .hxe: preconditionFailure("HostedArtifacts: BuildCommand names the files of images")
            case .native: files += try native(built, plan, &context)
            case .c: files += named(built.artifacts, main: .cSource, plan)
            case .wasm: files += named(built.artifacts, main: .wasm, plan)
            }
            if context.options.emit.contains(.ir) {
                // Targets have pipelines of their own, so each of several keeps its own IR.
                let suffix = plan.targets.count == 1 ? ".hir" : ".\(target.rawValue).hir"
                files.append(
                    OutputFile(plan.artifactPath(suffix, isMain: false), Array(IRPrinter.print(built.module).utf8)))
            }
            return files
        } catch {
            context.log.report(error)
            return nil
        }
    }

    /// The artifacts of `built` as files beside those of another target.
    static func byproducts(_ built: HostedBuild, _ plan: BuildPlan) -> [OutputFile] {
        named(built.artifacts, main: nil, plan)
    }

    /// The artifacts under their own names; `main` where `-o` says.
    private static func named(_ artifacts: [Artifact], main: ArtifactKind?, _ plan: BuildPlan) -> [OutputFile] {
        artifacts.map { artifact in
            if artifact.kind == main, case .file(let path) = plan.output { return OutputFile(path, artifact.bytes) }
            return OutputFile(Path.join(plan.outputFolder, artifact.name), artifact.bytes)
        }
    }

    /// An executable with the by-products that were asked for; the object alone for a library or another machine
    /// without a cross compiler.
    private static func native(
        _ built: HostedBuild, _ plan: BuildPlan, _ context: inout CommandContext
    ) throws(Diagnostic) -> [OutputFile] {
        guard let linker = try linker(built, context.options.triple) else {
            return named(built.artifacts, main: .object, plan)
        }
        let bytes = try context.timer.measure("link") { () throws(Diagnostic) in
            try executable(built, with: linker)
        }
        let byproducts = built.artifacts.filter { $0.kind != .object || context.options.emit.contains(.obj) }
        return [OutputFile(plan.artifactPath("", isMain: true), bytes, isExecutable: true)]
            + named(byproducts, main: nil, plan)
    }

    /// The C driver that links the build; nil when there is nothing to link, or nothing to link it with.
    private static func linker(_ built: HostedBuild, _ triple: String?) throws(Diagnostic) -> FoundTool? {
        guard built.module.entry != nil else { return nil }
        if let triple { return Toolchain.crossCompiler(triple) }
        return try Toolchain.require(.cCompiler, for: "linking an executable")
    }

    /// The executable of an object and the runtime. Throws E9502 and E9503.
    package static func executable(_ built: HostedBuild, with linker: FoundTool) throws(Diagnostic) -> [UInt8] {
        let object = built.artifacts.filter { $0.kind == .object }.map { LinkInput($0.name, $0.bytes) }
        let parts = RuntimeParts(built.module)
        let unit = RuntimeSources.unit(parts)
        let runtime = try ObjectCache.object(
            of: LinkInput(unit.name, unit.bytes), with: linker, flags: ExecutableLinker.runtimeFlags(parts))
        return try ExecutableLinker.link(object + [LinkInput("hub_runtime.o", runtime)], with: linker, flags: [])
    }

    /// The executable that `compiler` makes of C artifacts, for this machine. Throws E4203, E9502 and E9503.
    package static func executable(
        ofC built: HostedBuild, _ plan: BuildPlan, with compiler: FoundTool
    ) throws(Diagnostic) -> [UInt8] {
        let pointerBytes = MemoryLayout<UnsafeRawPointer>.size
        if let fault = CBackend.fault(built.module, pointerBytes: pointerBytes) { throw fault }
        let files = built.artifacts.filter { $0.kind == .cSource || $0.kind == .cHeader }
        let flags = ExecutableLinker.programFlags(plan.optimization, debug: plan.debug)
        return try ExecutableLinker.link(
            files.map { LinkInput($0.name, $0.bytes) }, with: compiler, flags: flags)
    }
}
