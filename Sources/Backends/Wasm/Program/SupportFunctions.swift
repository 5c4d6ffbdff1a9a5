// Functions that compiled code needs besides the program's: output, faults, and how a program starts. They are written
// in the IR and lowered like any other, on top of the functions that WASI gives.

import IR
import Support

enum SupportFunctions {
    static let fault = "hub.fault"
    static let exit = "hub.exit"
    static let output = "hub.output"
    static let steps = "hub.steps"
    static let sleep = "hub.sleep"
    static let clock = "hub.clock"
    static let openFile = "hub.open_file"
    static let readFile = "hub.read_file"
    static let start = "hub.start"
    static let entry = "hub.entry"

    /// Names that functions of the program do not get in Binaryen.
    static let reservedNames = ownNames + BoxedIntegers.names + [ClosureArity.name, RootStart.fill, RootStart.name]

    private static let ownNames = [
        fault, exit, output, steps, sleep, clock, openFile, readFile, start, "hub.write", "hub.arguments", "hub.refuse",
        "hub.decimal",
        "hub.integer", "wasi.fd_write", "wasi.proc_exit", "wasi.poll_oneoff", "wasi.clock_time_get",
        "wasi.args_sizes_get", "wasi.args_get", "wasi.path_open", "wasi.fd_read", "wasi.fd_close",
    ]

    /// Bytes of the arguments' texts and the pointers to them.
    static let argumentRoom = 1 << 14

    /// Adds them all to the module of `program`; what is not used does not stay. The program starts in `_start` when it
    /// has an entry.
    static func add(to program: ModuleContext, name: String) {
        let scratch = program.data.reserve(128, alignment: 16)
        var text =
            declarations + outputText(scratch, limit: outputLimit(program)) + timeText(program, scratch)
            + filesText(program, scratch)
        if let entry = program.module.entry {
            let signature = program.module.functions[entry].signature
            text += argumentsText(program, scratch, name: name, count: signature.parameters.count)
            text += integerText(program, scratch, name: name) + startText(program, signature)
        }
        let (parsed, log) = IRParser.parse(SourceFile(name: "support", text), id: SourceFileID(rawValue: 0))
        guard let module = parsed, !log.hasErrors else {
            preconditionFailure("SupportFunctions: \(log.diagnostics.map(\.message))")
        }
        let names = module.functions.values.map { function in
            if function.name == entry { return program.entryName ?? entry }
            return function.isDefinition ? function.name : "wasi." + function.name
        }
        let context = ModuleContext(
            module, program.wasm, program.data, placement: GlobalPlacement(module), functionNames: names)
        for (id, name) in zip(module.functions.ids, names) {
            let function = module.functions[id]
            if function.isDefinition {
                FunctionLowering.lower(function, as: name, context)
            } else if function.name != entry {
                program.wasm.importFunction(
                    name, from: "wasi_snapshot_preview1", function.name,
                    parameters: context.wasmType(function.signature.parameters),
                    results: context.wasmType(function.signature.results))
            }
        }
    }

    /// Output from the program's own memory is cut at its end.
    private static func outputLimit(_ program: ModuleContext) -> UInt64 {
        program.memorySize == 0 ? UInt64(UInt32.max) : program.memorySize
    }

    private static let declarations = """
        module "support"
        memory size 0 stack 0 pointer 4
        import func @fd_write (i32, i32, i32, i32) -> (i32)
        import func @proc_exit (i32) -> () noreturn
        import func @poll_oneoff (i32, i32, i32, i32) -> (i32)
        import func @clock_time_get (i32, i64, i32) -> (i32)
        import func @path_open (i32, i32, i32, i32, i32, i64, i64, i32, i32) -> (i32)
        import func @fd_read (i32, i32, i32, i32) -> (i32)
        import func @fd_close (i32) -> (i32)
        import func @args_sizes_get (i32, i32) -> (i32)
        import func @args_get (i32, i32) -> (i32)

        """

    // MARK: Output and ends

