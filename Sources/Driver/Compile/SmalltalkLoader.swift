// Runs the front end for Smalltalk: an image, or a program in source, in assembly or in both.

import FrontendSmalltalk
import IR
import Support

enum SmalltalkLoader {
    /// Where programs start unless the user says otherwise.
    private static let usualEntry = "Main class>>main"

    /// Whether the plan's sources are such a program.
    static func accepts(_ plan: BuildPlan) -> Bool {
        let kinds = Set(plan.sources.map(\.kind))
        return kinds == [.smalltalkImage] && plan.sources.count == 1
            || !kinds.isEmpty && kinds.isSubset(of: [.smalltalkBytecode, .smalltalk])
    }

    /// The module of the plan's sources; nil with errors in the log.
    static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> Module? {
        guard var image = image(plan, &context) else { return nil }
        var log = DiagnosticLog()
        if plan.debug { addPlaces(to: &image, plan, &context) }
        let place = plan.debug ? places(plan, context.sources) : nil
        let (options, plain) = (context.options, context.methods.plain)
        let compiled = context.timer.measure("front end") {
            SmalltalkFrontEnd.program(
                image, entries: entries(plan), receiver: options.receiver.map { Int64($0) },
                printsResults: options.printResult, name: plan.name, path: plan.sources[0].path, place: place,
                plain: plain, log: &log)
        }
        context.log.append(log)
        if let statistics = compiled?.statistics {
            for method in statistics.replaced + statistics.leaving {
                context.say("note: \(method.name) \(method.reason)")
            }
        }
        context.statistics.smalltalk = compiled?.statistics
        guard var module = compiled?.module else { return nil }
        context.methods.fault?(&module)
        return module
    }

    /// The image that the plan's sources are or make; nil with errors in the log.
    static func image(_ plan: BuildPlan, _ context: inout CommandContext) -> SmalltalkImage? {
        let start = ContinuousClock.now
        let paths = plan.sources.map(\.path)
        let program =
            isImage(plan) ? SmalltalkInput.load(paths[0], &context) : SmalltalkInput.assemble(paths, &context)
        context.timer.add("front end", ContinuousClock.now - start)
        return program?.image
    }

    /// Looks for the source of an image's methods in the file of changes beside it, whose lines end in carriage returns.
    private static func addPlaces(to image: inout SmalltalkImage, _ plan: BuildPlan, _ context: inout CommandContext) {
        let path = changes(plan)
        guard isImage(plan), FileSystem.isFile(path), let bytes = context.read(path, allowEmpty: true) else { return }
        let text = bytes.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 }
        let file = context.sources.add(SourceFile(name: path, text: text))
        context.timer.measure("front end") { image.addPlaces(changes: text, file: file) }
    }

    /// The file beside an image that holds the source of its newer methods.
    private static func changes(_ plan: BuildPlan) -> String {
        let path = plan.sources[0].path
        return Path.join(Path.folder(path), Path.stem(path) + ".changes")
    }

    /// The checks of the methods of a program; nil with errors in the log.
    static func validation(
        _ image: SmalltalkImage, _ plan: BuildPlan, _ round: ValidationRound, _ context: inout CommandContext
    ) -> SmalltalkValidation? {
        var log = DiagnosticLog()
        let options = context.options
        let validation = context.timer.measure("front end") {
            SmalltalkFrontEnd.validation(
                image, entries: entries(plan), receiver: options.receiver.map { Int64($0) },
                printsResults: options.printResult, name: plan.name, path: plan.sources[0].path, round, log: &log)
        }
        context.log.append(log)
        return validation
    }

    private static func isImage(_ plan: BuildPlan) -> Bool { plan.sources[0].kind == .smalltalkImage }

    private static func entries(_ plan: BuildPlan) -> [String] {
        plan.entries.isEmpty && !isImage(plan) ? [usualEntry] : plan.entries
    }

    /// The places of texts in files; those of the kernel are called as they are.
    private static func places(_ plan: BuildPlan, _ sources: SourceMap) -> (SourceSpan) -> SmalltalkPlace? {
        let own = Set(plan.sources.map(\.path) + [changes(plan)])
        return { span in
            let file = sources[span.file]
            let name = own.contains(file.name) ? plan.recordedName(file.name) : file.name
            return SmalltalkPlace(file: name, position: file.position(Int(span.start)))
        }
    }
}
