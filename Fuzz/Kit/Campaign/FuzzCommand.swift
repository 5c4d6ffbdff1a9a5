// The command line of hubc-fuzz.

import Glibc

/// Reads the arguments and runs what they ask for.
public enum FuzzCommand {
    private static let usage = """
        usage: hubc-fuzz mvasm|mutate|ir|targets|lisp [--count N] [--seed N] [--first N] [--jobs N] [--sample N]
                         [--crashes FOLDER] [--corpus FOLDER]... [--max-findings N] [--seconds N]
                         [--target hxe|native|c|wasm]... [--kind mvasm|hxo|hxe|hir|ll|bc|valk]...
               hubc-fuzz show mvasm|mutate|ir|targets|lisp --seed N --first N    prints one input
               hubc-fuzz replay FILE...                             judges files again

        """

    /// The status of the process: 0 when nothing was found, 1 when something was, 2 for a wrong command line.
    public static func run(_ arguments: [String]) -> Int32 {
        guard let command = arguments.first else { return complain() }
        if command == "replay" { return arguments.dropFirst().map { CampaignRunner.replay($0) }.max() ?? complain() }
        let isNested = command == "worker" || command == "show"
        guard let kind = CampaignKind(rawValue: isNested ? arguments.dropFirst().first ?? "" : command),
            var options = parse(Array(arguments.dropFirst(isNested ? 2 : 1)))
        else { return complain() }
        options.kind = kind
        if let missing = TargetWay.missing(options.targets).first {
            FileTree.say("hubc-fuzz: nothing here runs programs of the target '\(missing)'\n", on: STDERR_FILENO)
            return 2
        }
        if kind == .mutate, !options.campaign.hasInputs {
            FileTree.say("hubc-fuzz: there is nothing to damage; bitcode needs LLVM 22\n", on: STDERR_FILENO)
            return 2
        }
        if let size = kind.batchSize.map(UInt64.init) {
            // The count is one of programs, and an input holds many. It takes its time.
            if !isNested { options.count = (options.count + size - 1) / size }
            options.seconds = max(options.seconds, 300)
        }
        switch command {
        case "worker":
            CampaignRunner.work(options)
            return 0
        case "show":
            let campaign = options.campaign
            FileTree.say(String(decoding: campaign.input(options.first).bytes, as: UTF8.self), on: STDOUT_FILENO)
            return 0
        default:
            var runner = CampaignRunner(options)
            return runner.run() ? 0 : 1
        }
    }

    private static func parse(_ arguments: [String]) -> CampaignRunner.Options? {
        var options = CampaignRunner.Options()
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let text = rest.popFirst() else { return nil }
            switch name {
            case "--crashes": options.crashFolder = text
            case "--corpus": options.corpusFolders.append(text)
            case "--target": options.targets.append(text)
            case "--kind":
                guard let kind = InputKind(rawValue: text) else { return nil }
                options.inputs.append(kind)
            default:
                guard let value = UInt64(text) else { return nil }
                switch name {
                case "--count": options.count = value
                case "--seed": options.seed = value
                case "--first": options.first = value
                case "--jobs": options.jobs = Int(clamping: value)
                case "--sample": options.sample = Int(clamping: value)
                case "--max-findings": options.maximumFindings = Int(clamping: value)
                case "--seconds": options.seconds = Int(clamping: value)
                default: return nil
                }
            }
        }
        return options
    }

    private static func complain() -> Int32 {
        FileTree.say(usage, on: STDERR_FILENO)
        return 2
    }
}
