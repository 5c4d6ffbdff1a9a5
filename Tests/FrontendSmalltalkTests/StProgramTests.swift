// Programs of several texts, in source and assembly, with and without a kernel.

import FrontendSmalltalk
import Support
import Testing

@Suite struct StProgramTests {
    private func program(
        _ texts: (name: String, text: String)..., kernel: String? = nil
    ) -> (program: SmalltalkProgram?, messages: [String]) {
        var log = DiagnosticLog()
        let files = texts.enumerated().map { index, text in
            SmalltalkText(
                file: SourceFileID(index: index), bytes: Array(text.text.utf8), isSource: text.name.hasSuffix(".st"))
        }
        let program = StasmAssembler.program(
            files,
            kernel: {
                kernel.map { [SmalltalkText(file: SourceFileID(index: 9), bytes: Array($0.utf8), isSource: true)] }
                    ?? []
            }, log: &log)
        return (program, log.diagnostics.map { "\($0.code) \($0.message)" })
    }

    private static let kernel = "nil subclass: Object [ foo [ ^1 ] bar [ ^2 ] ] Object subclass: Boolean [ ]"

    @Test func mixed() throws {
        let (program, messages) = program(
            ("a.stasm", "class A super B\nmethod B>>foo\npushLiteral 7\nreturnTop\nend\n"),
            ("b.st", "Object subclass: B [ Shared := 5. bar [ ^A ] ] A extend [ baz [ ^Shared ] ]"))
        #expect(messages == [])
        let image = try #require(program?.image)
        for name in ["B>>foo", "B>>bar", "A>>baz"] { #expect(image.findMethod(name) != nil) }
    }

    @Test func kernelMethodIsReplaced() throws {
        let (program, messages) = program(
            ("a.st", "Object extend [ foo [ ^3 ] mine [ ^4 ] ] Object subclass: A [ ]"), kernel: Self.kernel)
        #expect(messages == [])
        let found = try #require(program)
        #expect(found.kernel.classes == ["Object", "Boolean"])
        #expect(found.kernel.methods == ["Object>>bar"])
        let text = StasmDisassembler.text(found.image, without: found.kernel)
        #expect(text.contains("Object>>foo"))
        #expect(text.contains("Object>>mine"))
        #expect(!text.contains("Object>>bar"))
        #expect(!text.contains("class Boolean"))
    }

    @Test func kernelClassIsNot() {
        let (_, messages) = program(("a.st", "Object subclass: Boolean [ ]"), kernel: Self.kernel)
        #expect(messages == ["E2726 the class 'Boolean' is one of hubc's own"])
    }

    @Test func ownSystem() throws {
        let (program, messages) = program(
            ("a.st", "nil subclass: Object [ ] Object subclass: Boolean [ mine [ ] ]"), kernel: Self.kernel)
        #expect(messages == [])
        let found = try #require(program)
        #expect(found.kernel.classes == [])
        #expect(found.image.findMethod("Object>>foo") == nil)
    }

    /// Number 24 of the special selectors is `blockCopy:` there.
    @Test func oldBlocksTakeTheComparison() throws {
        let (program, messages) = program(
            (
                "a.stasm",
                """
                class A super Object
                method A>>old
                    pushThisContext
                    pushConstant 0
                    sendSpecial blockCopy:
                    jump over
                    pushConstant nil
                    blockReturnTop
                over:
                    returnTop
                end

                """
            ), ("b.st", "Object subclass: B [ foo [ ^self ~~ nil ] ]"))
        #expect(messages == [])
        #expect(program?.image.selectors.names[24] == "blockCopy:")
    }
}
