// From programs in Smalltalk, source or assembly, to images. All methods are checked before an image is made.

import Support

/// A text of a program.
public struct SmalltalkText: Sendable {
    public let file: SourceFileID
    public let bytes: [UInt8]
    /// Source, not assembly.
    public let isSource: Bool

    public init(file: SourceFileID, bytes: [UInt8], isSource: Bool) {
        (self.file, self.bytes, self.isSource) = (file, bytes, isSource)
    }
}

/// What a program becomes.
public struct SmalltalkProgram: Sendable {
    public let image: SmalltalkImage
    /// The classes and methods in it that are the kernel's.
    public let kernel: SmalltalkKernel

    /// An image that has no kernel.
    public init(_ image: SmalltalkImage, kernel: SmalltalkKernel = SmalltalkKernel()) {
        (self.image, self.kernel) = (image, kernel)
    }
}

public struct SmalltalkKernel: Sendable {
    /// By their names.
    public internal(set) var classes: Set<String> = []
    /// 'Class>>selector'.
    public internal(set) var methods: Set<String> = []

    public init() {}
}

public struct StasmAssembler {
    private let table: StasmClassTable
    private var scopes: [String: StasmScope] = [:]
    private var methods: [StasmImageBuilder.Method] = []
    /// Where each method is, by class and selector: its name, and its number among all.
    private var places: [String: (span: SourceSpan, number: Int)] = [:]
    private let globals: Set<String>
    private let classes: Set<String>
    private let kernel: Set<SourceFileID>

    /// The image of a program in assembly.
    public static func assemble(
        _ files: [(id: SourceFileID, text: [UInt8])], log: inout DiagnosticLog
    ) -> SmalltalkImage? {
        program(files.map { SmalltalkText(file: $0.id, bytes: $0.text, isSource: false) }, log: &log)?.image
    }

    /// A program in several texts, with an image of the format 7033; nil when errors are reported (E2710 to E2729). The
    /// kernel comes first, unless the program has a class Object of its own.
    public static func program(
        _ texts: [SmalltalkText], kernel: () -> [SmalltalkText] = { [] }, log: inout DiagnosticLog
    ) -> SmalltalkProgram? {
        var own = DiagnosticLog()
        defer { own.sorted.forEach { log.report($0) } }
        var program = StasmProgram()
        for text in texts { program.add(text, &own) }
        guard !own.hasErrors else { return nil }
        if !program.definesObject { program.addKernel(kernel(), &own) }
        guard !own.hasErrors else { return nil }
        let table = StasmClassTable(program.items, log: &own)
        guard !own.hasErrors else { return nil }
        let selectors = StasmSpecialUse.selectors(program.items, log: &own)
        var assembler = StasmAssembler(table, program.kernel)
        let hasComparison = !selectors.isBlockCopy(SpecialSelectors.blockCopyIndex)
        for method in program.methods where own.errorCount < StasmEncoder.mostErrors {
            assembler.add(method, hasComparison, &own)
        }
        guard !own.hasErrors else { return nil }
        assembler.methods = assembler.methods.map { method in
            let code = StasmVerification.check(method.code, selectors, log: &own)
            return .init(owner: method.owner, isMeta: method.isMeta, selector: method.selector, code: code)
        }
        guard !own.hasErrors else { return nil }
        do throws(ImageError) {
            let image = try StasmImageBuilder.image(table, assembler.methods, selectors)
            return SmalltalkProgram(image, kernel: program.kernelContent)
        } catch {
            own.report(.brokenImage(error, "the program's image"))
            return nil
        }
    }

    private init(_ table: StasmClassTable, _ kernel: Set<SourceFileID>) {
        self.table = table
        self.kernel = kernel
        classes = Set(table.numbers.keys)
        globals = classes.union(table.globals)
    }

    // MARK: Methods

    private mutating func add(_ method: StasmProgram.Method, _ hasComparison: Bool, _ log: inout DiagnosticLog) {
        let className = method.className, name = className.text
        guard let owner = table.numbers[name] else {
            let nearest = NearestName.find(name, among: table.entries.map(\.name))
            let notes = nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? []
            return log.report(.stasmName("there is no class '\(name)'", className.span, notes: notes))
        }
        let key = name + (method.isMeta ? " class" : "")
        guard let number = number(method, key, &log) else { return }
        let scope = scopes[key] ?? table.scope(owner, isMeta: method.isMeta, globals, classes)
        scopes[key] = scope
        guard let tree = method.tree(scope, hasComparison, &log) else { return }
        check(tree, &log)
        guard let code = StasmEncoder.encode(tree.code, .assembled, scope, log: &log) else { return }
        let result = StasmImageBuilder.Method(
            owner: owner, isMeta: method.isMeta, selector: method.selector.text, code: code)
        if number < methods.count { methods[number] = result } else { methods.append(result) }
    }

    /// The number of a method: that of the kernel's method which it replaces, or a new one; nil when it is there twice.
    private mutating func number(
        _ method: StasmProgram.Method, _ key: String, _ log: inout DiagnosticLog
    ) -> Int? {
        let fullName = key + ">>" + method.selector.text
        let span = method.selector.span
        guard let first = places[fullName] else {
            places[fullName] = (span, methods.count)
            return methods.count
        }
        places[fullName] = (span, first.number)
        if kernel.contains(first.span.file), !kernel.contains(span.file) { return first.number }
        log.report(
            .stasmMethod(
                "the method '\(fullName)' is here twice", span,
                notes: [DiagnosticNote("the first is here", at: first.span)]))
        return nil
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
