// The C library that comes with hubc, as LLVM bitcode: prebuilt from Runtime/libc by scripts/build-libc.

import FrontendLLVM
import Support

enum CLibrary {
    private static let core = "libc.bc"
    private static let floats = "floats.bc"
    private static let noFloats = "no_floats.bc"

    /// The modules that `program` may need: those that print floats only when it hands some to a function like printf.
    static func modules(for program: LLVMProgram) -> [LLVMInput] {
        [core, program.passesFloatsVariadically ? floats : noFloats].compactMap { path in
            RuntimeFiles.libc.first { $0.path == path }.map { LLVMInput(name: path, bytes: $0.bytes) }
        }
    }
}
