// Runs the programs of a module that was built for a hosted target: native code and C as processes, WebAssembly in one
// process for all of them, each in an instance of its own.

import Driver
import IR
import Support

/// Why a batch did not run at all.
struct TargetFailure: Error {
    let message: String
    init(_ message: String) { self.message = message }
    init(_ diagnostic: Diagnostic) {
        message = ([diagnostic.message] + diagnostic.notes.map(\.message)).joined(separator: "; ")
    }
}

enum TargetRunner {
    /// How long one program may run.
    private static let timeLimit = Duration.seconds(20)

    /// The outcomes of the programs `numbers`; a module whose entry takes no number is run without. Nil when one took too
    /// long, which on a busy machine says nothing.
    static func run(
        _ build: HostedBuild, _ way: TargetWay, _ level: OptimizationLevel, _ arguments: [[String]]
    ) throws(TargetFailure) -> [ProgramOutcome]? {
        do {
            switch way {
            case .machine: preconditionFailure("TargetRunner: programs of HSX machines are built one by one")
            case .native: return try runProcesses(try InMemoryCompiler.executable(ofNative: build), arguments)
            case .c(let tool):
                let program = try InMemoryCompiler.executable(ofC: build, level, compiler: Toolchain.find(tool))
                return try runProcesses(program, arguments)
            case .node: return try runInNode(build, arguments)
            case .wasmtime: return try runInWasmtime(build, arguments)
            }
        } catch let failure as TargetFailure {
            throw failure
        } catch let diagnostic as Diagnostic {
            throw TargetFailure(diagnostic)
        } catch {
            throw TargetFailure("\(error)")
        }
    }

    private static func runProcesses(
        _ program: [UInt8], _ arguments: [[String]]
    ) throws(Diagnostic) -> [ProgramOutcome]? {
        try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("program", program, executable: true)
            var outcomes: [ProgramOutcome] = []
            for words in arguments {
                var call = ProcessCall(folder.file("program"), words)
                call.timeLimit = timeLimit
                call.environment = ["HUB_HEAP_LIMIT": "\(1 << 29)"]
                let result = try ProcessRunner.run(call)
                if result.ending == .timeLimit { return nil }
                outcomes.append(ProgramOutcome(status: status(result), output: result.output, errors: result.errors))
            }
            return outcomes
        }
    }

    private static func status(_ result: ProcessResult) -> Int32 {
        switch result.ending {
        case .exited(let status): status
        case .signalled(let number): -number
        case .timeLimit, .outputLimit: -1000
        }
    }

    // MARK: WebAssembly

    /// Runs every line of arguments, each in a new instance, and prints status, output and errors of each in a line.
    private static let nodeScript = """
        import { run } from "./program.mjs";
        import { readFileSync } from "node:fs";
        const hex = (parts) => Buffer.concat(parts).toString("hex");
        for (const words of JSON.parse(readFileSync("arguments.json", "utf8"))) {
            const [output, errors] = [[], []];
            const keep = (parts) => (bytes) => parts.push(Buffer.from(bytes));
            let status = -1;
            try {
                status = await run({ arguments: words, stdout: keep(output), stderr: keep(errors) });
            } catch (error) {
                errors.push(Buffer.from(`${error}\\n`));
            }
            console.log(`${status} ${hex(output)} ${hex(errors)}`);
        }

        """

    private static let wasmtimeScript = """
        import json, os, sys
        sys.path.insert(0, sys.argv[1])
        import wasmtime
        config = wasmtime.Config()
        config.wasm_tail_call = True
        config.wasm_gc = True
        config.wasm_function_references = True
        config.max_wasm_stack = 1 << 20
        engine = wasmtime.Engine(config)
        module = wasmtime.Module.from_file(engine, "program.wasm")
        class Exit(Exception):
            pass
        def proc_exit(code):
            raise Exit(code & 255)
        for words in json.load(open("arguments.json")):
            store = wasmtime.Store(engine)
            wasi = wasmtime.WasiConfig()
            wasi.argv = ["program"] + words
            wasi.stdout_file, wasi.stderr_file = "output", "errors"
            store.set_wasi(wasi)
            linker = wasmtime.Linker(engine)
            linker.define_wasi()
            linker.allow_shadowing = True
            kind = wasmtime.FuncType([wasmtime.ValType.i32()], [])
            linker.define_func("wasi_snapshot_preview1", "proc_exit", kind, proc_exit)
            status, said = 0, b""
            try:
                linker.instantiate(store, module).exports(store)["_start"](store)
            except Exit as end:
                status = end.args[0]
            except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
                names = [("call stack exhausted", "stack_overflow"), ("out of bounds memory", "memory_fault")]
                name = next((name for text, name in names if text in str(error)), "unreachable")
                status, said = 70, ("hubc: trap %s\\n" % name).encode()
            del store, linker
            print(status, open("output", "rb").read().hex(), (open("errors", "rb").read() + said).hex(), flush=True)

        """

    private static func runInNode(_ build: HostedBuild, _ arguments: [[String]]) throws -> [ProgramOutcome]? {
        guard let node = Toolchain.find(.node) else { throw TargetFailure("node is missing") }
        return try runScript(build, ("run.mjs", nodeScript), arguments) { folder in
            ProcessCall(node, [folder.file("run.mjs")])
        }
    }

    /// The library lies beside the command that `make setup` makes.
    private static func runInWasmtime(_ build: HostedBuild, _ arguments: [[String]]) throws -> [ProgramOutcome]? {
        guard let packages = Toolchain.setupFolder.map({ $0 + "/python" }) else {
            throw TargetFailure("wasmtime is missing")
        }
        return try runScript(build, ("run.py", wasmtimeScript), arguments) { folder in
            ProcessCall("/usr/bin/env", ["python3", folder.file("run.py"), packages])
        }
    }

    private static func runScript(
        _ build: HostedBuild, _ script: (name: String, text: String), _ arguments: [[String]],
        _ makeCall: (TemporaryFolder) -> ProcessCall
    ) throws -> [ProgramOutcome]? {
        let result = try TemporaryFolder.with { folder throws(Diagnostic) in
            for artifact in build.artifacts { try folder.write(artifact.name, artifact.bytes) }
            try folder.write(script.name, Array(script.text.utf8))
            try folder.write("arguments.json", Array("\(arguments)".utf8))
            var call = makeCall(folder)
            call.folder = folder.path
            call.timeLimit = timeLimit * (1 + arguments.count / 10)
            return try ProcessRunner.run(call)
        }
        if result.ending == .timeLimit { return nil }
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        guard lines.count == arguments.count else {
            throw TargetFailure("\(result.ending): " + String(decoding: result.errors, as: UTF8.self))
        }
        return lines.map { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            return ProgramOutcome(status: Int32(words[0]) ?? -1, output: bytes(words[1]), errors: bytes(words[2]))
        }
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
