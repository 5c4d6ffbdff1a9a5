import Foundation
import FrontendHSX
import HSXMachine
import Support
import Testing

private let seedProgram = """
    .entry main
    .equ K, 4+'a'
    .export main
    main: LDI R1, K ; c
      LD R2, [R1 + 4]
      STH [R1-2], R3
      SVC MOD=1, FN=1
      CALL R5+2
      CALL main
      LDI32 R1, lo16(d+1)
      JNZ main
    .value {"group": 1, "id": 2, "name": "x", "flags": "RO"}
    .cmd [{"group": 1, "id": 2, "handler": "main"}]
    .mailbox {"target": "app:x"}
    .data
    .align 8
    d: .word main, d - 4, . - d
    .ascii "a\\n\\x41", "b"
    .byte 'x', -1
    .half 0x10, 0b101
    .bss
    b: .zero 12
    .include "self"
    """

@Suite struct RobustnessTests {
    @Test func mutatedSourceNeverTraps() {
        var generator = SeededGenerator(state: 1)
        for round in 0..<4000 {
            let text = mutated(Array(seedProgram.utf8), &generator)
            let (object, log) = MVASMAssembler.assemble(
                MVASMSource(file: SourceFileID(rawValue: 0), name: "a", text: text),
                options: MVASMOptions(isCompatible: round % 2 == 0)
            ) { path, file in
                file.index > 3
                    ? nil
                    : MVASMSource(file: SourceFileID(index: file.index + 1), name: path + "\(file.index)", text: text)
            }
            #expect(object.data.count <= 1 << 20 && object.code.count <= 1 << 16)
            if log.hasErrors { continue }
            var linkLog = DiagnosticLog()
            var options = HSXLinkOptions()
            options.isCompatible = round % 4 == 0
            _ = HSXImage.link([object, object], options: options, log: &linkLog)
            if let (image, program) = HSXImage.link([object], options: options, log: &linkLog) {
                _ = image.encoded()
                _ = HSXSymbolFile.encode(program, image, imageName: "a.hxe", checksum: 0)
                _ = HSXDebugFile.encode(object)
            }
        }
    }

    @Test func mutatedObjectsNeverTrap() {
        let text = seedProgram.replacingOccurrences(of: ".include \"self\"", with: "")
        let object = assemble(text).object
        let bytes = HSXObjectWriter.encode(object, debug: true)
        var generator = SeededGenerator(state: 2)
        var accepted = 0
        for _ in 0..<3000 {
            var log = DiagnosticLog()
            guard let copy = HSXObjectReader.read(mutated(bytes, &generator), path: "x.hxo", log: &log) else {
                #expect(log.hasErrors)
                continue
            }
            accepted += 1
            _ = HSXInspection.text(HSXInspection.describe(copy))
            _ = HSXDebugFile.encode(copy)
            if let (image, program) = HSXImage.link([copy, object], options: HSXLinkOptions(), log: &log) {
                _ = HSXSymbolFile.encode(program, image, imageName: "a.hxe", checksum: 0)
            }
        }
        #expect(accepted > 10)
    }

    @Test func mutatedImagesNeverTrap() throws {
        let text = seedProgram.replacingOccurrences(of: ".include \"self\"", with: "").replacingOccurrences(
            of: "d - 4", with: "d")
        let image = try #require(link([text]).image)
        var generator = SeededGenerator(state: 3)
        for _ in 0..<3000 {
            var bytes = mutated(image.encoded(), &generator)
            if bytes.count >= 96, Bool.random(using: &generator) {
                var checksum = CRC32()
                checksum.update(bytes[..<0x1C])
                checksum.update(bytes[96...])
                for place in 0..<4 {
                    bytes[0x1C + place] = UInt8(truncatingIfNeeded: checksum.value >> (24 - 8 * UInt32(place)))
                }
            }
            var log = DiagnosticLog()
            guard let copy = HSXImage.read(bytes, path: "x.hxe", log: &log) else { continue }
            _ = HSXInspection.text(HSXInspection.describe(copy))
            _ = HSXListing.listing(copy)
        }
    }

    @Test func disassemblyAssemblesToTheSameBytes() throws {
        var generator = SeededGenerator(state: 4)
        let opcodes = HSXOpcode.allCases
        for _ in 0..<300 {
            var image = HSXImage()
            for _ in 0..<Int.random(in: 1...200, using: &generator) {
                let opcode = opcodes.randomElement(using: &generator) ?? .ret
                let mask: UInt32 = Bool.random(using: &generator) ? opcode.format.fields.mask : 0x00FF_FFFF
                image.code.append(
                    UInt32(opcode.rawValue) << 24 | UInt32.random(in: 0...0xFF_FFFF, using: &generator) & mask)
            }
            image.data = (0..<Int.random(in: 0...70, using: &generator)).map { _ in
                Bool.random(using: &generator) ? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            let text = HSXListing.source(image)
            let (copy, _, codes) = link([text])
            #expect(codes.allSatisfy { $0 == "E1020" })
            #expect(copy?.code == image.code && copy?.data == image.data)
        }
    }
}
