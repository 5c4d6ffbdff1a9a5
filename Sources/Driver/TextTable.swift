// Tables for people: columns as wide as what they hold.

/// Rows of text, each cell padded to the width of its column.
package struct TextTable {
    private let header: [String]
    /// The columns whose cells stand left; numbers stand right.
    private let left: Set<Int>
    private var rows: [[String]] = []

    package init(_ header: [String], left: Set<Int>) {
        self.header = header
        self.left = left
    }

    /// Adds a row with a cell for each column.
    package mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The header and the rows, one a line, with two spaces between columns and none at the end of a line.
    package var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for row in all {
            var line = ""
            for (column, cell) in row.enumerated() {
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (left.contains(column) ? cell + gap : gap + cell)
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}

/// Numbers with a point.
package enum Decimal {
    /// `value` with `digits` digits behind the point.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale)
        return "\(sign)\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
