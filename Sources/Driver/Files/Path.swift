// File paths as text. A relative path stays relative, so that diagnostics show what the user wrote and artifacts hold
// no folder of this machine.

/// Takes paths apart and puts them together, without looking at the file system.
package enum Path {
    /// The folder that holds `path`; "." for a plain name.
    package static func folder(_ path: String) -> String {
        let trimmed = withoutTrailingSlashes(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
    }

    /// The last part of `path`.
    package static func name(_ path: String) -> String {
        let trimmed = withoutTrailingSlashes(path)
        guard trimmed != "/", let slash = trimmed.lastIndex(of: "/") else { return trimmed }
        return String(trimmed[trimmed.index(after: slash)...])
    }

    /// The last part of `path` without its suffix: "a.b" for "x/a.b.hxe"; a leading point is part of the name.
    package static func stem(_ path: String) -> String {
        let name = name(path)
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
        return String(name[..<point])
    }

    /// The suffix with its point, in small letters: ".hxe"; empty when there is none.
    package static func suffix(_ path: String) -> String {
        let name = name(path)
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
        return name[point...].lowercased()
    }

    /// `part` inside `folder`; `part` itself when it is absolute or `folder` is "." or empty.
    package static func join(_ folder: String, _ part: String) -> String {
        if part.hasPrefix("/") || folder.isEmpty || folder == "." { return part }
        return folder.hasSuffix("/") ? folder + part : folder + "/" + part
    }

    /// `path` from `folder` when it is inside, by its text alone; else `path` itself.
    package static func relative(_ path: String, to folder: String) -> String {
        let prefix = join(folder, "")
        return prefix.isEmpty || !path.hasPrefix(prefix) ? path : String(path.dropFirst(prefix.count))
    }

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
