// Names for roots and their objects that say what they are and not where they stand: parts that name an object do not
// change when another one comes or goes.

import IR
import Support

/// A name for each root of a module, and for the object that it starts with.
struct StaticNames: Sendable {
    private let names: [String]

    /// How far objects that an object names have a say in its name. What is further away may change without it.
    private static let rounds = 2

    init(_ module: Module) {
        var hashes = module.roots.values.map { StaticNames.hash($0, module) }
        for _ in 0..<StaticNames.rounds {
            let before = hashes
            for (index, root) in module.roots.values.enumerated() {
                let named = root.value.roots
                if named.isEmpty { continue }
                var hash = StableHash()
                hash.add(before[index])
                for other in named { hash.add(before[other.index]) }
                hashes[index] = hash.value
            }
        }
        // Equal ones are told apart by their order.
        var counts: [UInt64: Int] = [:]
        names = hashes.map { hash in
            let count = counts[hash, default: 0]
            counts[hash] = count + 1
            let name = Hexadecimal.digits(hash, width: 16)
            return count == 0 ? name : "\(name).\(count)"
        }
    }

    func name(_ root: RootID) -> String { names[root.index] }

    /// A hash of what a root is by itself. The fields of objects that hold numbers have no say: front ends count there.
    private static func hash(_ root: Root, _ module: Module) -> UInt64 {
        var hash = StableHash()
        switch root.value {
        case .null:
            hash.add(root.name.utf8)
        case .integer(let value):
            hash.add(root.name.utf8)
            hash.add(UInt64(bitPattern: value))
        case .same:
            hash.add(root.name.utf8)
        case .float(let bits):
            hash.add(bits)
        case .bytes(let bytes):
            hash.add(bytes)
        case .array(let elements):
            hash.add(UInt64(elements.count))
        case .closure(let function, let captured):
            hash.add(module.functions[function].name.utf8)
            hash.add(UInt64(captured.count))
        case .object(let id, let items):
            let layout = module.layouts[id]
            hash.add(layout.name.utf8)
            hash.add(UInt64(items.count))
            for item in items.dropFirst(layout.fields.count) { hash.add(item.bits ?? 0) }
        }
        return hash.value
    }
}
