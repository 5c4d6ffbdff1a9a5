// Picks the passes that make a module legal for a back end from what the back end says it can take.
// The order matters: `check-calls` comes first, while signatures are as they were written; then `lower-stack`, since
// checks of the stack belong to the calls of the program and not to those of helper functions. What brings in 64-bit
// arithmetic comes before what takes it out. `settle-floats` ends the list, since other passes see nothing in it.

import BackendKit
import IR
import Passes
import Support

enum Legalizer {
    /// Makes `module` legal for `target`; false when the verifier rejects what a pass made. The functions that passes
    /// add get no addresses: numbers name the program's own.
    static func run(
        _ module: inout Module, for target: TargetName, _ level: OptimizationLevel, _ context: inout CommandContext
    ) -> Bool {
        let count = module.functions.count
        let isLegal = Optimizer.run(passes(for: target.capabilities, module, level), on: &module, &context)
        for id in module.functions.ids.dropFirst(count) { module.functions[id].attributes.insert(.helper) }
        return isLegal
    }

    /// The passes that `module` needs for a back end with `capabilities`, in order.
    static func passes(
        for capabilities: BackendCapabilities, _ module: Module, _ level: OptimizationLevel
    ) -> [Pass] {
        var passes = lowering(for: capabilities, ModuleContents(module))
        if level != .none, !passes.isEmpty, !capabilities.types.contains(.i64) { passes.insert(.branchArms, at: 0) }
        // What the passes have put in is in plain form: constants to fold, addresses to put into offsets.
        if level != .none, !passes.isEmpty { passes += Pipeline.cleanup }
        guard !capabilities.hasCanonicalNaNs else { return passes }
        let settleFloats = Pass.settleFloats { module in
            let floats = PrivateFloats(module, level: level)
            return { floats[$0] }
        }
        return passes + [settleFloats]
    }

    private static func lowering(for capabilities: BackendCapabilities, _ contents: ModuleContents) -> [Pass] {
        let types = capabilities.types
        var passes: [Pass] = []
        if !capabilities.checksCalls, contents.hasIndirectCalls { passes.append(.checkCalls) }
        switch capabilities.stackSlots {
        case .machine: break
        case .host: if contents.memorySize != 0 { passes.append(.lowerStack) }
        case .none: if !contents.hasHostStack { passes.append(.lowerStack) }
        }
        let hasSingle = types.contains(.f32), hasWide = types.contains(.i64)
        var usesWide = contents.uses(.i64)
        // Halves alone are what the float unit of HSX has.
        if !hasSingle, types.contains(.f16), contents.uses(.f16) { passes += [.narrowHalf, .guardHalf] }
        if !hasSingle, contents.uses(.f32) || contents.uses(.f64) || contents.uses(.f16) {
            passes.append(.lowerFloat)
            usesWide = usesWide || contents.uses(.f64)
        }
        if !types.contains(.f16), contents.uses(.f16) { passes.append(.lowerHalf) }
        if !capabilities.hasWideMultiply, usesWide { passes.append(.lowerMultiplyHigh) }
        if !capabilities.hasSwitch {
            passes.append(.lowerSwitch)
        } else if !hasWide, usesWide {
            passes.append(.lowerSwitch { $0 == .i64 })
        }
        if !hasWide, usesWide { passes.append(.lowerWide) }
        return passes
    }
}

/// What a module has that a target may lack.
private struct ModuleContents {
    private var types: Set<Type> = []
    private(set) var hasIndirectCalls = false
    private let hasSlots: Bool
    private let hasDynamicValues: Bool
    let memorySize: UInt64

    /// Whether nothing of the program's stack lies in memory, and how deep calls nest is the host's matter.
    var hasHostStack: Bool { memorySize == 0 && hasDynamicValues && !hasSlots }

    init(_ module: Module) {
        memorySize = module.memory.size
        hasSlots = module.functions.values.contains { !$0.slots.isEmpty }
        hasDynamicValues = module.hasDynamicValues
        for signature in module.signatures.values + module.functions.values.map(\.signature) {
            types.formUnion(signature.parameters + signature.results)
        }
        for service in module.services.values { types.formUnion(service.parameters + service.results) }
        for function in module.functions.values {
            var last = Type.i1
            for value in function.values.values where value.type != last {
                last = value.type
                types.insert(last)
            }
            hasIndirectCalls =
                hasIndirectCalls
                || function.instructions.values.contains { data in
                    data.opcode == .callIndirect || data.opcode == .tailCallIndirect
                }
        }
    }

    func uses(_ type: Type) -> Bool { types.contains(type) }
}
