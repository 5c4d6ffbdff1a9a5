import HSXMachine
import IR
import Support
public struct HXEOptions: Sendable { public var codeBase: UInt32 = 0; public init() {} }
public enum HXEBackend {
    public static func emit(_ module: Module, options: HXEOptions) -> (HSXObject?, DiagnosticLog) { (nil, DiagnosticLog()) }
}
