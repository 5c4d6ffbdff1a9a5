// Picks the passes that make a module legal for a back end from what the back end says it can take.

import BackendKit
import IR
import Passes

enum Legalizer {
    /// The passes that `module` needs for a back end with `capabilities`, in order.
    static func passes(for capabilities: BackendCapabilities, _ module: Module) -> [Pass] {
        []
    }
}
