// The ways to run a program of a batch.

import Driver

/// A way to build and run a batch.
enum TargetWay: Hashable, Sendable, CustomStringConvertible {
    /// The virtual machine in this process, one image for each program.
    case machine
    case native
    /// C, compiled with a tool.
    case c(Tool)
    case node, wasmtime

    /// The ways to run batch number `index` on some targets, or all: C compilers take turns.
    static func all(_ index: UInt64, _ targets: [String] = []) -> [TargetWay] {
        let all: [TargetWay] = [.machine, .native, .c(index % 2 == 0 ? .gcc : .clang), .node, .wasmtime]
        return all.filter { $0.isHere && (targets.isEmpty || targets.contains($0.target.rawValue)) }
    }

    /// Those of the targets named that this machine cannot build for and run, or that are none.
    static func missing(_ targets: [String]) -> [String] {
        targets.filter { all(0, [$0]).isEmpty && all(1, [$0]).isEmpty }
    }

    var description: String {
        switch self {
        case .machine: "hxe"
        case .native: "native"
        case .c(let tool): "c (\(tool.rawValue))"
        case .node: "wasm (node)"
        case .wasmtime: "wasm (wasmtime)"
        }
    }

    var target: TargetName {
        switch self {
        case .machine: .hxe
        case .native: .native
        case .c: .c
        case .node, .wasmtime: .wasm
        }
    }

    /// Whether this machine has what it takes.
    private var isHere: Bool {
        switch self {
        case .machine: true
        case .native: Toolchain.find(.llvm) != nil && Toolchain.find(.cCompiler) != nil
        case .c(let tool): Toolchain.find(tool) != nil
        case .node: Toolchain.find(.binaryen) != nil && Toolchain.find(.node) != nil
        case .wasmtime: Toolchain.find(.binaryen) != nil && Toolchain.find(.wasmtime) != nil
        }
    }
}
