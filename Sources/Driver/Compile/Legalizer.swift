// Picks the passes that make a module legal for a back end from what the back end says it can take.
// The order matters: `lower-stack` comes first, since checks of the stack belong to the calls of the program and not to
// those of helper functions; what brings in 64-bit arithmetic comes before what takes it out; switches go last, when
// they have the type that their comparisons will have. `settle-floats` ends the list, since others see nothing in it.

import BackendKit
import IR
import Passes
import Support

enum Legalizer {
    /// The passes that `module` needs for a back end with `capabilities`, in order.
    static func passes(
        for capabilities: BackendCapabilities, _ module: Module, _ level: OptimizationLevel
    ) -> [Pass] {
        var passes: [Pass] = []
        switch capabilities.stackSlots {
        case .machine: break
        case .host: if module.memory.size != 0 { passes.append(.lowerStack) }
        case .none: passes.append(.lowerStack)
        }
        if !capabilities.types.contains(.f16) { passes.append(.lowerHalf) }
        if !capabilities.hasWideMultiply { passes.append(.lowerMultiplyHigh) }
        // What the passes have put in is in plain form: constants to fold, addresses to put into offsets.
        if level != .none { passes += Pipeline.cleanup }
        let settleFloats = Pass.settleFloats { module in
            let floats = PrivateFloats(module, level: level)
            return { floats[$0] }
        }
        return passes + [settleFloats]
    }
}
