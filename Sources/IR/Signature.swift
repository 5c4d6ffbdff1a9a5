// What a function takes and gives, and how its arguments travel.

/// Where arguments and results travel on a register machine.
public enum CallingConvention: Hashable, Sendable {
    /// The target's documented convention.
    case standard
    /// Every argument and result in a register named here; registers outside `clobbers` are kept by the callee.
    case registers(FixedRegisters)
}

/// Register numbers of the target machine, in the order of the parameters and results.
public struct FixedRegisters: Hashable, Sendable {
    public var parameters: [UInt8]
    public var results: [UInt8]
    /// One bit a register: what the callee may change (results included).
    public var clobbers: UInt32

    public init(parameters: [UInt8], results: [UInt8], clobbers: UInt32) {
        self.parameters = parameters
        self.results = results
        self.clobbers = clobbers
    }
}

/// Parameter and result types alone.
public struct SignatureTypes: Hashable, Sendable {
    public var parameters: [Type]
    public var results: [Type]

    public init(parameters: [Type], results: [Type]) {
        self.parameters = parameters
        self.results = results
    }
}

/// Parameter and result types with a calling convention.
public struct Signature: Hashable, Sendable {
    public var parameters: [Type]
    public var results: [Type]
    /// The types before lowering, where it has changed them.
    public var written: SignatureTypes?
    public var convention: CallingConvention

    public init(parameters: [Type] = [], results: [Type] = [], convention: CallingConvention = .standard) {
        self.parameters = parameters
        self.results = results
        self.convention = convention
    }

    /// What an indirect call and its callee must have in common: everything but how arguments travel. Types that differed
    /// before lowering still do.
    public var callType: Signature {
        var type = self
        type.convention = .standard
        return type
    }

    /// Gives it the types that stand for its own on a target.
    public mutating func lower(parameters: [Type], results: [Type]) {
        let origin = written ?? SignatureTypes(parameters: self.parameters, results: self.results)
        let types = SignatureTypes(parameters: parameters, results: results)
        self.parameters = parameters
        self.results = results
        written = origin == types ? nil : origin
    }
}
