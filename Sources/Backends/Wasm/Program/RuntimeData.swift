// The runtime's own part of memory, above what the program knows of: room to work in, and texts.

/// Bytes in memory that compiled code needs besides the program's. A class, because the lowering of all functions adds
/// to it.
final class RuntimeData {
    /// Just past the last byte.
    private(set) var end: UInt32
    private var texts: [String: Text] = [:]
    private(set) var segments: [WasmModule.Segment] = []

    /// A text in memory.
    struct Text {
        let address: UInt32
        /// In bytes.
        let length: UInt32
    }

    /// Nothing yet, from address `start` on.
    init(start: UInt32) { end = start }

    /// Room of zero bytes. Answers its address.
    func reserve(_ size: Int, alignment: UInt32 = 8) -> UInt32 {
        let address = (end + alignment - 1) / alignment * alignment
        end = address + UInt32(size)
        return address
    }

    /// Puts bytes into memory. Answers their address.
    func place(_ bytes: [UInt8], alignment: UInt32 = 8) -> UInt32 {
        let address = reserve(bytes.count, alignment: alignment)
        segments.append(WasmModule.Segment(address: address, bytes: bytes))
        return address
    }

    /// Puts a text into memory, each different text once.
    func text(_ string: String) -> Text {
        if let known = texts[string] { return known }
        let bytes = Array(string.utf8)
        let text = Text(address: place(bytes, alignment: 1), length: UInt32(bytes.count))
        texts[string] = text
        return text
    }
}
