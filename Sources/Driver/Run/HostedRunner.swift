// Runs a build for native code, C or WebAssembly: its files go to a temporary folder, and a process is started.

import BackendKit
import Support

package enum HostedRunner {
    /// The files that a run of `built` needs: the program first. C is compiled with `compiler`, and native objects are
    /// linked with it. Throws E9501 to E9503.
    package static func program(
        _ built: HostedBuild, for target: TargetName, _ plan: BuildPlan, compiler: FoundTool? = nil
    ) throws(Diagnostic) -> [LinkInput] {
        switch target {
        case .hxe: preconditionFailure("HostedRunner: images run in the machine")
        case .native:
            let linker = try compiler.orRequire(for: "linking an executable")
            return [LinkInput("program", try HostedArtifacts.executable(built, with: linker))]
        case .c:
            let compiler = try compiler.orRequire(for: "running the target 'c'")
            return [LinkInput("program", try HostedArtifacts.executable(ofC: built, plan, with: compiler))]
        case .wasm:
            let kinds: [ArtifactKind] = [.wasm, .loader, .sourceMap]
            let files = kinds.flatMap { kind in built.artifacts.filter { $0.kind == kind } }
            return files.map { LinkInput($0.name, $0.bytes) }
        }
    }

    /// Runs `program` with its files in the folder `sandbox`; `prepare` may change how its streams are joined. Throws
    /// E9501, E9503 and what writing files throws.
    package static func run(
        _ program: [LinkInput], on host: ProgramHost, _ arguments: [String], sandbox: String?,
        prepare: (inout ProcessCall) -> Void = { _ in }
    ) throws(Diagnostic) -> ProcessResult {
        try host.check(program)
        return try TemporaryFolder.with { folder throws(Diagnostic) in
            for file in program { try folder.write(file.name, file.bytes, executable: true) }
            guard let main = program.first else { preconditionFailure("HostedRunner: a program without files") }
            var call = host.call(main, in: folder.path, arguments, sandbox: sandbox)
            if let sandbox { call.environment["HUBC_SANDBOX"] = sandbox }
            prepare(&call)
            return try ProcessRunner.run(call)
        }
    }
}

extension FoundTool? {
    /// This compiler, else the system's. Throws E9501.
    fileprivate func orRequire(for purpose: String) throws(Diagnostic) -> FoundTool {
        if let self { return self }
        return try Toolchain.require(.cCompiler, for: purpose)
    }
}
