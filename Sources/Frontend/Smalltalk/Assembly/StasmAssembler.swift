// From programs in Smalltalk assembly to images. All methods are checked before an image is made.

import Support

public struct StasmAssembler {
    private var table: StasmClassTable
    private var scopes: [String: StasmScope] = [:]
    private var methods: [StasmImageBuilder.Method] = []
    /// Where each method is, by class and selector.
    private var places: [String: SourceSpan] = [:]
    private let globals: Set<String>
    private let classes: Set<String>

    /// The image of a program in several files, in the format 7033; nil when errors are reported (E2710 to E2719).
    public static func assemble(
        _ files: [(id: SourceFileID, text: [UInt8])], log: inout DiagnosticLog
    ) -> SmalltalkImage? {
        var own = DiagnosticLog()
        defer { own.sorted.forEach { log.report($0) } }
        var items: [StasmItem] = []
        for file in files { items += StasmParser.parse(file.text, file: file.id, log: &own).items }
        guard !own.hasErrors else { return nil }
        let table = StasmClassTable(items, log: &own)
        guard !own.hasErrors else { return nil }
        var assembler = StasmAssembler(table)
        for case .method(let method) in items where own.errorCount < StasmEncoder.mostErrors {
            assembler.add(method, &own)
        }
        let selectors = StasmSpecialUse.selectors(items, log: &own)
        guard !own.hasErrors else { return nil }
        assembler.methods = assembler.methods.map { method in
            let code = StasmVerification.check(method.code, selectors, log: &own)
            return .init(owner: method.owner, isMeta: method.isMeta, selector: method.selector, code: code)
        }
        guard !own.hasErrors else { return nil }
        do throws(ImageError) {
            return try StasmImageBuilder.image(table, assembler.methods, selectors)
        } catch {
            own.report(.brokenImage(error, "the program's image"))
            return nil
        }
    }

    private init(_ table: StasmClassTable) {
        self.table = table
        classes = Set(table.numbers.keys)
        globals = classes.union(table.globals)
    }

    private mutating func add(_ method: StasmMethod, _ log: inout DiagnosticLog) {
        let name = method.className.text
        guard let owner = table.numbers[name] else {
            let nearest = NearestName.find(name, among: table.entries.map(\.name))
            let notes = nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? []
            return log.report(.stasmName("there is no class '\(name)'", method.className.span, notes: notes))
        }
        let fullName = "\(name)\(method.isMeta ? " class" : "")>>\(method.selector.text)"
        if let first = places.updateValue(method.selector.span, forKey: fullName) {
            return log.report(
                .stasmMethod(
                    "the method '\(fullName)' is here twice", method.selector.span,
                    notes: [DiagnosticNote("the first is here", at: first)]))
        }
        check(method, &log)
        let key = name + (method.isMeta ? " class" : "")
        let scope = scopes[key] ?? table.scope(owner, isMeta: method.isMeta, globals, classes)
        scopes[key] = scope
        guard let code = StasmEncoder.encode(method.code, .assembled, scope, log: &log) else { return }
        methods.append(.init(owner: owner, isMeta: method.isMeta, selector: method.selector.text, code: code))
    }

    private func check(_ method: StasmMethod, _ log: inout DiagnosticLog) {
        let code = method.code
        let count = StasmSelector.argumentCount(Array(method.selector.text.utf8))
        if code.arguments != count {
            log.report(
                .stasmMethod(
                    "'\(method.selector.text)' takes \(StasmSelector.arguments(count)), not \(code.arguments)",
                    method.selector.span))
        }
    }
}

extension DiagnosticLog {
    /// In the order of their places.
    fileprivate var sorted: [Diagnostic] {
        let keys = diagnostics.enumerated().map { number, diagnostic in
            (diagnostic.span?.file.index ?? 0, diagnostic.span?.start ?? 0, number)
        }
        return keys.sorted { $0 < $1 }.map { diagnostics[$0.2] }
    }
}
