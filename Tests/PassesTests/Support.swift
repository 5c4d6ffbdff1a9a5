// Runs passes over IR text, for tests that compare the printed result.

import IR
import Passes
import Support
import Testing

/// The module that `text` holds, behind a header with the HSX memory.
func parse(_ text: String) -> Module {
    let header = text.hasPrefix("module") ? "" : "module \"t\"\nmemory size 65536 stack 32768 pointer 4\n"
    let result = IRParser.parse(
        SourceFile(name: "test.hir", text: Array((header + text).utf8)), id: SourceFileID(rawValue: 0))
    for diagnostic in result.log.diagnostics { Issue.record("\(diagnostic.message)") }
    return result.module ?? Module(name: "")
}

/// The functions of `text` after the passes named `names`, as text without the module's header.
func optimize(_ text: String, _ names: String...) -> String {
    var module = parse(text)
    run(names, on: &module)
    return module.functions.values.map { IRPrinter.print($0, in: module) }.joined()
}

/// Runs passes by name.
func run(_ names: [String], on module: inout Module) {
    var report = PassReport()
    let passes = names.compactMap(PassRegistry.pass(named:))
    #expect(passes.count == names.count)
    PassRunner.run(passes, on: &module, report: &report)
}
