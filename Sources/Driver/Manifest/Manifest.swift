// The manifest of a source tree, hubc.json, as values. ManifestReader.swift fills it in.

import Support

/// A value and where the manifest says it, for diagnostics of later stages.
public struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let span: SourceSpan

    public init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

/// What `hubc.json` says; nil and empty where it says nothing.
public struct Manifest: Sendable {
    /// The name of the manifest in its folder.
    public static let fileName = "hubc.json"
    /// Where artifacts go, beside the manifest, unless `-o` says otherwise.
    public static let outputFolder = "build"

    /// What `hsx` holds.
    public struct HSX: Hashable, Sendable {
        public var appName: String?
        public var allowMultiple = false
        public var requiredCapabilities: UInt32 = 0
    }

    /// The folder of the manifest as the user named it; source paths start with it.
    public let folder: String
    public let file: SourceFileID

    public var name = ""
    public var version: String?
    /// The source files in build order, as paths from the current folder.
    public var sources: [String] = []
    public var entry: Located<String>?
    public var targets: [Located<TargetName>] = []
    public var optimization: OptimizationLevel?
    public var debug: Bool?
    /// As paths from the current folder.
    public var includePaths: [String] = []
    public var hsx = HSX()
    /// Whether `NAME.manifest.json` is written.
    public var bundle = false

    init(folder: String, file: SourceFileID) {
        self.folder = folder
        self.file = file
    }

    /// The default output folder of this tree.
    public var outputFolder: String { Path.join(folder, Self.outputFolder) }
}
