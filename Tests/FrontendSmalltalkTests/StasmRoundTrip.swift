// A method of an image to text and back.

import FrontendSmalltalk
import Support

enum StasmRoundTrip {
    /// What is not the same; nil when all is.
    static func failure(_ id: MethodID, _ image: SmalltalkImage) -> String? {
        let method = StasmDisassembler.method(id, image)
        let text = StasmPrinter.print(StasmFile([.method(method)]))
        var log = DiagnosticLog()
        let file = StasmParser.parse(Array(text.utf8), file: SourceFileID(rawValue: 0), log: &log)
        if let first = log.diagnostics.first { return "\(first.message)\n\(text)" }
        let again = StasmPrinter.print(file)
        if again != text { return "other text\n\(text)\n\(again)" }
        guard file.items.count == 1, case .method(let read) = file.items[0] else { return "no method" }
        guard values(read.code) == values(method.code) else { return "other literals" }
        guard let encoded = StasmEncoder.encode(read.code, image.header.format, nil, log: &log) else {
            return "\(log.diagnostics.first?.message ?? "")\n\(text)"
        }
        if encoded.header != image.methods[id].header.value { return "another header\n\(text)" }
        if encoded.bytes[...] != image.code(id) { return "other bytes\n\(text)" }
        return nil
    }

    private static func values(_ code: StasmCode) -> [StasmLiteral?] {
        code.literals.map { if case .value(let literal, _) = $0 { literal } else { nil } }
    }
}
