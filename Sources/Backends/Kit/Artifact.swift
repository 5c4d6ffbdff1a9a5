// What a back end hands to the driver: named bytes. Only the driver writes files.

/// What an artifact is.
public enum ArtifactKind: Hashable, Sendable {
    case object, assembly, llvmIR
    case cSource, cHeader
    case wasm, wat, sourceMap, loader
}

/// A file that a build makes.
public struct Artifact: Sendable {
    /// The file's name without a directory.
    public let name: String
    public let kind: ArtifactKind
    public let bytes: [UInt8]

    public init(name: String, kind: ArtifactKind, bytes: [UInt8]) {
        self.name = name
        self.kind = kind
        self.bytes = bytes
    }
}
