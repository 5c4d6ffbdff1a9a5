// The C library that comes with hubc, as LLVM bitcode: prebuilt from Runtime/libc by scripts/build-libc.

import FrontendLLVM
import Support

enum CLibrary {
    private static let core = "libc/libc.bc"
    private static let floats = "libc/floats.bc"
    private static let noFloats = "libc/no_floats.bc"

    /// The modules that `program` may need: those that print floats only when it hands some to a function like printf.
    static func modules(for program: LLVMProgram) -> [LLVMInput] {
        [core, program.passesFloatsVariadically ? floats : noFloats].compactMap { path in
            RuntimeFiles.bytes(path).map { LLVMInput(name: Path.name(path), bytes: $0) }
        }
    }
}
