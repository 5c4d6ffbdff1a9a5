// hubc link: links HSX objects.

import HSXMachine
import Support

extension Command {
    static let link = Command(
        "link", "A.hxo B.hxo -o APP.hxe", summary: "links HSX objects",
        operands: 1...Int.max, options: [.output, .entry, .debug],
        wording: [
            .output: "the image (default: named after the first object, in the current folder)",
            .entry: "the label at which the program starts",
            .debug: "write a .sym file beside the image",
        ],
        run: LinkCommand.run)
}

enum LinkCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        var objects: [HSXObject] = []
        for path in context.options.operands {
            guard context.expect(".hxo", at: path, hint: "'hubc build --emit hxo' makes objects from sources"),
                let id = context.load(path, allowEmpty: false)
            else { continue }
            if let object = HSXObjectReader.read(context.sources[id].text, path: path, file: id, log: &context.log) {
                objects.append(object)
            }
        }
        guard !context.log.hasErrors else { return .failure }
        let plan = BuildPlan.link(context.options)
        guard let built = HXEBuilder.assemble(objects, plan, &context) else { return .failure }
        return context.write(BuildCommand.files(built, plan, context.options))
    }
}
