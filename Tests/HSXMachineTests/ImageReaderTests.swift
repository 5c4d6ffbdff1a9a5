import HSXMachine
import Support
import Testing

@Suite struct ImageReaderTests {
    private static func image() -> HSXImage {
        var image = HSXImage()
        image.code = [0x0100_002A, 0x2500_0000]
        image.data = [1, 2, 3]
        image.appName = "demo"
        return image
    }

    /// The image with `change` applied to its bytes and, if asked, a right checksum.
    private static func message(resealed: Bool = true, _ change: (inout [UInt8]) -> Void) -> String? {
        var bytes = image().encoded()
        change(&bytes)
        if resealed, bytes.count >= 96 {
            var checksum = CRC32()
            checksum.update(bytes[..<0x1C])
            checksum.update(bytes[96...])
            for place in 0..<4 {
                bytes[0x1C + place] = UInt8(truncatingIfNeeded: checksum.value >> (24 - 8 * UInt32(place)))
            }
        }
        do {
            _ = try HSXImage(reading: bytes)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func checksUseTheLoadersWords() {
        #expect(Self.message { _ in } == nil)
        #expect(Self.message { $0.removeLast($0.count - 10) } == "HSXE image too short")
        #expect(Self.message { $0[0] = 0 } == "Bad magic")
        #expect(Self.message { $0[5] = 3 }?.hasPrefix("Unsupported HSXE version") == true)
        #expect(Self.message(resealed: false) { $0[100] ^= 1 } == "CRC mismatch")
        #expect(Self.message { $0[0x0B] = 8 } == "Entry point outside code section")
        #expect(Self.message { $0[0x0F] = 6 } == "Code section must be 4-byte aligned")
        #expect(Self.message { $0[0x0B] = 2 } == "Entry address must be 4-byte aligned")
        #expect(Self.message { $0[0x15] = 2 } == "BSS size exceeds VM capacity")
        #expect(Self.message { $0[0x13] = 200 } == "HSXE sections exceed file length")
        #expect(Self.message { $0[0x50] = 1 } == "Reserved HSXE header bytes must be zero")
        #expect(Self.message { $0[0x47] = 1 }?.hasPrefix("Metadata table overlaps") == true)
    }

    @Test func sizesAreThoseOfTheSpecification() {
        var image = Self.image()
        image.code = [1, 2, 3, 4]
        image.data = Array(repeating: 0, count: 8)
        #expect(image.encoded().count == 120)
    }

    @Test func versionOneIsRead() throws {
        var writer = ByteWriter()
        for word: UInt32 in [HSXImage.magic, 0x0001_0000, 0, 4, 0, 0, 0] { writer.u32BE(word) }
        var checksum = CRC32()
        checksum.update(writer.bytes)
        checksum.update([0x25, 0, 0, 0])
        writer.u32BE(checksum.value)
        writer.u32BE(0x2500_0000)
        let image = try HSXImage(reading: writer.bytes)
        #expect(image.version == 1 && image.code == [0x2500_0000] && image.flags.contains(.allowsMultipleInstances))
    }
}
