// All explanations, gathered from the modules that report diagnostics. A unit test checks that codes are unique and
// that each has a golden test that shows it.

import BackendC
import BackendHXE
import BackendNative
import BackendWasm
import FrontendHSX
import FrontendLLVM
import FrontendLisp
import FrontendSmalltalk
import HSXMachine
import IR
import Support

package enum ExplanationRegistry {
    /// Every explanation, sorted by code.
    package static let all: [Explanation] = [
        driverExplanations, toolExplanations, CExplanations.all, HSXExplanations.all, HXEExplanations.all,
        IRExplanations.all, LispExplanations.all, LLVMExplanations.all, MVASMExplanations.all, NativeExplanations.all,
        SmalltalkExplanations.all,
        WasmExplanations.all,
    ].flatMap { $0 }.sorted { $0.code < $1.code }

    /// The explanation of `code`, in whatever case it is written.
    package static func find(_ code: String) -> Explanation? {
        let code = code.uppercased()
        return all.first { $0.code == code }
    }
}
