// Runs the front end for Smalltalk images.

import FrontendSmalltalk
import IR
import Support

enum SmalltalkLoader {
    /// The module of the plan's image; nil with errors in the log.
    static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> Module? {
        let path = plan.sources[0].path
        let bytes: [UInt8]
        do throws(Diagnostic) {
            bytes = try FileSystem.read(path)
        } catch {
            context.log.report(error)
            return nil
        }
        var log = DiagnosticLog()
        let (receiver, printsResults) = (context.options.receiver.map { Int64($0) }, context.options.printResult)
        let module = context.timer.measure("front end") { () -> Module? in
            guard let image = SmalltalkImage.read(bytes, path: path, log: &log) else { return nil }
            return SmalltalkFrontEnd.module(
                image, entries: plan.entries, receiver: receiver, printsResults: printsResults, name: plan.name,
                log: &log)
        }
        context.log.append(log)
        return module
    }
}
