// hubc targets: lists what hubc can build for, and the tools for it that this machine has.

import Support

extension Command {
    static let targets = Command(
        "targets", "", summary: "lists the targets and what this machine has for them", operands: 0...0,
        run: TargetsCommand.run)
}

enum TargetsCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        var targets = TextTable(["target", "", "build", "run"], left: [0, 1, 2, 3])
        for target in TargetName.allCases {
            targets.add([target.rawValue, target.summary, canBuild(target), canRun(target)])
        }
        context.print(targets.text)
        var tools = TextTable(["tool", "version", ""], left: [0, 1, 2])
        for tool in Tool.allCases { tools.add([tool.title] + describe(tool)) }
        context.print(tools.text, terminator: "")
        return .success
    }

    private static func canBuild(_ target: TargetName) -> String {
        switch target {
        case .hxe, .c: "yes"
        case .native: hasLibrary(target) ? (Toolchain.find(.cCompiler) == nil ? "objects only" : "yes") : "no"
        case .wasm: hasLibrary(target) ? "yes" : "no"
        }
    }

    private static func hasLibrary(_ target: TargetName) -> Bool {
        (try? BackendLibraries.load(for: target)) != nil
    }

    private static func canRun(_ target: TargetName) -> String {
        switch target {
        case .hxe: "yes"
        case .native: canBuild(target) == "yes" ? "yes" : "no"
        case .c: Toolchain.find(.cCompiler) == nil ? "no" : "yes"
        case .wasm: canBuild(target) == "no" || (try? ProgramHost.firstWasm()) == nil ? "no" : "yes"
        }
    }

    /// The version of `tool` and where it is, or what to do about it.
    private static func describe(_ tool: Tool) -> [String] {
        guard let found = Toolchain.find(tool) else { return ["missing", tool.advice] }
        do {
            switch tool {
            case .llvm:
                try BackendLibraries.load(for: .native)
                return [ToolVersion.ofLLVM, found.path]
            case .binaryen:
                try BackendLibraries.load(for: .wasm)
                // The library does not say its version; it has all functions of the one that hubc is made for.
                return ["fits", found.path]
            case .cCompiler, .gcc, .clang, .tcc, .opt, .wasmtime, .node, .wasmkit, .wasmTools:
                return [ToolVersion.of(found) ?? "?", found.path]
            }
        } catch {
            return ["unusable", error.message]
        }
    }
}

extension TargetName {
    /// What the target is, in a few words.
    var summary: String {
        switch self {
        case .hxe: "HSX image, with .sym beside it"
        case .native: "executable for this machine or a triple"
        case .wasm: "WebAssembly module"
        case .c: "portable C11"
        }
    }
}
