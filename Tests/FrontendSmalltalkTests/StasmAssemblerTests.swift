// Programs become images in which everything is where images have it.

import FrontendSmalltalk
import Support
import Testing

@Suite struct StasmAssemblerTests {
    private func image(_ texts: String...) throws -> SmalltalkImage {
        var log = DiagnosticLog()
        let files = texts.enumerated().map { (id: SourceFileID(index: $0.offset), text: Array($0.element.utf8)) }
        let image = StasmAssembler.assemble(files, log: &log)
        #expect(log.diagnostics.map(\.message) == [])
        return try #require(image)
    }

    private func hex(_ image: SmalltalkImage, _ method: String) throws -> String {
        Hexadecimal.text(image.code(try #require(image.findMethod(method))))
    }

    /// The names of all instructions of a method and of its blocks.
    private func mnemonics(_ image: SmalltalkImage, _ names: String...) throws -> Set<String> {
        var result: Set<String> = []
        for name in names {
            let id = try #require(image.findMethod(name))
            let code = try #require(try image.methodCode(id))
            result.formUnion(code.instructions.map { InstructionText($0, image.names(id)).name })
            for index in 0..<image.methods[id].header.literalCount {
                guard case .object(let block) = image.literal(id, index), image.memory.objects[block].shape == .method,
                    case .integer(let value) = image.memory.slot(block, 0)
                else { continue }
                let bytes = image.memory.bytes(block)
                let code = try MethodCode(bytes, MethodHeader(value, .spur, bytes), image.selectors)
                result.formUnion(code.instructions.map { InstructionText($0, image.names(id)).name })
            }
        }
        return result
    }

    // MARK: Instructions

    @Test func everyInstructionOfV3() throws {
        let image = try image(StasmPrograms.v3)
        let none: Set<StasmMnemonic> = [
            .pushCharacter, .pushFullClosure, .directedSuperSend, .nop, .blockReturnConstant, .trap,
        ]
        let found = try mnemonics(image, "T>>all:", "T>>tried")
        let missing = StasmMnemonic.allCases.filter { !none.contains($0) && !found.contains($0.rawValue) }
        #expect(missing == [])
        let expected =
            "00 8101 61 10 8141 6a 40 81c0 82c0 8a02 6b 74 8d0103 8e0003 8c0003 87 21 73 8a82 88 87 87 71 a803 72 ac09"
            + " 70 d2 87 70 89 8523 87 90 7b 76 8f110004 11 10 b0 7d 7c"
        let code = try hex(image, "T>>all:")
        #expect(code == expected.filter { $0 != " " })
        #expect(try hex(image, "T>>tried") == "8b3c00" + "78")
    }

    @Test func everyInstructionOfSista() throws {
        let image = try image(StasmPrograms.sista)
        let found = try mnemonics(image, "S>>all:", "S>>stop", "S>>self")
        #expect(StasmMnemonic.allCases.filter { !found.contains($0.rawValue) } == [])
        let expected =
            "f87500 f501 00 f301 c9 40 d2 10 f400 f100 e702 d3 e175e830 fc0103 fd0003 fb0003 d8 5f 21 e961 e782 53 d8"
            + " d8"
        let code = try hex(image, "S>>all:")
        #expect(code.hasPrefix(expected.filter { $0 != " " }))
    }

    @Test func blocksThatShareVariables() throws {
        let image = try image(StasmPrograms.blockCopy)
        #expect(try hex(image, "B>>do:") == "10" + "89" + "76" + "c8" + "a403" + "69" + "11" + "7d" + "ca" + "7c")
        #expect(image.selectors.names[24] == "blockCopy:")
    }

    /// Lengths of jumps depend on what is between, from 8 and from 255 or 1023 bytes on.
    @Test(arguments: [0, 1, 6, 7, 8, 9, 252, 253, 254, 255, 256, 1000])
    func jumpsAreAsShortAsTheyCanBe(_ distance: Int) throws {
        let filler = String(repeating: "pushReceiver\npop\n", count: distance / 2)
        let odd = distance % 2 == 1 ? "bytes 87\n" : ""
        for (mode, isSista) in [("", false), ("sista", true)] {
            let image = try image(
                "class A super nil\nmethod A>>a \(mode)\npushConstant nil\njumpIfFalse L\n\(filler)jump L\n\(odd)"
                    + "L: returnReceiver\nend\n"
            )
            let id = try #require(image.findMethod("A>>a"))
            let instructions = try #require(try image.methodCode(id)).instructions
            let jump = try #require(instructions.first { $0.target != nil })
            #expect(jump.target == instructions.last?.pc)
            let encoded = isSista ? SistaEncoder.bytes(jump.operation) : V3Encoder.bytes(jump.operation)
            #expect(encoded?.count == jump.length)
        }
    }

    // MARK: Classes

    @Test func classesAndTheirVariables() throws {
        let image = try image(
            """
            class A super Object instvars x y classvars V
            class B super A instvars z classinstvars c
            class C super B indexable
            global G
            method B>>z
                pushReceiverVariable z
                returnTop
            end
            method B class>>c
                pushReceiverVariable c
                returnTop
            end
            method C>>v
                pushLiteralVariable V
                pushLiteralVariable {G}
                pushLiteralVariable A
                popIntoNewArray 3
                returnTop
            end
            method A class>>v
                pushLiteralVariable V
                returnTop
            end
            """)
        #expect(try hex(image, "B>>z") == "027c")
        #expect(try hex(image, "B class>>c") == "0b7c")
        let inC = try #require(image.findMethod("C>>v")), inA = try #require(image.findMethod("A class>>v"))
        #expect(image.literal(inC, 0) == image.literal(inA, 0))
        guard case .object(let global) = image.literal(inC, 1), case .object(let held) = image.literal(inC, 2) else {
            Issue.record("no bindings")
            return
        }
        #expect(image.className(.object(global)) == "Association")
        #expect(image.memory.object(global, 0).flatMap(image.memory.text) == "G")
        let a = try #require(image.findClass("A"))
        #expect(image.memory.object(held, 1) == image.classes[a].object)
        let c = try #require(image.findClass("C"))
        #expect(image.memory.slot(image.classes[c].object, 2) == .integer(3 | 3 << 16))
        #expect(image.classes[c].superclass.map { image.classes[$0].name } == "B")
        let meta = try #require(image.metaclass(of: c))
        #expect(image.classes[meta].superclass.map { image.classes[$0].name } == "B class")
        let object = try #require(image.findClass("Object class"))
        #expect(image.classes[object].superclass.map { image.classes[$0].name } == "Class")
    }

    @Test func sendsToSuperKnowTheirClass() throws {
        let image = try image(StasmPrograms.v3, StasmPrograms.sista)
        for (name, className) in [("T>>all:", "T"), ("S>>all:", "S")] {
            let id = try #require(image.findMethod(name))
            guard case .object(let binding) = image.literal(id, image.methods[id].header.literalCount - 1) else {
                Issue.record("no binding")
                return
            }
            let found = try #require(image.findClass(className))
            #expect(image.memory.object(binding, 1) == image.classes[found].object)
        }
    }

    @Test func blocksKnowWhatIsAroundThem() throws {
        let image = try image(StasmPrograms.sista)
        let id = try #require(image.findMethod("S>>all:"))
        let literals = (0..<image.methods[id].header.literalCount).compactMap { image.literal(id, $0) }
        let blocks = literals.compactMap { value -> ObjectID? in
            guard case .object(let object) = value, image.memory.objects[object].shape == .method else { return nil }
            return object
        }
        #expect(blocks.count == 1)
        let block = try #require(blocks.first)
        #expect(image.className(.object(block)) == "CompiledBlock")
        #expect(image.memory.object(block, image.memory.slotCount(block) - 1) == image.methods[id].object)
    }

    // MARK: Literals and special objects

    @Test func literals() throws {
        let image = try image(
            """
            class A super nil
            method A>>a temps 0
                lit 1073741823
                lit 1073741824
                lit -1073741825
                lit 2.5
                lit $a
                lit 'text'
                lit #sym
                lit #(1 nil #sym)
                lit #[1 2]
                lit 'text'
                returnReceiver
            end
            """)
        let id = try #require(image.findMethod("A>>a"))
        let values = (0..<10).compactMap { image.literal(id, $0) }
        #expect(values[0] == .integer(1_073_741_823))
        #expect(
            values.map { image.className($0) } == [
                "SmallInteger", "LargePositiveInteger", "LargeNegativeInteger", "Float", "Character", "String",
                "Symbol",
                "Array", "ByteArray", "String",
            ])
        #expect(values[5] == values[9])
        guard case .object(let large) = values[2], case .object(let float) = values[3],
            case .object(let array) = values[7]
        else { return }
        #expect(Array(image.memory.bytes(large)) == [1, 0, 0, 0x40])
        #expect(Array(image.memory.bytes(float)) == [0, 0, 0, 0, 0, 0, 4, 0x40])
        #expect(image.memory.slots(array).last == values[6])
        let null = try #require(image.memory.object(image.special, 0))
        #expect(image.memory.slot(array, 1) == .object(null))
        #expect(image.className(.object(null)) == "UndefinedObject")
        #expect(image.memory.slotCount(image.special) == 60)
        #expect(image.memory.object(image.special, 20).flatMap(image.memory.text) == "doesNotUnderstand:")
    }

    @Test func deepFramesAreLarge() throws {
        let pushes = String(repeating: "pushReceiver\n", count: 20)
        let image = try image(
            "class A super nil\nmethod A>>a\n\(pushes)returnTop\nend\nmethod A>>b\nreturnReceiver\nend")
        let large = try #require(image.findMethod("A>>a")), small = try #require(image.findMethod("A>>b"))
        #expect(image.methods[large].header.hasLargeFrame)
        #expect(!image.methods[small].header.hasLargeFrame)
    }

    /// What an image is printed as is a program again, of the same methods.
    @Test func printedProgramsAreAssembledToTheSame() throws {
        let first = try image(StasmPrograms.v3, StasmPrograms.sista)
        let text = StasmDisassembler.text(first)
        let second = try image(text)
        #expect(StasmDisassembler.text(second) == text)
        for id in first.methods.ids {
            let failure = StasmRoundTrip.failure(id, first)
            #expect(failure == nil)
        }
        let tree = SmalltalkInspection.describe(second, method: "S>>all:")
        let fault = tree?["fault"]
        #expect(tree != nil && fault == nil)
    }
}
