import FrontendHSX
import HSXMachine
import Support

/// Assembles `text` as file 0; other files by name as files 1 and up.
func assemble(
    _ text: String, isCompatible: Bool = false, files: [(name: String, text: String)] = []
) -> (object: HSXObject, log: DiagnosticLog) {
    assemble(Array(text.utf8), isCompatible: isCompatible, files: files)
}

func assemble(
    _ text: [UInt8], isCompatible: Bool = false, files: [(name: String, text: String)] = []
) -> (object: HSXObject, log: DiagnosticLog) {
    MVASMAssembler.assemble(
        MVASMSource(file: SourceFileID(rawValue: 0), name: "main.mvasm", text: text),
        options: MVASMOptions(isCompatible: isCompatible)
    ) { path, _ in
        guard let place = files.firstIndex(where: { $0.name == path }) else { return nil }
        return MVASMSource(file: SourceFileID(index: place + 1), name: path, text: Array(files[place].text.utf8))
    }
}

/// The codes of the diagnostics of assembling `text`.
func codes(_ text: String, isCompatible: Bool = false) -> [String] {
    assemble(text, isCompatible: isCompatible).log.diagnostics.map(\.code)
}

/// The linked image of `texts`, and the codes of what was said on the way.
func link(_ texts: [String], isCompatible: Bool = false) -> (image: HSXImage?, program: LinkedProgram?, codes: [String])
{
    var log = DiagnosticLog()
    var objects: [HSXObject] = []
    for (index, text) in texts.enumerated() {
        let (object, own) = MVASMAssembler.assemble(
            MVASMSource(file: SourceFileID(index: index), name: "m\(index).mvasm", text: Array(text.utf8)),
            options: MVASMOptions(isCompatible: isCompatible))
        objects.append(object)
        log.append(own)
    }
    var options = HSXLinkOptions()
    options.isCompatible = isCompatible
    options.appName = "app"
    let linked = HSXImage.link(objects, options: options, log: &log)
    return (linked?.image, linked?.program, log.diagnostics.map(\.code))
}

/// A small generator of repeatable numbers (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// `bytes` with a few bytes replaced, inserted, removed, or a run copied elsewhere.
func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
        guard !bytes.isEmpty else { return bytes }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(Array("[]{}\"',:;.+-0x9\n\\R\0".utf8).randomElement(using: &generator) ?? 0, at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
        default:
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
            bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
        }
    }
    return bytes
}
