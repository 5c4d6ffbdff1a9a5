// Random numbers that a seed and the number of an input determine, so that any input can be made again alone.

/// A SplitMix64 generator.
public struct FuzzRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers for input number `index` of the run with `seed`.
    public init(seed: UInt64, index: UInt64 = 0) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 ^ index &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number of `range`.
    public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True once in `count` times on average.
    public mutating func oneIn(_ count: Int) -> Bool { number(1...max(1, count)) == 1 }

    /// One of `choices`. Requires: there is one.
    public mutating func pick<T>(_ choices: [T]) -> T { choices[number(0...choices.count - 1)] }

    /// A number that finds edges: small ones, powers of two and their neighbours, masks, or any.
    public mutating func word() -> UInt32 {
        switch number(0...7) {
        case 0: return UInt32(number(0...3))
        case 1: return UInt32(bitPattern: Int32(number(-4...4)))
        case 2: return 1 << UInt32(number(0...31))
        case 3: return (1 << UInt32(number(0...31))) &- 1
        case 4: return 0x8000_0000 &+ UInt32(bitPattern: Int32(number(-2...2)))
        case 5: return UInt32(number(0...0xFFFF))
        default: return UInt32(truncatingIfNeeded: next())
        }
    }
}
