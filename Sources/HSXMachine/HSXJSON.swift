// The JSON of HSX files, as the reference reads it.

import Support

extension JSONDialect {
    /// RFC 8259; of equal keys in one object the last counts.
    public static let hsx: JSONDialect = [.repeatedKeys]
}
