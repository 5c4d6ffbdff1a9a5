// Asks the tools of this machine for their versions, for `hubc targets`.

import CLLVM
import Support

enum ToolVersion {
    /// The version of LLVM's library. Requires: it is loaded.
    static var ofLLVM: String {
        var (major, minor, patch): (UInt32, UInt32, UInt32) = (0, 0, 0)
        LLVMGetVersion(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// The version that a program prints of itself: "12.2.0". Nil when it prints none.
    static func of(_ tool: FoundTool) -> String? {
        var call = ProcessCall(tool, ["--version"])
        call.timeLimit = .seconds(20)
        guard let result = try? ProcessRunner.run(call), result.ending == .exited(0) else { return nil }
        let firstLine = String(decoding: result.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let words = firstLine.split { " (),".contains($0) }
        // The last number is the version proper: "gcc (Debian 12.2.0-14) 12.2.0".
        return words.last { isVersion($0) }.map { String($0.drop { $0 == "v" }) }
    }

    private static func isVersion(_ word: Substring) -> Bool {
        let digits = word.drop { $0 == "v" }
        return digits.first?.isASCII == true && digits.first?.isNumber == true && digits.contains(".")
    }
}
