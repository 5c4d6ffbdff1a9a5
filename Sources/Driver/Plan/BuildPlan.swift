// What a build, run, check or ir command is to do: the command line and the manifest, merged. The command line wins.
// Nothing has been compiled yet; the sources are known to exist by name.

import Passes
import Support

/// One source file of a build.
package struct BuildSource: Hashable, Sendable {
    package let path: String
    package let kind: SourceKind
}

/// The facts that the compiling stages need.
package struct BuildPlan: Sendable {
    /// The name of the artifacts, without suffix.
    package let name: String
    package let sources: [BuildSource]
    package let targets: [TargetName]
    package let optimization: OptimizationLevel
    package let debug: Bool
    /// Entries in order; empty for the language's default.
    package let entries: [String]
    /// Where each of `targets` puts its artifact and `--emit` its by-products.
    package let output: OutputPlace
    package let includePaths: [String]
    package let definitions: [Definition]
    /// Nil for a single source file.
    package let manifest: Manifest?

    /// Where artifacts go.
    package enum OutputPlace: Hashable, Sendable {
        /// `-o PATH` with one artifact: this very file.
        case file(String)
        case folder(String)
    }

    /// The path of the artifact or by-product `name` plus `suffix`; `isMain` for the one that `-o FILE` names.
    package func artifactPath(_ suffix: String, isMain: Bool) -> String {
        switch output {
        case .file(let path):
            isMain ? path : Path.join(Path.folder(path), artifactName + suffix)
        case .folder(let folder):
            Path.join(folder, name + suffix)
        }
    }

    /// The name that artifacts have in common, without suffix: that of `-o FILE` where it is given.
    package var artifactName: String {
        switch output {
        case .file(let path): Path.stem(path)
        case .folder: name
        }
    }

    /// The folder that artifacts go to.
    package var outputFolder: String {
        switch output {
        case .file(let path): Path.folder(path)
        case .folder(let folder): folder
        }
    }

    /// The name of a source file in artifacts: its path from the manifest's folder, or from the single file's, so that
    /// they hold no folder of this machine. A path outside stays as the user wrote it.
    package func recordedName(_ path: String) -> String {
        let folder = manifest?.folder ?? sources.first.map { Path.folder($0.path) } ?? "."
        return Path.relative(path, to: folder)
    }

    /// Plans what the command line of `context` asks for; nil when there are errors, which its log then holds.
    package static func make(_ context: inout CommandContext) -> BuildPlan? {
        let path = context.options.path
        var entries = context.options.entries
        if let file = context.options.entriesFile {
            do { entries += try Self.entries(file) } catch { context.log.report(error) }
        }
        let isFolder = FileSystem.isFolder(path)
        let plan = isFolder ? tree(path, entries, &context) : file(path, entries, &context)
        return context.log.hasErrors ? nil : plan
    }

    private static func tree(_ folder: String, _ entries: [String], _ context: inout CommandContext) -> BuildPlan? {
        guard let manifest = ManifestReader.read(folder: folder, sources: &context.sources, log: &context.log) else {
            return nil
        }
        let sources = manifest.sources.compactMap { source($0, &context) }
        let targets =
            manifest.targets.isEmpty
            ? sources.first.map { [$0.kind.defaultTarget] } ?? [] : manifest.targets.map(\.value)
        return BuildPlan(
            name: manifest.name, sources: sources, defaultTargets: targets,
            entries: entries.isEmpty ? manifest.entry.map { [$0.value] } ?? [] : entries,
            outputFolder: manifest.outputFolder, manifest: manifest, options: context.options)
    }

    private static func file(_ path: String, _ entries: [String], _ context: inout CommandContext) -> BuildPlan? {
        guard let source = source(path, &context) else { return nil }
        var name = Path.stem(path)
        if source.kind == .schedule { name = Path.stem(name) }
        return BuildPlan(
            name: name, sources: [source], defaultTargets: [source.kind.defaultTarget], entries: entries,
            outputFolder: ".", manifest: nil, options: context.options)
    }

    /// The plan of `hubc link`: no sources, one image.
    static func link(_ options: Options) -> BuildPlan {
        let name = Path.stem(options.output ?? options.path)
        return BuildPlan(
            name: name, sources: [], defaultTargets: [.hxe], entries: options.entries, outputFolder: ".", manifest: nil,
            options: options)
    }

    private init(
        name: String, sources: [BuildSource], defaultTargets: [TargetName], entries: [String], outputFolder: String,
        manifest: Manifest?, options: Options
    ) {
        self.name = name
        self.sources = sources
        var targets: [TargetName] = []
        for target in options.targets where !targets.contains(target) { targets.append(target) }
        self.targets = targets.isEmpty ? defaultTargets : targets
        optimization = options.optimization ?? manifest?.optimization ?? .standard
        debug = options.debug || (manifest?.debug ?? (optimization == .none))
        self.entries = entries
        if let path = options.output {
            output = self.targets.count == 1 && !FileSystem.isFolder(path) ? .file(path) : .folder(path)
        } else {
            output = .folder(outputFolder)
        }
        includePaths = options.includePaths + (manifest?.includePaths ?? [])
        definitions = options.definitions
        self.manifest = manifest
    }

    private static func source(_ path: String, _ context: inout CommandContext) -> BuildSource? {
        if let kind = SourceKind(path: path) { return BuildSource(path: path, kind: kind) }
        // A file that is not there at all is the more useful thing to say.
        do {
            if !FileSystem.exists(path) { _ = try FileSystem.read(path) }
            context.log.report(.unknownKind(path))
        } catch {
            context.log.report(error)
        }
        return nil
    }

    /// The entries that `--entries FILE` lists, one a line; empty lines and those that begin with `#` are skipped.
    private static func entries(_ path: String) throws(Diagnostic) -> [String] {
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func unknownKind(_ path: String) -> Diagnostic {
        if Path.name(path) == Manifest.fileName {
            let note = DiagnosticNote("a tree is named by its folder: '\(Path.folder(path))'")
            return .error("E9110", "this is a manifest, not a source file", path: path, notes: [note])
        }
        let kinds = SourceKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return .error(
            "E9110", "this is no source file of a known kind", path: path,
            notes: [DiagnosticNote("the suffixes are \(kinds)")])
    }
}
