// What `hubc bench` measures, as values, as a table and as JSON.

import Support

/// The figures of one program on one target.
package struct BenchFigures: Hashable, Sendable {
    package let target: String
    /// Milliseconds of each phase of compiling, in order.
    package let phases: [Phase]
    /// Bytes of the artifact; nil for the interpreter.
    package let size: Int?
    /// Milliseconds of the fastest run.
    package let runTime: Double

    package struct Phase: Hashable, Sendable {
        package let name: String
        package let milliseconds: Double

        package init(_ name: String, _ milliseconds: Double) {
            self.name = name
            self.milliseconds = milliseconds
        }
    }

    package init(target: String, phases: [Phase], size: Int?, runTime: Double) {
        self.target = target
        self.phases = phases
        self.size = size
        self.runTime = runTime
    }

    package var compileTime: Double { phases.reduce(0) { $0 + $1.milliseconds } }

    /// The phases of a build: those of the driver by their names, the passes together.
    package static func phases(_ timer: PhaseTimer) -> [Phase] {
        let named = ["front end", "lift", "verify", "passes", "back end", "LLVM", "Binaryen", "link", "C compiler"]
        var sums: [String: Double] = [:]
        for phase in timer.phases {
            let name = named.contains(phase.name) ? phase.name : "passes"
            sums[name, default: 0] += phase.duration / .milliseconds(1)
        }
        return named.compactMap { name in sums[name].map { Phase(name, $0) } }
    }
}

/// The figures of one program.
package struct BenchReport: Hashable, Sendable {
    package let program: String
    package let level: String
    package let figures: [BenchFigures]

    package init(program: String, level: String, figures: [BenchFigures]) {
        self.program = program
        self.level = level
        self.figures = figures
    }

    // MARK: For people

    /// A line for each target, with ratios to `baseline` where it has the target; then the phases of compiling.
    package func table(baseline: BenchReport?) -> String {
        let ratios = baseline == nil ? [] : ["x", "x", "x"]
        let header = zip(["compile ms", "bytes", "run ms"], ratios + ["", "", ""])
        let columns = ["target"] + header.flatMap { $0.1.isEmpty ? [$0.0] : [$0.0, $0.1] }
        var table = TextTable(columns, left: [0])
        for figure in figures {
            let old = baseline?.figures.first { $0.target == figure.target }
            let cells: [(String, Double?)] = [
                (Decimal.fixed(figure.compileTime, 2), old.map { figure.compileTime / $0.compileTime }),
                (
                    figure.size.map(String.init) ?? "",
                    figure.size.flatMap { size in old?.size.map { Double(size) / Double($0) } }
                ),
                (Decimal.fixed(figure.runTime, 2), old.map { figure.runTime / $0.runTime }),
            ]
            table.add(
                [figure.target]
                    + cells.flatMap { text, ratio in
                        baseline == nil ? [text] : [text, ratio.map { Decimal.fixed($0, 2) } ?? ""]
                    })
        }
        return table.text + "\n" + phaseTable
    }

    private var phaseTable: String {
        var names: [String] = []
        for phase in figures.flatMap(\.phases) where !names.contains(phase.name) { names.append(phase.name) }
        var table = TextTable(["compile ms"] + names, left: [0])
        for figure in figures where !figure.phases.isEmpty {
            table.add(
                [figure.target]
                    + names.map { name in
                        figure.phases.first { $0.name == name }.map { Decimal.fixed($0.milliseconds, 2) } ?? ""
                    })
        }
        return table.text
    }

    // MARK: For machines

    package var json: JSONValue {
        .object([
            ("program", .string(program)), ("level", .string(level)),
            (
                "targets",
                .array(
                    figures.map { figure in
                        let phases = figure.phases.map { ($0.name, JSONValue.number($0.milliseconds)) }
                        return .object([
                            ("target", .string(figure.target)), ("phases", .object(phases)),
                            ("size", figure.size.map { .integer($0) } ?? .null), ("run", .number(figure.runTime)),
                        ])
                    })
            ),
        ])
    }

    /// The report that `json` gave; nil when it is none.
    package init?(_ json: JSONValue) {
        guard let program = json["program"]?.string, let level = json["level"]?.string,
            let targets = json["targets"]?.array
        else { return nil }
        var figures: [BenchFigures] = []
        for target in targets {
            guard let name = target["target"]?.string, let run = target["run"]?.number,
                let members = target["phases"]?.object
            else { return nil }
            let phases = members.compactMap { member in
                member.value.number.map { BenchFigures.Phase(member.key, $0) }
            }
            figures.append(
                BenchFigures(target: name, phases: phases, size: target["size"]?.integer, runTime: run))
        }
        self.init(program: program, level: level, figures: figures)
    }
}
