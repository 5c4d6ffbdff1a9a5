// The ways to run programs in Lisp, besides the front end's IR in the interpreter.

import Driver
import Support

/// A way to run the programs of a batch.
enum LispWay: Hashable, Sendable, CustomStringConvertible {
    /// The IR behind the passes, in the interpreter.
    case passes(OptimizationLevel)
    /// Built for a target.
    case target(TargetWay, OptimizationLevel)
    /// Each form as text that the program reads and evaluates, as native code.
    case evaluator(OptimizationLevel)

    /// The ways for batch number `index` on some targets, or all; runtimes, compilers and levels take turns.
    static func all(_ index: UInt64, _ targets: [String] = []) -> [LispWay] {
        let hosted = TargetWay.all(index, targets).filter { $0 != .machine }
        let turn: OptimizationLevel = index % 4 < 2 ? .standard : index % 16 < 8 ? .none : .more
        var ways: [LispWay] = [.passes(.standard)]
        for way in hosted {
            switch way {
            case .machine: break
            case .native:
                let level: OptimizationLevel = index % 8 == 0 ? .standard : .none
                ways += [.target(way, .none), .target(way, .standard), .evaluator(level)]
            // tcc takes a hundredth of the others' time, so it has most turns.
            case .c:
                let isOthersTurn = index % 16 == 0 || index % 16 == 9 || Toolchain.find(.tcc) == nil
                ways.append(.target(isOthersTurn ? way : .c(.tcc), turn))
            case .node: if index % 2 == 0 { ways.append(.target(way, turn)) }
            case .wasmtime: if index % 2 == 1 || !hosted.contains(.node) { ways.append(.target(way, turn)) }
            }
        }
        return ways
    }

    var level: OptimizationLevel {
        switch self {
        case .passes(let level), .target(_, let level), .evaluator(let level): level
        }
    }

    var description: String {
        switch self {
        case .passes(let level): "interpreter \(level.rawValue)"
        case .target(let way, let level): "\(way) \(level.rawValue)"
        case .evaluator(let level): "evaluator \(level.rawValue)"
        }
    }
}
