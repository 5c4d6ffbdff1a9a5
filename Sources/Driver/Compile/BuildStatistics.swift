// What a build is made of, for `--stats`: numbers of the front end, of the passes, of artifacts, and time.

import FrontendSmalltalk
import Support

struct BuildStatistics: Sendable {
    /// Nil for other languages.
    var smalltalk: SmalltalkStatistics?
    /// Functions of the IR behind the passes, by target.
    var functions: [(target: TargetName, count: Int)] = []

    func json(_ name: String, _ files: [OutputFile], _ timer: PhaseTimer) -> JSONValue {
        var members: [(String, JSONValue)] = [("name", .string(name))]
        if let smalltalk { members.append(("smalltalk", Self.json(smalltalk))) }
        members.append(
            ("optimizedFunctions", .object(functions.map { ($0.target.rawValue, .integer($0.count)) })))
        let artifacts = files.map { file in
            JSONValue.object([("file", .string(Path.name(file.path))), ("bytes", .integer(file.bytes.count))])
        }
        members.append(("artifacts", .array(artifacts)))
        let phases = timer.phases.map { phase in
            JSONValue.object([
                ("phase", .string(phase.name)),
                ("microseconds", .integer(Int(phase.duration / .microseconds(1)))), ("runs", .integer(phase.count)),
            ])
        }
        members.append(("phases", .array(phases)))
        return .object(members)
    }

    private static func methods(_ methods: [SmalltalkStatistics.Replaced]) -> [JSONValue] {
        methods.map { .object([("method", .string($0.name)), ("reason", .string($0.reason))]) }
    }

    private static func json(_ statistics: SmalltalkStatistics) -> JSONValue {
        let (replaced, leaving) = (methods(statistics.replaced), methods(statistics.leaving))
        let sends = SmalltalkStatistics.SendKind.allCases.map { kind in
            (kind.rawValue, JSONValue.integer(statistics.sends[kind] ?? 0))
        }
        return .object([
            ("imageMethods", .integer(statistics.imageMethods)), ("methods", .integer(statistics.methods)),
            ("replaced", .array(replaced)),
            ("leaving", .array(leaving)), ("resumable", .integer(statistics.resumable)), ("blocks", .integer(statistics.blocks)),
            ("classes", .integer(statistics.classes)), ("objects", .integer(statistics.objects)),
            ("selectors", .integer(statistics.selectors)), ("sends", .object(sends)),
            ("functions", .integer(statistics.functions)),
        ])
    }
}
