// The manifest of a source tree, hubc.json, as values. ManifestReader.swift fills it in.

import Passes
import Support

/// A value and where the manifest says it, for diagnostics of later stages.
package struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    package let span: SourceSpan

    package init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

/// What `hubc.json` says; nil and empty where it says nothing.
package struct Manifest: Sendable {
    /// The name of the manifest in its folder.
    package static let fileName = "hubc.json"
    /// Where artifacts go, beside the manifest, unless `-o` says otherwise.
    package static let outputFolder = "build"

    /// What `hsx` holds.
    package struct HSX: Hashable, Sendable {
        package var appName: String?
        package var allowMultiple = true
        package var requiredCapabilities: UInt32 = 0
        /// The most bytes that code, data and the stack of each entry may take.
        package var maxCode: Located<UInt32>?
        package var maxData: Located<UInt32>?
        package var maxStack: Located<UInt32>?
    }

    /// The folder of the manifest as the user named it; source paths start with it.
    package let folder: String
    package let file: SourceFileID

    package var name = ""
    package var version: String?
    /// The source files in build order, as paths from the current folder.
    package var sources: [String] = []
    package var entry: Located<String>?
    package var targets: [Located<TargetName>] = []
    package var optimization: OptimizationLevel?
    package var debug: Bool?
    /// As paths from the current folder.
    package var includePaths: [String] = []
    package var hsx = HSX()
    /// Whether `NAME.manifest.json` is written.
    package var bundle = false

    init(folder: String, file: SourceFileID) {
        self.folder = folder
        self.file = file
    }

    /// The default output folder of this tree.
    package var outputFolder: String { Path.join(folder, Self.outputFolder) }
}
