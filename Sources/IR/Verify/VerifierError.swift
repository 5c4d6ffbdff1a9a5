// What the verifier finds, and how it is shown: as remarks in the printed form, or as diagnostics at lines of a .hir
// file.

import Support

/// A violated rule of the IR.
public struct VerifierError: Hashable, Sendable {
    public let rule: VerifierRule
    public let message: String
    /// The function it is in; nil for declarations, and for a function that was verified without its id.
    public let function: FunctionID?
    /// The value it is about.
    public let value: ValueID?
    let place: IRLine.Place

    init(
        _ rule: VerifierRule, _ message: String, at place: IRLine.Place, in function: FunctionID? = nil,
        value: ValueID? = nil
    ) {
        self.rule = rule
        self.message = message
        self.place = place
        self.function = function
        self.value = value
    }

    public var block: BlockID? { if case .block(let block) = place { block } else { nil } }
    public var instruction: InstructionID? {
        if case .instruction(let instruction) = place { instruction } else { nil }
    }

    // Annotated text.

    /// The text of `module` with each error below the line that it is about.
    public static func annotate(_ module: Module, with errors: [VerifierError]) -> String {
        IRPrinter.print(module, remarks: remarks(errors))
    }

    /// The text of `function` with each error below the line that it is about. The errors are those of a function
    /// verified without its id.
    public static func annotate(_ function: Function, in module: Module, with errors: [VerifierError]) -> String {
        IRPrinter.print(function, in: module, remarks: remarks(errors))
    }

    private static func remarks(_ errors: [VerifierError]) -> [IRLine: [String]] {
        var result: [IRLine: [String]] = [:]
        for error in errors {
            result[IRLine(function: error.function, place: error.place), default: []].append(
                "\(error.indentation)^ error: \(error.message)")
        }
        return result
    }

    /// Blanks as in front of the line that the error is about.
    private var indentation: String {
        switch place {
        case .module, .layout, .service, .global, .root, .function, .block: ""
        case .slot, .variable: "  "
        case .instruction: "    "
        }
    }

    // Diagnostics.

    /// The error for the user: at its line when the module was parsed from a file, else in words.
    public func diagnostic(_ module: Module, _ spans: IRSpans? = nil) -> Diagnostic {
        if let span = spans.flatMap(span) { return .error(rule.rawValue, message, at: span) }
        guard let function, module.functions.contains(function) else { return .error(rule.rawValue, message) }
        return .error(rule.rawValue, "in function '@\(module.functions[function].name)': \(message)")
    }

    private func span(_ spans: IRSpans) -> SourceSpan? {
        switch place {
        case .module: rule == .memory ? spans.memory ?? spans.module : spans.module
        case .layout(let id): spans.layouts[id]
        case .service(let id): spans.services[id]
        case .global(let id): spans.globals[id]
        case .root(let id): spans.roots[id]
        case .function: function.flatMap { spans.span($0) }
        case .variable(let variable): function.flatMap { spans.bodies[$0].variables[variable] }
        case .slot(let slot): function.flatMap { spans.bodies[$0].slots[slot] }
        case .block(let block): function.flatMap { spans.span(block, in: $0) }
        case .instruction(let instruction): function.flatMap { spans.span(instruction, in: $0) }
        }
    }
}
