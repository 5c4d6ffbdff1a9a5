// What the driver tells a back end about a build.

import IR
import Support

/// The wishes of one build for one target.
public struct BackendOptions: Sendable {
    /// The artifacts' name without suffix.
    public var name: String
    public var level: OptimizationLevel
    /// Whether debug metadata is wanted.
    public var debug: Bool
    /// What to make besides the target's own artifact.
    public var byproducts: Set<ArtifactKind>
    /// The target triple of native code; nil: this machine's.
    public var triple: String?
    /// The registers of the module's services.
    public var services: ServiceConvention
    /// Machine code kept as written, in the bytes of an image's code section; empty when there is none.
    public var keptCode: [UInt8]
    /// The runtime as a module of the target: what the services of a module for WebAssembly need, and the operations on
    /// dynamic values as bitcode for native code; empty when the module needs none.
    public var runtime: [UInt8]
    /// How many instructions each object of a program has at least, when it is divided into several that are linked
    /// together; nil: it is one.
    public var partInstructions: Int?
    /// Where the objects of such a program are kept from build to build; nil: nowhere.
    public var store: ObjectStore?

    public init(
        name: String, level: OptimizationLevel = .standard, debug: Bool = false, byproducts: Set<ArtifactKind> = [],
        triple: String? = nil, services: ServiceConvention = ServiceConvention(), keptCode: [UInt8] = [],
        runtime: [UInt8] = [], partInstructions: Int? = nil, store: ObjectStore? = nil
    ) {
        self.name = name
        self.level = level
        self.debug = debug
        self.byproducts = byproducts
        self.triple = triple
        self.services = services
        self.keptCode = keptCode
        self.runtime = runtime
        self.partInstructions = partInstructions
        self.store = store
    }
}

/// The registers, 0 to 15, in which services of an HSX system take arguments and give results: what a back end fills
/// in before, and reads after, a call of the runtime's `hub_service`.
public struct ServiceConvention: Sendable {
    public struct Registers: Hashable, Sendable {
        /// One for each parameter of the service, in order.
        public let inputs: [UInt8]
        /// One for each result of the service, in order.
        public let outputs: [UInt8]

        public init(inputs: [UInt8], outputs: [UInt8]) {
            self.inputs = inputs
            self.outputs = outputs
        }
    }

    private let registers: [ServiceID: Registers]

    public init(_ registers: [ServiceID: Registers] = [:]) { self.registers = registers }

    /// Whether the services of `module` have registers of 64 bits, `hub_service_wide`: programs whose memory is not that
    /// of an HSX machine.
    public static func isWide(_ module: Module) -> Bool { module.memory.size != MemoryModel.hsx.size }

    /// The registers of `service`; by default the arguments start at R1 and the results at R0.
    public func registers(of id: ServiceID, _ service: Service) -> Registers {
        registers[id]
            ?? Registers(
                inputs: service.parameters.indices.map { UInt8($0 + 1) },
                outputs: service.results.indices.map { UInt8($0) })
    }
}
