// The rules about source locations: they name files of the module, and chains of inlined calls go to ever older
// locations.

import Support

extension FunctionVerifier {
    /// Collects what is wrong with the location table.
    mutating func findBadLocations() {
        for location in function.locations.ids {
            let place = function.locations[location]
            if place.file >= module.files.count {
                badLocations[location] = "the location names file \(place.file), which is not declared"
            } else if place.inlinedAt != .none, place.inlinedAt >= location {
                badLocations[location] = "location \(location.rawValue) is inlined at one that is not older"
            }
        }
    }

    /// Checks that the instruction's location exists, and reports a bad one in its chain at the first instruction.
    mutating func checkLocation(_ id: InstructionID) {
        var next = function.location(id)
        if next != .none, !function.locations.contains(next) {
            return report(.locations, "location \(next.rawValue) does not exist", at: id)
        }
        guard !badLocations.isEmpty else { return }
        while function.locations.contains(next) {
            if let message = badLocations.removeValue(forKey: next) { report(.locations, message, at: id) }
            guard function.locations[next].inlinedAt < next else { return }
            next = function.locations[next].inlinedAt
        }
    }

    /// Reports the bad locations that no instruction has.
    mutating func reportUnusedLocations() {
        for location in badLocations.keys.sorted() { report(.locations, badLocations[location] ?? "") }
    }
}
