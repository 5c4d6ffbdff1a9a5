// A hash that is the same in every process and on every machine, for what must not change from build to build.

/// FNV-1a over what it is fed, with a final mix, so that all bits depend on every byte.
public struct StableHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    public mutating func add(_ number: UInt64) {
        state = StableHash.mix(state ^ number) &* 0x100_0000_01B3
    }

    public var value: UInt64 { StableHash.mix(state) }

    /// The hash of a text.
    public static func of(_ text: String) -> UInt64 {
        var hash = StableHash()
        hash.add(text.utf8)
        return hash.value
    }

    /// Source: the finalizer of SplitMix64.
    private static func mix(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
