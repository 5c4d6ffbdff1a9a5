// Where code comes from. Programs in source and assembly are located in their files. A method of an image stands in a
// file of its own, which has its name, and whose lines are its bytes: line 1 is pc 0. So do blocks that are literals.

import IR
import Support

/// A place in a file of the program, as debug metadata hold it.
public struct SmalltalkPlace: Hashable, Sendable {
    /// The name of the file in artifacts.
    let file: String
    let position: SourcePosition

    public init(file: String, position: SourcePosition) {
        self.file = file
        self.position = position
    }
}

/// Where an instruction was written.
package struct CodePlace: Sendable {
    package let pc: UInt32
    package let span: SourceSpan
}

/// Gives the code of methods its locations.
struct CodeLocations {
    /// Nil where nobody wants locations.
    private let place: ((SourceSpan) -> SmalltalkPlace?)?
    private var files: [String: UInt32] = [:]

    init(_ place: ((SourceSpan) -> SmalltalkPlace?)?) { self.place = place }

    /// The location of the instruction at `pc` of a method.
    mutating func location(
        _ method: MethodID, _ code: MethodCode?, _ pc: Int, _ image: SmalltalkImage, _ module: inout Module
    ) -> SourceLocation? {
        guard let place else { return nil }
        let block = code?.holder(pc), pc = MethodCode.place(pc)
        guard let places = image.codePlaces[block ?? image.methods[method].object] else {
            let name = (block == nil ? "" : "[] in ") + image.name(method)
            return SourceLocation(file: file(name, &module), line: UInt32(pc + 1), column: 0)
        }
        guard let span = Self.span(at: pc, places), let found = place(span) else { return nil }
        return SourceLocation(
            file: file(found.file, &module), line: UInt32(found.position.line), column: UInt32(found.position.column))
    }

    private mutating func file(_ name: String, _ module: inout Module) -> UInt32 {
        if let known = files[name] { return known }
        let number = UInt32(module.files.count)
        files[name] = number
        module.files.append(name)
        return number
    }

    /// The span of the last place that does not lie behind `pc`.
    private static func span(at pc: Int, _ places: [CodePlace]) -> SourceSpan? {
        var low = 0, high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].pc <= pc { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? places[low - 1].span : nil
    }
}

extension CodeEmitter {
    /// Instructions from here on come from `location`; without one from where those before them came.
    mutating func enter(_ location: SourceLocation?) {
        guard let location else { return }
        if let known = known[location] {
            builder.location = known
        } else {
            builder.location = builder.function.locations.append(location)
            known[location] = builder.location
        }
    }
}
