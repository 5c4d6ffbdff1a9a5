// The table of LLVM's functions and constants against LLVM's own headers: a wrong declaration does not compile.

import Foundation
import Testing

@Suite struct DeclarationTests {
    private static let headers = ["/usr/include/llvm-c-22", "/usr/lib/llvm-22/include"].first {
        FileManager.default.fileExists(atPath: "\($0)/llvm-c/Core.h")
    }

    private static let ours = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/CInterop/CLLVM/include").path

    private static let program = """
        #include <llvm-c/Analysis.h>
        #include <llvm-c/Core.h>
        #include <llvm-c/DebugInfo.h>
        #include <llvm-c/Error.h>
        #include <llvm-c/IRReader.h>
        #include <llvm-c/Linker.h>
        #include <llvm-c/Target.h>
        #include <llvm-c/TargetMachine.h>
        #include <llvm-c/Transforms/PassBuilder.h>
        #define VALUE(name, value) _Static_assert((int)name == value, #name);
        #define ENUM(type, constants) typedef type hub_##type; constants
        #include "CLLVMConstants.h"
        #define FUNCTION(result, name, parameters) result name parameters;
        #include "CLLVMFunctions.h"

        """

    @Test(.enabled(if: headers != nil && NativeTools.compiler != nil, "LLVM 22's headers or a C compiler are missing"))
    func theTableAgreesWithTheHeaders() throws {
        let result = try compile(Self.program)
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test(.enabled(if: headers != nil && NativeTools.compiler != nil, "LLVM 22's headers or a C compiler are missing"))
    func aWrongDeclarationIsFound() throws {
        let result = try compile(Self.program + "void LLVMContextCreate(int);\n")
        #expect(result.status != 0)
    }

    private func compile(_ text: String) throws -> ProcessResult {
        try NativeTools.withFolder { folder in
            try Data(text.utf8).write(to: folder.appendingPathComponent("check.c"))
            let folders = ["-isystem", try #require(Self.headers), "-isystem", "/usr/lib/llvm-22/include", "-I", Self.ours]
            let arguments = ["-std=c11", "-fsyntax-only"] + folders + ["check.c"]
            return try NativeTools.run(try #require(NativeTools.compiler), arguments, in: folder)
        }
    }
}
