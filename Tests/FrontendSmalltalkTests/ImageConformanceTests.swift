// Images as they are found: every method decodes and is sound, and instructions are what independent decoders say.

import Foundation
import FrontendSmalltalk
import IR
import Support
import Testing

@Suite(.enabled(if: ConformanceKit.isPresent, "no conformance kit; set HUBC_CONFORMANCE"))
struct ImageConformanceTests {
    @Test(arguments: ConformanceKit.images)
    func everyMethodIsSound(_ path: String) throws {
        let image = try SmalltalkImage(ConformanceKit.bytes(path))
        #expect(!image.methods.isEmpty)
        for id in image.methods.ids {
            do throws(MethodFault) {
                _ = try image.methodCode(id)
            } catch {
                Issue.record("\(image.name(id)): \(error.text)")
            }
        }
    }

    @Test(arguments: ConformanceKit.images)
    func everyMethodIsLowered(_ path: String) throws {
        let module = try SmalltalkFrontEnd.wholeImage(SmalltalkImage(ConformanceKit.bytes(path)))
        let errors = Verifier.verify(module)
        #expect(errors.isEmpty, "\(errors.first?.message ?? "")")
    }

    @Test func methodsAreDecodedAsRecorded() throws {
        let lines = try ConformanceKit.lines("disasm.jsonl")
        #expect(!lines.isEmpty)
        for (name, lines) in Dictionary(grouping: lines, by: { $0["image"]?.string ?? "" }) {
            let path = ConformanceKit.folder.appending(path: "images/\(name)").path
            let image = try SmalltalkImage(ConformanceKit.bytes(path))
            for line in lines { try checkMethod(line, in: image) }
        }
    }

    private func checkMethod(_ line: JSONValue, in image: SmalltalkImage) throws {
        let method = "\(line["class"]?.string ?? "")>>\(line["selector"]?.string ?? "")"
        let id = try #require(image.findMethod(method), "no \(method)")
        checkHeader(image.methods[id].header, line["header"] ?? .null, method)
        let bytes = image.code(id)
        let recorded = string(line, "bytes")
        #expect(recorded == Hexadecimal.text(bytes), "\(method)")
        let code = (try? BytecodeTable.v3.instructions(in: bytes)) ?? []
        let bytecodeEnd = integer(line, "bytecodeEnd")
        #expect(bytecodeEnd == code.last?.end, "\(method)")
        compare(code, line, image.names(id), bytes, method)
    }

    private func checkHeader(_ header: MethodHeader, _ recorded: JSONValue, _ method: String) {
        let found: [(String, Int)] = [
            ("value", Int(header.value)), ("numLiterals", header.literalCount), ("numArgs", header.argumentCount),
            ("numTemps", header.temporaryCount), ("primitive", header.primitive),
        ]
        for (key, value) in found {
            let expected = integer(recorded, key)
            #expect(expected == value, "\(method) \(key)")
        }
        let flags = [("largeFrame", header.hasLargeFrame), ("altBytecodeSet", header.isSista)]
        for (key, flag) in flags {
            let expected = recorded[key]?.bool
            #expect(expected == flag, "\(method) \(key)")
        }
    }

    private func integer(_ object: JSONValue, _ key: String) -> Int? { object[key]?.integer }
    private func string(_ object: JSONValue, _ key: String) -> String? { object[key]?.string }

    private func compare(
        _ code: [BytecodeInstruction], _ line: JSONValue, _ names: InstructionText.Names, _ bytes: ArraySlice<UInt8>,
        _ place: String
    ) {
        let recorded = line["instructions"]?.array ?? []
        #expect(recorded.count == code.count, "\(place)")
        for (instruction, expected) in zip(code, recorded) {
            compare(instruction, expected, names, bytes, "\(place) \(instruction.pc)")
        }
    }

    @Test func sistaIsDecodedAsRecorded() throws {
        let names = InstructionText.Names(selector: { "lit\($0)" }, special: .standard, blockArguments: { $0 % 5 })
        for line in try ConformanceKit.lines("sista.jsonl") {
            let id = line["id"]?.string ?? ""
            let bytes = try #require(line["bytes"]?.string.flatMap(bytes))[...]
            let (code, errorAt) = linear(bytes)
            let recorded = integer(line, "errorAt")
            #expect(recorded == errorAt, "\(id)")
            compare(code, line, names, bytes, id)
        }
    }

    /// All instructions, up to the first byte that is none.
    private func linear(_ bytes: ArraySlice<UInt8>) -> ([BytecodeInstruction], errorAt: Int?) {
        var result: [BytecodeInstruction] = []
        while result.last?.end ?? 0 < bytes.count {
            switch Result(catching: { () throws(BytecodeError) in
                try BytecodeTable.sista.instruction(at: result.last?.end ?? 0, in: bytes)
            }) {
            case .success(let instruction): result.append(instruction)
            case .failure(let error): return (result, error.pc)
            }
        }
        return (result, nil)
    }

    private func compare(
        _ instruction: BytecodeInstruction, _ expected: JSONValue, _ names: InstructionText.Names,
        _ code: ArraySlice<UInt8>, _ place: String
    ) {
        let text = InstructionText(instruction, names)
        let start = code.startIndex + instruction.pc
        let pc = integer(expected, "pc")
        #expect(pc == instruction.pc, "\(place)")
        let bytes = string(expected, "bytes")
        #expect(bytes == Hexadecimal.text(code[start..<start + instruction.length]), "\(place)")
        let op = string(expected, "op")
        #expect(op == text.name, "\(place)")
        for member in expected.object ?? [] where !["pc", "bytes", "op"].contains(member.key) {
            let found = text.operands.first { $0.0 == member.key }?.1
            #expect(found?.kind == member.value.kind, "\(place) \(member.key)")
        }
    }

    private func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
        }
    }
}
