// hubc test: builds and runs test files in Lisp, side by side, and says which pass.

import Support

extension Command {
    static let test = Command(
        "test", "[PATH...]", summary: "builds and runs test files in Lisp",
        details: """
            A PATH is a file, or a folder whose tests are run with those in folders below; the current folder when
            left out. Tests in folders are files named test_*.valk, *_test.valk or *-test.valk.
            A file passes when it ends with status 0: the test framework (src/modules/test.valk) sees to that. It
            fails when it cannot be built, takes too long, stops on a fault, ends with an error, or loads the
            framework and never comes to the end of a run. What failing files print is shown.
            The exit status is 0 when all pass, else 1.
            """,
        operands: 0...Int.max, options: [.target, .optimization, .filter, .timeout, .junit, .jobs],
        wording: [
            .target: "where the tests run: native, wasm or c (default native)",
            .optimization: "optimisation level (default -O0, which builds fastest)",
        ],
        run: TestCommand.run)
}

enum TestCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        var options = context.options
        options.optimization = options.optimization ?? OptimizationLevel.none
        let targets = Set(options.targets)
        guard targets.count <= 1, targets != [.hxe] else { return context.fail(.oneHostedTarget, .usage) }
        let target = targets.first ?? .native
        let limit = Duration.seconds(options.timeout)
        let files: [String]
        do {
            files = try TestFiles.find(options.operands).filter { path in
                options.filters.isEmpty || options.filters.contains { path.contains($0) }
            }
        } catch {
            return context.fail(error)
        }
        guard !files.isEmpty else { return context.fail(.nothingMatches(options.filters)) }
        let progress = TestProgress(options)
        context.flushDiagnostics()
        let results = parallelMap(Array(files.enumerated()), jobs: options.jobs) { [options] place, path in
            let result = TestRun.result(path, target, options, timeLimit: limit)
            progress.take(result, at: place)
            return result
        }
        progress.finish(results)
        if let path = options.junit {
            let report = OutputFile(path, Array(JUnitReport.text(results).utf8))
            guard context.write([report]) == .success else { return .failure }
        }
        return results.contains { $0.failure != nil } ? .failure : .success
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static var oneHostedTarget: Diagnostic {
        .error("E9005", "'hubc test' takes one target: native, wasm or c")
    }

    fileprivate static func nothingMatches(_ filters: [String]) -> Diagnostic {
        let list = filters.map { "'\($0)'" }.joined(separator: " or ")
        return .error("E9321", "no test has \(list) in its path")
    }
}
