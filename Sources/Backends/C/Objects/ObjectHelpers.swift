// Small functions of the program's own that make its objects and test for them. Arguments are evaluated before a call,
// so no memory is taken between the making of an object and the last of the stores that fill it.

import BackendKit
import IR

enum ObjectHelpers {
    static func make(_ layout: LayoutID) -> String { "hub_make\(layout.index)" }
    static func test(_ layout: LayoutID) -> String { "hub_is_layout\(layout.index)" }
    static func cast(_ layout: LayoutID) -> String { "hub_as_layout\(layout.index)" }
    static func close(_ captured: Int) -> String { "hub_close\(captured)" }

    static func write(_ program: CProgram, _ text: inout CText) {
        let (plan, layouts) = (program.objects, program.module.layouts)
        for id in layouts.ids {
            let isMade =
                plan.made.contains(id) && !plan.forms.isPair(id)
                && (!layouts[id].fields.isEmpty || layouts[id].elements != nil)
            guard isMade || plan.tested.contains(id) else { continue }
            text.line(CText.comment(layouts[id].name))
            if isMade, layouts[id].elements != nil {
                writeIndexedMaker(id, layouts[id], program, &text)
            } else if isMade {
                writeMaker(id, layouts[id].fields.count, &text)
            }
            if plan.tested.contains(id) { writeTests(id, plan.forms, &text) }
        }
        for captured in plan.captured.sorted() where captured > 0 { writeClosing(captured, &text) }
    }

    /// `HUB_OPERATION result name(parameters) {`, the lines and `}`.
    private static func writeFunction(_ head: String, _ lines: [String], _ text: inout CText) {
        text.line("HUB_OPERATION \(head) {")
        text.indent()
        for line in lines { text.line(line) }
        text.outdent()
        text.line("}")
    }

    private static func writeMaker(_ id: LayoutID, _ fields: Int, _ text: inout CText) {
        let parameters = (0..<fields).map { "uint64_t a\($0)" }.joined(separator: ", ")
        let stores = (0..<fields).map { "hub_set_new(object, \($0)u, a\($0));" }
        writeFunction(
            "hub_value \(make(id))(\(parameters))",
            ["hub_value object = hub_new_record(\(id.index)u, \(fields)u);"] + stores + ["return object;"], &text)
    }

    /// A new object with elements, its fields nil or zero.
    private static func writeIndexedMaker(
        _ id: LayoutID, _ layout: ObjectLayout, _ program: CProgram, _ text: inout CText
    ) {
        let bytes = layout.elementBytes(program.module.memory)
        let kind = layout.elements == .any ? "values" : "scalars"
        let size = layout.elements == .any ? "" : "\(bytes)u, "
        let new = "hub_new_indexed_\(kind)(\(id.index)u, \(layout.fields.count)u, \(size)count, where)"
        let stores = layout.fields.enumerated().map { number, field in
            "hub_set_new(object, \(number)u, \(field.type.isDynamic ? "HUB_NIL" : "0"));"
        }
        writeFunction(
            "hub_value \(make(id))(uint32_t count, const char *where)",
            ["hub_value object = \(new);"] + stores + ["return object;"], &text)
    }

    private static func writeTests(_ id: LayoutID, _ forms: ObjectForms, _ text: inout CText) {
        let test: String
        if forms.isPair(id) {
            test = forms.isPairChild(id) ? "hub_is_pair_child(value)" : "hub_is_pair(value)"
        } else {
            let tests = forms.rows(of: id).map { row in
                let first = "\(forms.kind(row.first).code)u"
                return row.isSingle
                    ? "hub_is(value, \(first))" : "hub_is_between(value, \(first), \(row.greatestKind.code)u)"
            }
            test = tests.joined(separator: " || ")
        }
        writeFunction("bool \(self.test(id))(hub_value value)", ["return \(test);"], &text)
        writeFunction(
            "hub_value \(cast(id))(hub_value value, const char *where)",
            ["hub_require(\(self.test(id))(value), where);", "return value;"], &text)
    }

    private static func writeClosing(_ captured: Int, _ text: inout CText) {
        let parameters = (0..<captured).map { ", hub_value a\($0)" }.joined()
        let stores = (0..<captured).map { "hub_set_new(closure, \($0 + 1)u, a\($0));" }
        writeFunction(
            "hub_value \(close(captured))(uintptr_t code, uint32_t arguments\(parameters))",
            ["hub_value closure = hub_new_closure(code, arguments, \(captured)u);"] + stores + ["return closure;"],
            &text)
    }
}