    /// `scratch`: an iovec, then the number of bytes written.
    private static func outputText(_ scratch: UInt32, limit: UInt64) -> String {
        """
        ; Writes v2 bytes at v1 to file v0; gives up at the first error.
        func @hub.write (i32, i32, i32) -> () {
        block0(v0: i32, v1: i32, v2: i32):
            v3 = iconst.i32 \(scratch)
            v4 = iconst.i32 1
            v5 = iconst.i32 \(scratch + 8)
            v6 = iconst.i32 0
            v7 = icmp.i32 eq v2, v6
            br_if v7, block3, block1(v1, v2)
        block1(v8: i32, v9: i32):
            store.i32 v3, v8
            store.i32 v3 + 4, v9
            v10 = call @fd_write(v0, v3, v4, v5)
            v11 = icmp.i32 ne v10, v6
            br_if v11, block3, block2
        block2:
            v12 = load.i32 v5
            v13 = add.i32 v8, v12
            v14 = sub.i32 v9, v12
            v15 = icmp.i32 ne v14, v6
            br_if v15, block1(v13, v14), block3
        block3:
            ret
        }
        ; Prints v1 bytes at v0 to standard error and ends the program with status 70.
        func @\(fault) (i32, i32) -> () noreturn {
        block0(v0: i32, v1: i32):
            v2 = iconst.i32 2
            call @hub.write(v2, v0, v1)
            v3 = iconst.i32 70
            call @proc_exit(v3)
            unreachable
        }
        func @\(exit) (i32) -> () noreturn {
        block0(v0: i32):
            v1 = iconst.i32 255
            v2 = and.i32 v0, v1
            call @proc_exit(v2)
            unreachable
        }
        ; UART_WRITE: v1 bytes at v0 to standard output, as far as they are in memory. Answers v1.
        func @\(output) (i32, i32) -> (i32) {
        block0(v0: i32, v1: i32):
            v2 = iconst.i32 \(limit)
            v3 = icmp.i32 ult v0, v2
            br_if v3, block1, block2
        block1:
            v4 = sub.i32 v2, v0
            v5 = icmp.i32 ult v1, v4
            v6 = select.i32 v5, v1, v4
            v7 = iconst.i32 1
            call @hub.write(v7, v0, v6)
            jump block2
        block2:
            ret v1
        }

        """
    }

    // MARK: Time

    /// A subscription to the monotonic clock is 48 bytes: the clock's number at 16, nanoseconds at 24; the rest is
    /// zero.
    private static func timeText(_ program: ModuleContext, _ scratch: UInt32) -> String {
        let counter = program.data.reserve(4)
        let subscription = scratch + 16
        return """
            ; Compiled code has no steps, but a program that waits for them to pass must get on.
            func @\(steps) () -> (i32) {
            block0:
                v0 = iconst.i32 \(counter)
                v1 = load.i32 v0
                v2 = iconst.i32 1
                v3 = add.i32 v1, v2
                store.i32 v0, v3
                ret v3
            }
            ; Sleeps v0 milliseconds. Answers 0.
            func @\(sleep) (i32) -> (i32) {
            block0(v0: i32):
                v1 = iconst.i32 \(subscription)
                v2 = iconst.i32 1
                store.i32 v1 + 16, v2
                v3 = zext.i64 v0
                v4 = iconst.i64 1000000
                v5 = mul.i64 v3, v4
                store.i64 v1 + 24, v5
                v6 = iconst.i32 \(subscription + 48)
                v7 = iconst.i32 \(scratch + 8)
                v8 = call @poll_oneoff(v1, v6, v2, v7)
                v9 = iconst.i32 0
                ret v9
            }
            ; Microseconds of clock v0: 0 counts from 1970, 1 never goes back.
            func @\(clock) (i32) -> (i64) {
            block0(v0: i32):
                v1 = iconst.i64 1000
                v2 = iconst.i32 \(subscription)
                v3 = call @clock_time_get(v0, v1, v2)
                v4 = load.i64 v2
                v5 = udiv.i64 v4, v1
                ret v5
            }

            """
    }

    // MARK: Files

    /// Names are those below the first folder that the host has opened for the program.
    private static func filesText(_ program: ModuleContext, _ scratch: UInt32) -> String {
        let file = program.data.reserve(4)
        return """
            ; Opens the file whose name is v1 bytes at v0, to read it. Answers 0, or -1 where that cannot be.
            func @\(openFile) (i32, i32) -> (i32) {
            block0(v0: i32, v1: i32):
                v2 = iconst.i32 3
                v3 = iconst.i32 1
                v4 = iconst.i32 0
                v5 = iconst.i64 2
                v6 = iconst.i64 0
                v7 = iconst.i32 \(file)
                v8 = call @path_open(v2, v3, v0, v1, v4, v5, v6, v4, v7)
                v9 = icmp.i32 eq v8, v4
                v10 = iconst.i32 -1
                v11 = select.i32 v9, v4, v10
                ret v11
            }
            ; Reads at most v1 bytes of that file to v0. Answers how many, 0 at the end, which closes it, or -1.
            func @\(readFile) (i32, i32) -> (i32) {
            block0(v0: i32, v1: i32):
                v2 = iconst.i32 \(scratch)
                store.i32 v2, v0
                store.i32 v2 + 4, v1
                v3 = iconst.i32 \(file)
                v4 = load.i32 v3
                v5 = iconst.i32 1
                v6 = iconst.i32 \(scratch + 8)
                v7 = call @fd_read(v4, v2, v5, v6)
                v8 = iconst.i32 0
                v9 = icmp.i32 ne v7, v8
                br_if v9, block1, block2
            block1:
                v10 = iconst.i32 -1
                ret v10
            block2:
                v11 = load.i32 v6
                v12 = icmp.i32 eq v11, v8
                br_if v12, block3, block4
            block3:
                v13 = call @fd_close(v4)
                ret v8
            block4:
                ret v11
            }

            """
    }
}
