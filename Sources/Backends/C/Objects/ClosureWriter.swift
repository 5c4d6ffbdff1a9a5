// The code of closures, which takes the closure and then the arguments, and the calls of closures.

import BackendKit
import IR

enum ClosureWriter {
    // MARK: Code

    /// `HUB_API hub_value hub_closure1_f_name(hub_value closure, hub_value a0)`
    static func codeHead(_ key: ClosureKey, _ program: CProgram) -> String {
        let arguments = ClosurePlan.arguments(key, program.module) ?? 0
        let parameters = (0..<arguments).map { ", hub_value a\($0)" }.joined()
        return "HUB_API hub_value \(program.codeName(key))(hub_value closure\(parameters))"
    }

    /// The code of closures of a function: goes on to it with the captured values before the arguments.
    static func writeCode(_ key: ClosureKey, _ program: CProgram, _ text: inout CText) {
        let captured = (0..<key.captured).map { "hub_captured(closure, \($0)u)" }
        let arguments = (0..<(ClosurePlan.arguments(key, program.module) ?? 0)).map { "a\($0)" }
        text.line(codeHead(key, program) + " {")
        text.indent()
        if captured.isEmpty { text.line("(void)closure;") }
        text.line("return \(program.name(key.function))(\((captured + arguments).joined(separator: ", ")));")
        text.outdent()
        text.line("}")
    }

    /// A function as others see it, who know nothing of calls that are left to them.
    static func writeComplete(_ id: FunctionID, _ name: CName, _ program: CProgram, _ text: inout CText) {
        let parameters = program.module.functions[id].signature.parameters
        let list = parameters.enumerated().map { program.types.declaration($1, "a\($0)") }
        let arguments = parameters.indices.map { "a\($0)" }.joined(separator: ", ")
        text.line("hub_value \(name.text)(\(list.isEmpty ? "void" : list.joined(separator: ", "))) {")
        text.indent()
        text.line("return hub_complete(\(program.name(id))(\(arguments)));")
        text.outdent()
        text.line("}")
    }

    // MARK: Calls

    /// The functions that call closures, for each number of arguments that the program calls them with.
    static func writeCalls(_ program: CProgram, _ text: inout CText) {
        let (calls, tailCalls) = (program.objects.calls, program.objects.tailCalls)
        guard !calls.isEmpty || !tailCalls.isEmpty else { return }
        text.line("")
        text.line(CText.comment("Calls of closures"))
        text.line("")
        if !tailCalls.isEmpty { writeNotes((tailCalls.max() ?? 0) + 1, &text) }
        for count in calls.union(tailCalls).sorted() {
            let types = Array(repeating: "hub_value", count: count + 1).joined(separator: ", ")
            text.line("typedef hub_value hub_code\(count)(\(types));")
            if tailCalls.contains(count) { writeLeaving(count, &text) }
            if calls.contains(count) { writeCall(count, program.leaving.hasClosures, &text) }
        }
    }

    /// What leaves a call to a caller, and what a caller does with it.
    private static func writeNotes(_ width: Int, _ text: inout CText) {
        for line in [
            "/* A tail call is left to the caller: it is noted, and the answer is HUB_LEFT, which is no value. */",
            "#define HUB_LEFT ((hub_value)13)",
            "static struct {",
            "    hub_value (*run)(void);",
            "    uintptr_t code;",
            "    hub_value values[\(width)];",
            "} hub_noted;",
            "HUB_OPERATION hub_value hub_complete(hub_value result) {",
            "    while (!HUB_USUAL(result != HUB_LEFT)) result = hub_noted.run();",
            "    return result;",
            "}",
        ] { text.line(line) }
    }

    private static func parameters(_ count: Int) -> String {
        (0..<count).map { ", hub_value a\($0)" }.joined()
    }

    private static func writeLeaving(_ count: Int, _ text: inout CText) {
        let values = (0...count).map { "hub_noted.values[\($0)]" }
        text.line("static hub_value hub_run\(count)(void) {")
        text.line("    return ((hub_code\(count) *)hub_noted.code)(\(values.joined(separator: ", ")));")
        text.line("}")
        text.line(
            "HUB_OPERATION hub_value hub_leave\(count)(hub_value closure\(parameters(count)), const char *where) {")
        text.line("    hub_noted.code = hub_code(closure, \(count)u, where);")
        text.line("    hub_noted.run = hub_run\(count);")
        text.line("    hub_noted.values[0] = closure;")
        for index in 0..<count { text.line("    hub_noted.values[\(index + 1)] = a\(index);") }
        text.line("    return HUB_LEFT;")
        text.line("}")
    }

    private static func writeCall(_ count: Int, _ mayLeave: Bool, _ text: inout CText) {
        let arguments = (0..<count).map { ", a\($0)" }.joined()
        let call = "((hub_code\(count) *)hub_code(closure, \(count)u, where))(closure\(arguments))"
        text.line(
            "HUB_OPERATION hub_value hub_apply\(count)(hub_value closure\(parameters(count)), const char *where) {")
        text.line("    return \(mayLeave ? "hub_complete(\(call))" : call);")
        text.line("}")
    }
}
