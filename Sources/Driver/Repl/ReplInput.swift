// Where the lines of `hubc repl` come from: a terminal, with editing, history and completion, or a pipe or file, without
// prompts.

import CSystem
import Glibc
import Support

/// What the next line is.
enum ReplLine {
    case text(String)
    /// The user gave up on it.
    case interrupted
    case end
}

struct ReplInput {
    let isTerminal = System.isTerminal(STDIN_FILENO) && System.isTerminal(STDOUT_FILENO)
    /// Where lines are kept from one session to the next; nil when there is no home for it.
    private let history: String?
    private var words: Set<String> = []
    /// Whether lines can be edited.
    let canEdit: Bool

    init() {
        history = isTerminal ? Self.historyPath() : nil
        canEdit = isTerminal && hub_open_editor(history)
    }

    /// `hubc/history` in the folder for what programs remember.
    private static func historyPath() -> String? {
        let state = System.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = System.environment("HOME").flatMap { $0.isEmpty ? nil : $0 }
        guard let folder = state ?? home.map({ Path.join($0, ".local/state") }) else { return nil }
        let own = Path.join(folder, "hubc")
        do { try System.createFolder(own) } catch { return nil }
        return Path.join(own, "history")
    }

    /// The next line, without its end.
    func line(_ prompt: String) -> ReplLine {
        guard isTerminal else { return readLine().map { .text($0) } ?? .end }
        var bytes: UnsafeMutablePointer<CChar>?
        let end = hub_read_line(prompt, &bytes)
        defer { free(bytes) }
        switch end {
        case HUB_LINE_READ: return .text(bytes.map { String(cString: $0) } ?? "")
        case HUB_LINE_INTERRUPTED: return .interrupted
        default: return .end
        }
    }

    /// Keeps a line, which may be several on the terminal.
    func remember(_ text: String) {
        guard canEdit else { return }
        hub_remember_line(text.split(whereSeparator: \.isNewline).joined(separator: " "))
        if let history { hub_save_lines(history) }
    }

    /// Adds words to those that can be completed.
    mutating func know(_ new: [String]) {
        guard canEdit, !words.isSuperset(of: new) else { return }
        words.formUnion(new)
        var list = words.sorted().map { UnsafePointer(strdup($0)) }
        hub_set_completions(&list, list.count)
        for word in list { free(UnsafeMutablePointer(mutating: word)) }
    }
}
