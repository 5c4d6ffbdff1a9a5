// What the driver can ask of the HXE back end.

/// How a module becomes an object.
public struct HXEOptions: Sendable {
    /// Bytes of code that the linker places before the object's.
    public var codeBase: UInt32
    /// Keep a line table and function ranges.
    public var debug: Bool
    /// 0: as fast as possible; 1 and above: all optimisations.
    public var optimizationLevel: Int
    /// Check the register assignment of every function.
    public var checksAllocation: Bool

    public init(codeBase: UInt32 = 0, debug: Bool = false, optimizationLevel: Int = 2, checksAllocation: Bool = false) {
        self.codeBase = codeBase
        self.debug = debug
        self.optimizationLevel = optimizationLevel
        self.checksAllocation = checksAllocation
    }
}
