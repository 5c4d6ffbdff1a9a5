import HSXMachine
import Support
import Testing

@Suite struct TableTests {
    @Test func everyOpcodeHasItsRow() {
        #expect(HSXOpcode.allCases.count == 38)
        for opcode in HSXOpcode.allCases { #expect(opcode.info.opcode == opcode) }
        #expect(Set(HSXOpcode.allCases.map(\.mnemonic)).count == 38)
    }

    @Test func wordsRoundTrip() {
        for opcode in HSXOpcode.allCases {
            let fields = opcode.format.fields
            var instruction = HSXInstruction(opcode)
            if fields.contains(.rd) { instruction.rd = HSXRegister(3) }
            if fields.contains(.rs1) { instruction.rs1 = HSXRegister(15) }
            if fields.contains(.rs2) { instruction.rs2 = HSXRegister(9) }
            instruction.imm = Int32(truncatingIfNeeded: opcode.format.immediateRange.lowerBound)
            var code: [UInt32] = []
            instruction.encode(into: &code)
            #expect(HSXInstruction(code, at: 0) == instruction)
            #expect(!HSXInstruction.hasStrayBits(code[0]))
        }
    }

    @Test func illegalWordsDoNotDecode() {
        #expect(HSXInstruction([0], at: 0) == nil)
        #expect(HSXInstruction([0x6010_0000], at: 0) == nil)
        #expect(HSXInstruction([], at: 0) == nil)
    }

    @Test func outputsThatMayStayAreInputs() {
        for service in HSXService.all {
            #expect(
                service.outputs.subtracting(service.inputs).subtracting(HSXRegisterSet(.r0)).isEmpty, "\(service.name)")
            #expect(HSXService.at(number: service.number) == service)
        }
        #expect(!HSXService.at(number: 0xFFF).isKnown)
    }

    @Test func checksumIsZlibs() {
        var checksum = CRC32()
        checksum.update("123456789".utf8)
        #expect(checksum.value == 0xCBF4_3926)
    }
}
