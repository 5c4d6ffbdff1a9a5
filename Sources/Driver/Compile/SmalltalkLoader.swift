// Runs the front end for Smalltalk: an image, or a program in source, in assembly or in both.

import FrontendSmalltalk
import IR
import Support

enum SmalltalkLoader {
    /// Where programs start unless the user says otherwise.
    private static let usualEntry = "Main class>>main"

    /// The module of the plan's sources; nil with errors in the log.
    static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> Module? {
        let isImage = plan.sources[0].kind == .smalltalkImage
        let start = ContinuousClock.now
        let paths = plan.sources.map(\.path)
        let program = isImage ? SmalltalkInput.load(paths[0], &context) : SmalltalkInput.assemble(paths, &context)
        context.timer.add("front end", ContinuousClock.now - start)
        guard let image = program?.image else { return nil }
        let (receiver, printsResults) = (context.options.receiver.map { Int64($0) }, context.options.printResult)
        let entries = plan.entries.isEmpty && !isImage ? [usualEntry] : plan.entries
        var log = DiagnosticLog()
        let place = plan.debug ? places(plan, context.sources) : nil
        let compiled = context.timer.measure("front end") {
            SmalltalkFrontEnd.program(
                image, entries: entries, receiver: receiver, printsResults: printsResults, name: plan.name,
                path: plan.sources[0].path, place: place, log: &log)
        }
        context.log.append(log)
        for method in compiled?.statistics.replaced ?? [] { context.say("note: \(method.name) \(method.reason)") }
        context.statistics.smalltalk = compiled?.statistics
        return compiled?.module
    }

    /// The places of texts in files; those of the kernel are called as they are.
    private static func places(_ plan: BuildPlan, _ sources: SourceMap) -> (SourceSpan) -> SmalltalkPlace? {
        let own = Set(plan.sources.map(\.path))
        return { span in
            let file = sources[span.file]
            let name = own.contains(file.name) ? plan.recordedName(file.name) : file.name
            return SmalltalkPlace(file: name, position: file.position(Int(span.start)))
        }
    }
}
