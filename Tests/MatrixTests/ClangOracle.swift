// What clang's own native code shows of a C program: the oracle for programs without a recorded result.

import Driver
import Support

extension MatrixCase {
    /// How hubc builds it.
    func plan() throws -> BuildPlan {
        var context = CommandContext(options: try OptionParser.parse(["build", path]).options)
        guard let plan = BuildPlan.make(&context) else { throw MatrixFailure(context.log) }
        return plan
    }

    /// What clang's code for this machine shows.
    static func clangShows(_ plan: BuildPlan) throws -> Shown {
        let clang = try Toolchain.require(.clang, for: "a native program to compare with")
        return try TemporaryFolder.with { folder throws(Diagnostic) in
            let program = folder.file("program")
            let flags = ["-w", "-O1", "-fwrapv", "-fsigned-char", "-ffp-contract=off", "-o", program]
            let includes = plan.includePaths.flatMap { ["-I", $0] }
            let compiled = try ProcessRunner.run(ProcessCall(clang, flags + includes + plan.sources.map(\.path)))
            guard compiled.ending == .exited(0) else {
                return Shown(status: -1, output: compiled.errors, fault: "clang")
            }
            let result = try ProcessRunner.run(ProcessCall(program, []))
            guard case .exited(let status) = result.ending else {
                return Shown(status: -1, output: result.errors, fault: "\(result.ending)")
            }
            return Shown(status: status, output: result.output, fault: "")
        }
    }
}
