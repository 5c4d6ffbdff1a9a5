// hubc build: builds a source tree or one source file.

import HSXMachine
import IR
import Support

extension Command {
    static let build = Command(
        "build", "[PATH]", summary: "builds a source tree or one source file",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            """,
        operands: 0...1, options: OptionTable.build + [.validate, .allowFallback, .stats],
        run: BuildCommand.run)
}

enum BuildCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context) else { return .failure }
        if context.options.validate, !validate(plan, &context) { return .failure }
        guard let files = build(plan, &context) else { return .failure }
        let status = context.write(files.all)
        guard status == .success else { return status }
        for file in files.all { context.say("wrote \(file.path), \(file.bytes.count) bytes") }
        guard context.options.statistics == .json else { return status }
        let statistics = context.statistics.json(plan.name, files.all, context.timer)
        context.print(JSONWriter.pretty(statistics))
        return status
    }

    /// Compares the methods of the program on each of its targets; false when one differs.
    private static func validate(_ plan: BuildPlan, _ context: inout CommandContext) -> Bool {
        guard SmalltalkLoader.accepts(plan) else {
            context.log.report(.nothingToValidate(plan.name))
            return false
        }
        guard let report = Validator.run(plan, Validator.ways(for: plan.targets), &context) else { return false }
        for line in report.table.split(separator: "\n") + report.remarks.map({ $0[...] }) { context.say(String(line)) }
        return context.status == .success
    }

    /// The artifacts of a build; nothing is written yet.
    struct Artifacts {
        var all: [OutputFile] = []
        /// The image, when the plan has the target hxe.
        var image: BuiltImage?
        /// What the back ends of the other targets made.
        var hosted: [TargetName: HostedBuild] = [:]
    }

    /// Builds every target of the plan; nil with errors in the log.
    static func build(_ plan: BuildPlan, _ context: inout CommandContext) -> Artifacts? {
        var artifacts = Artifacts()
        for target in plan.targets {
            switch target {
            case .hxe:
                guard let built = HXEBuilder.build(plan, &context) else { return nil }
                artifacts.image = built
                artifacts.all += files(built, plan, context.options)
            case .native, .c, .wasm:
                guard let built = HostedBuilder.build(target, plan, &context),
                    let files = HostedArtifacts.files(built, for: target, plan, &context)
                else { return nil }
                artifacts.hosted[target] = built
                artifacts.all += files
            }
        }
        // `--emit c` beside the targets that do not make it.
        let wantsC = context.options.emit.contains(.c) && !plan.targets.contains(.c)
        if wantsC, plan.targets.contains(where: { $0 != .hxe }) {
            guard let built = HostedBuilder.build(.c, plan, &context) else { return nil }
            artifacts.all += HostedArtifacts.byproducts(built, plan)
        }
        if let manifest = plan.manifest, manifest.bundle { artifacts.all.append(bundle(artifacts, manifest, plan)) }
        return artifacts
    }

    /// The image, its symbols and the by-products that were asked for.
    static func files(_ built: BuiltImage, _ plan: BuildPlan, _ options: Options) -> [OutputFile] {
        let image = plan.artifactPath(".hxe", isMain: true)
        var files = [OutputFile(image, built.bytes)]
        if plan.debug {
            let symbols = HSXSymbolFile.encode(
                built.program, built.image, imageName: Path.name(image), checksum: HSXImage.checksum(of: built.bytes))
            files.append(OutputFile(plan.artifactPath(".sym", isMain: false), symbols))
            let debug = plan.artifactPath(".dbg", isMain: false)
            // Of a single object that is kept, too, there is the object's own.
            let isTaken = options.emit.contains(.hxo) && built.objects.contains { objectDebugPath($0, image) == debug }
            if !isTaken { files.append(OutputFile(debug, HSXDebugFile.encode(built.program, built.image))) }
        }
        for kind in EmitKind.allCases where options.emit.contains(kind) {
            switch kind {
            case .ir:
                if let module = built.module {
                    files.append(
                        OutputFile(plan.artifactPath(".hir", isMain: false), Array(IRPrinter.print(module).utf8)))
                }
            case .asm:
                files.append(
                    OutputFile(plan.artifactPath(".mvasm", isMain: false), Array(HSXListing.source(built.image).utf8)))
            case .hxo:
                for object in built.objects {
                    let folder = Path.folder(image)
                    let path = Path.join(folder, Path.stem(object.path) + ".hxo")
                    files.append(OutputFile(path, HSXObjectWriter.encode(object, debug: plan.debug)))
                    if plan.debug {
                        files.append(OutputFile(objectDebugPath(object, image), HSXDebugFile.encode(object)))
                    }
                }
            case .llvmIR, .wat, .obj, .c: break
            }
        }
        return files
    }

    /// Where the debug file of an object beside `image` goes.
    private static func objectDebugPath(_ object: HSXObject, _ image: String) -> String {
        Path.join(Path.folder(image), Path.stem(object.path) + ".dbg")
    }

    /// NAME.manifest.json for provisioning: what the artifacts are and what the program needs.
    private static func bundle(_ artifacts: Artifacts, _ manifest: Manifest, _ plan: BuildPlan) -> OutputFile {
        var members: [(String, JSONValue)] = [("name", .string(manifest.name))]
        if let version = manifest.version { members.append(("version", .string(version))) }
        let list = artifacts.all.map { file in
            JSONValue.object([
                ("file", .string(Path.name(file.path))), ("size", .integer(file.bytes.count)),
                ("sha256", .string(SHA256.hexDigest(file.bytes))),
            ])
        }
        members.append(("artifacts", .array(list)))
        if let image = artifacts.image?.image {
            members.append(("entry", .integer(image.entry)))
            members.append(
                (
                    "memory",
                    .object([
                        ("code", .integer(image.code.count * 4)), ("data", .integer(image.data.count)),
                        ("bss", .integer(image.bssSize)),
                    ])
                ))
        }
        return OutputFile(plan.artifactPath(".manifest.json", isMain: false), JSONWriter.pretty(.object(members)))
    }
}

extension Diagnostic {
    fileprivate static func nothingToValidate(_ name: String) -> Diagnostic {
        .error(
            "E2732", "'\(name)' is no program in Smalltalk: it has no methods to validate",
            notes: [DiagnosticNote("'hubc verify' compares what the whole program prints")])
    }
}
