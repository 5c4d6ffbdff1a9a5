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
    /// A method on its way to its code.
    private struct Job {
        let method: StasmProgram.Method
        let owner: Int
        let scope: StasmScope
    }

    private let table: StasmClassTable
    private let kernel: Set<SourceFileID>
    private let globals: Set<String>
    private let classes: Set<String>
    private var scopes: [String: StasmScope] = [:]
    private var jobs: [Job] = []
    /// Where each method is, by class and selector: its name, and its number among the jobs.
    private var places: [String: (span: SourceSpan, number: Int)] = [:]

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
        var program = StasmProgram(texts, &own)
        guard !own.hasErrors else { return nil }
        if !program.definesObject { program.addKernel(kernel(), &own) }
        guard !own.hasErrors else { return nil }
        let table = StasmClassTable(program.items, log: &own)
        guard !own.hasErrors else { return nil }
        let selectors = StasmSpecialUse.selectors(program.items, log: &own)
        guard !own.hasErrors else { return nil }
        var assembler = StasmAssembler(table, program.kernel)
        for method in program.methods where own.errorCount < StasmEncoder.mostErrors { assembler.add(method, &own) }
        let methods = assembler.methods(selectors, &own)
        guard !own.hasErrors else { return nil }
        do throws(ImageError) {
            let image = try StasmImageBuilder.image(table, methods, selectors)
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

    /// Finds the class of a method.
    private mutating func add(_ method: StasmProgram.Method, _ log: inout DiagnosticLog) {
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
        let job = Job(method: method, owner: owner, scope: scope)
        if number < jobs.count { jobs[number] = job } else { jobs.append(job) }
    }

    /// The number of a method: that of the kernel's method which it replaces, or a new one; nil when it is there twice.
    private mutating func number(
        _ method: StasmProgram.Method, _ key: String, _ log: inout DiagnosticLog
    ) -> Int? {
        let fullName = key + ">>" + method.selector.text
        let span = method.selector.span
        guard let first = places[fullName] else {
            places[fullName] = (span, jobs.count)
            return jobs.count
        }
        places[fullName] = (span, first.number)
        if kernel.contains(first.span.file), !kernel.contains(span.file) { return first.number }
        log.report(
            .stasmMethod(
                "the method '\(fullName)' is here twice", span,
                notes: [DiagnosticNote("the first is here", at: first.span)]))
        return nil
    }

    /// The code of all methods, each made by itself.
    private func methods(_ selectors: SpecialSelectors, _ log: inout DiagnosticLog) -> [StasmImageBuilder.Method] {
        let jobs = jobs
        let results = Parallel.map(Array(jobs.indices), weight: { jobs[$0].method.size }) { number in
            var log = DiagnosticLog()
            let code = Self.code(jobs[number], selectors, &log)
            return (code, log)
        }
        var methods: [StasmImageBuilder.Method] = []
        for (job, result) in zip(jobs, results) where log.errorCount < StasmEncoder.mostErrors {
            log.append(result.1)
            guard let code = result.0 else { continue }
            methods.append(
                .init(
                    owner: job.owner, isMeta: job.method.isMeta, selector: job.method.selector.text, code: code))
        }
        return methods
    }

    private static func code(
        _ job: Job, _ selectors: SpecialSelectors, _ log: inout DiagnosticLog
    ) -> StasmEncodedCode? {
        let hasComparison = !selectors.isBlockCopy(SpecialSelectors.blockCopyIndex)
        guard let tree = job.method.tree(job.scope, hasComparison, &log) else { return nil }
        check(tree, &log)
        guard let code = StasmEncoder.encode(tree.code, .assembled, job.scope, log: &log), !log.hasErrors else {
            return nil
        }
        return StasmVerification.check(code, selectors, log: &log)
    }

    private static func check(_ method: StasmMethod, _ log: inout DiagnosticLog) {
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
