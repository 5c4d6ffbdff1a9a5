// What the driver can ask of the HXE back end.

/// How a module becomes an object.
public struct HXEOptions: Sendable {
    /// Bytes of code that the linker places before the object's.
    public var codeBase: UInt32
    /// Keep a line table and function ranges.
    public var debug: Bool
    /// Whether fewer bytes count more than fewer instructions executed.
    public var prefersSize: Bool
    /// Check the register assignment of every function.
    public var checksAllocation: Bool

    public init(codeBase: UInt32 = 0, debug: Bool = false, prefersSize: Bool = false, checksAllocation: Bool = false) {
        self.codeBase = codeBase
        self.debug = debug
        self.prefersSize = prefersSize
        self.checksAllocation = checksAllocation
    }
}
