// What the texts of a program have, in source and in assembly: the classes of all, and the methods, which get their
// code once the classes are known.

import Support

struct StasmProgram {
    enum Method {
        case assembly(StasmMethod)
        case source(StMethod)
    }

    /// All but the methods in source.
    private(set) var items: [StasmItem] = []
    /// The kernel's first.
    private(set) var methods: [Method] = []
    /// The files of the kernel.
    private(set) var kernel: Set<SourceFileID> = []

    /// Whether the program is a system of its own.
    var definesObject: Bool {
        items.contains {
            if case .classDefinition(let definition) = $0 { definition.name.text == "Object" } else { false }
        }
    }

    mutating func add(_ text: SmalltalkText, _ log: inout DiagnosticLog) {
        guard text.isSource else {
            let file = StasmParser.parse(text.bytes, file: text.file, log: &log)
            items += file.items
            for case .method(let method) in file.items { methods.append(.assembly(method)) }
            return
        }
        let file = StParser.parse(text.bytes, file: text.file, log: &log)
        items += file.classes.map { .classDefinition($0) }
        methods += file.methods.map { .source($0) }
    }

    /// Puts the kernel's classes in front. Reports E2726 where the program has classes of the same names.
    mutating func addKernel(_ texts: [SmalltalkText], _ log: inout DiagnosticLog) {
        guard !texts.isEmpty else { return }
        var kernel = StasmProgram()
        for text in texts { kernel.add(text, &log) }
        kernel.kernel = Set(texts.map(\.file))
        var known: [String: SourceSpan] = [:]
        for case .classDefinition(let definition) in kernel.items {
            known[definition.name.text] = definition.name.span
        }
        for case .classDefinition(let definition) in items {
            guard let first = known[definition.name.text] else { continue }
            log.report(.kernelClass(definition.name, first))
        }
        kernel.items += items
        kernel.methods += methods
        self = kernel
    }
}

extension StasmProgram.Method {
    var className: StasmName {
        switch self {
        case .assembly(let method): method.className
        case .source(let method): method.className
        }
    }

    var isMeta: Bool {
        switch self {
        case .assembly(let method): method.isMeta
        case .source(let method): method.isMeta
        }
    }

    var selector: StasmName {
        switch self {
        case .assembly(let method): method.selector
        case .source(let method): method.selector
        }
    }

    /// The instructions; nil with errors in the log.
    func tree(_ scope: StasmScope, _ hasComparison: Bool, _ log: inout DiagnosticLog) -> StasmMethod? {
        switch self {
        case .assembly(let method): method
        case .source(let method):
            StGenerator.method(method, scope, comparesSpecially: hasComparison, log: &log)
        }
    }
}

extension Diagnostic {
    fileprivate static func kernelClass(_ name: StasmName, _ first: SourceSpan) -> Diagnostic {
        .error(
            "E2726", "the class '\(name.text)' is one of hubc's own", at: name.span,
            notes: [
                DiagnosticNote("it is here", at: first),
                DiagnosticNote("give yours another name, or add methods with '\(name.text) extend [ … ]'"),
            ])
    }
}
