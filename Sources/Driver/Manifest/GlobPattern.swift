// Glob patterns of the manifest: `*` any characters within a name, `?` one, `**` as a whole part any number of
// folders. A leading point is never matched by a wildcard, links to folders are not followed by `**`, and matches come
// sorted by their bytes, so that the result depends on the tree alone.

/// A pattern, split at its slashes.
package struct GlobPattern: Hashable {
    private enum Part: Hashable {
        /// Any number of folders.
        case folders
        /// One name with wildcards.
        case wildcards([UInt8])
        /// One name as it stands.
        case name(String)
    }

    private let parts: [Part]

    package init(_ text: String) {
        parts = text.split(separator: "/").filter { $0 != "." }.map { part in
            if part == "**" { return .folders }
            return part.contains("*") || part.contains("?") ? .wildcards(Array(part.utf8)) : .name(String(part))
        }
    }

    /// The files that match below `folder`, as paths from it, sorted. A `**` does not enter a folder that `excluded`
    /// names.
    package func expand(in folder: String, excluding excluded: [String] = []) -> [String] {
        var matches: [String] = []
        var search = Search(root: folder, excluded: excluded)
        search.collect(parts[...], below: "", into: &matches)
        matches.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        // Two `**` can reach a file by two ways.
        return matches.enumerated().filter { $0.offset == 0 || matches[$0.offset - 1] != $0.element }.map(\.element)
    }

    /// Whether `name` matches `pattern`, both without slashes. Linear but for backing up to the last star.
    package static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
        var inName = 0
        var inPattern = 0
        var afterStar: (name: Int, pattern: Int)? = nil
        while inName < name.count {
            if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
                inPattern += 1
                afterStar = (inName, inPattern)
            } else if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "?") {
                inPattern += 1
                inName = endOfCharacter(name, inName)
            } else if inPattern < pattern.count, pattern[inPattern] == name[inName] {
                inName += 1
                inPattern += 1
            } else if let star = afterStar {
                afterStar = (star.name + 1, star.pattern)
                inName = star.name + 1
                inPattern = star.pattern
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Past the UTF-8 character that starts at `index`.
    private static func endOfCharacter(_ name: [UInt8], _ index: Int) -> Int {
        var end = index + 1
        while end < name.count, name[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    /// A walk through the folders; each folder is listed once.
    private struct Search {
        let root: String
        let excluded: [String]
        private var listings: [String: [FolderEntry]] = [:]

        init(root: String, excluded: [String]) {
            self.root = root
            self.excluded = excluded
        }

        mutating func collect(_ parts: ArraySlice<Part>, below folder: String, into matches: inout [String]) {
            guard let part = parts.first else { return }
            let rest = parts.dropFirst()
            switch part {
            case .name(let name): step(to: Path.join(folder, name), rest, &matches)
            case .wildcards(let pattern):
                for entry in list(folder) where GlobPattern.matches(Array(entry.name.utf8), pattern) {
                    step(to: Path.join(folder, entry.name), rest, &matches)
                }
            case .folders:
                collect(rest.isEmpty ? [.wildcards([UInt8(ascii: "*")])] : rest, below: folder, into: &matches)
                for entry in list(folder) where entry.isFolder && !entry.name.hasPrefix(".") {
                    let path = Path.join(folder, entry.name)
                    if !excluded.contains(path) { collect(parts, below: path, into: &matches) }
                }
            }
        }

        private mutating func step(to path: String, _ rest: ArraySlice<Part>, _ matches: inout [String]) {
            guard let kind = try? System.kind(Path.join(root, path)) else { return }
            if rest.isEmpty {
                if kind == .regular { matches.append(path) }
            } else if kind == .folder {
                collect(rest, below: path, into: &matches)
            }
        }

        private mutating func list(_ folder: String) -> [FolderEntry] {
            if let known = listings[folder] { return known }
            let path = folder.isEmpty ? root : Path.join(root, folder)
            let entries = (try? System.entries(path)) ?? []
            listings[folder] = entries
            return entries
        }
    }
}
