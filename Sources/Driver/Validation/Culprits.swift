// Which of the methods that differ are at fault: those that run none of the others.

import FrontendSmalltalk

enum Culprits {
    /// The methods of `differing` that come to no other of them, unless that one comes back to them.
    static func find(
        _ differing: Set<MethodID>, _ callees: (MethodID) -> Set<MethodID>
    ) -> Set<MethodID> {
        var reached: [MethodID: Set<MethodID>] = [:]
        for method in differing { reached[method] = callees(method).intersection(differing) }
        return differing.filter { method in
            (reached[method] ?? []).allSatisfy { $0 == method || reached[$0]?.contains(method) == true }
        }
    }
}
