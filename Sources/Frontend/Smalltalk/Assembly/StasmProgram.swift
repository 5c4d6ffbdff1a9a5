// What the texts of a program have, in source and in assembly: the classes of all, and the methods, which get their
// code once the classes are known.

import Support

struct StasmProgram: Sendable {
    enum Method: Sendable {
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

    /// What texts say.
    init(_ texts: [SmalltalkText], _ log: inout DiagnosticLog) {
        let parts = Parallel.map(texts, weight: \.bytes.count) { text in
            var log = DiagnosticLog()
            let part = StasmProgram(text, &log)
            return (part, log)
        }
        for (part, partLog) in parts {
            items += part.items
            methods += part.methods
            log.append(partLog)
        }
    }

    private init(_ text: SmalltalkText, _ log: inout DiagnosticLog) {
        guard text.isSource else {
            items = StasmParser.parse(text.bytes, file: text.file, log: &log).items
            for case .method(let method) in items { methods.append(.assembly(method)) }
            return
        }
        let file = StParser.parse(text.bytes, file: text.file, log: &log)
        items = file.classes.map { .classDefinition($0) }
        methods = file.methods.map { .source($0) }
    }

    /// What there is of the kernel, without the methods that the program has in place of its own.
    var kernelContent: SmalltalkKernel {
        var content = SmalltalkKernel()
        guard !kernel.isEmpty else { return content }
        for case .classDefinition(let definition) in items where kernel.contains(definition.name.span.file) {
            content.classes.insert(definition.name.text)
        }
        for method in methods {
            if kernel.contains(method.selector.span.file) {
                content.methods.insert(method.fullName)
            } else {
                content.methods.remove(method.fullName)
            }
        }
        return content
    }

    /// Puts the kernel's classes in front. Reports E2726 where the program has classes of the same names.
    mutating func addKernel(_ texts: [SmalltalkText], _ log: inout DiagnosticLog) {
        guard !texts.isEmpty else { return }
        var kernel = StasmProgram(texts, &log)
        kernel.kernel = Set(texts.map(\.file))
        var known: Set<String> = []
        for case .classDefinition(let definition) in kernel.items { known.insert(definition.name.text) }
        for case .classDefinition(let definition) in items where known.contains(definition.name.text) {
            log.report(.kernelClass(definition.name))
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

    /// How much work its code is, about: in bytes of source.
    var size: Int {
        switch self {
        case .assembly(let method): method.code.body.count * 8
        case .source(let method): method.size
        }
    }

    var fullName: String { "\(className.text)\(isMeta ? " class" : "")>>\(selector.text)" }

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
    fileprivate static func kernelClass(_ name: StasmName) -> Diagnostic {
        .error(
            "E2726", "the class '\(name.text)' is one of hubc's own", at: name.span,
            notes: [
                DiagnosticNote("give yours another name, or add methods to hubc's with '\(name.text) extend [ … ]'")
            ])
    }
}
