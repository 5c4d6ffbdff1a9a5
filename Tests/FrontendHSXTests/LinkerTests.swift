import FrontendHSX
import HSXMachine
import Support
import Testing

@Suite struct LinkerTests {
    @Test func objectsFollowOneAnother() throws {
        let (image, program, codes) = link([
            ".extern f\n.entry main\nmain: CALL f\nLDI32 R1, d\nRET\n.data\nd: .byte 1,2,3",
            ".export f\nf: LDI32 R1, d\nRET\n.data\nd: .byte 9",
        ])
        #expect(codes.isEmpty)
        let linked = try #require(image)
        #expect(linked.code == [0x2400_0004, 0x6010_0000, 0x4000, 0x2500_0000, 0x6010_0000, 0x4003, 0x2500_0000])
        #expect(linked.data == [1, 2, 3, 9])
        #expect(program?.modules.values.map(\.codeBase) == [0, 16])
    }

    @Test(arguments: [
        ([".export f\nf: RET", ".export f\nf: RET"], "E2103"), ([".extern g\nCALL g", "g: RET"], "E2104"),
        ([".import g\nRET"], "E2105"),
        ([".data\n.byte 1"], "E2108"),
        ([".value {\"group\":1,\"id\":1}\nRET", ".value {\"group\":1,\"id\":1}\nRET"], "E2109"),
        (["RET\n.mailbox {\"target\":\"a\"}\n.mailbox {\"target\":\"a\"}"], "E2109"),
        (["LDI R1, d\nRET\n.data\nd: .byte 1"], "E2120"),
        (["JMP far\n.org 4096\nfar: RET"], "E2120"), (["CALL far\n.org 8192\nfar: RET"], "E2120"),
        (["LD R1, [R2+far]\n.org 2048\nfar: RET"], "E2120"), (["JMP d\n.data\nd: .byte 1"], "E2121"),
        (["x: LDI32 R1, off16(x)"], "E2122"),
        (["x: CALL x+2"], "E2123"), (["RET\n.data\nd: .byte d"], "E2120"),
    ])
    func mistakesAreReported(texts: [String], code: String) {
        #expect(link(texts).codes == [code])
    }

    @Test func bothPlacesAreNamed() throws {
        var log = DiagnosticLog()
        let objects = (0..<2).map { index in
            MVASMAssembler.assemble(
                MVASMSource(file: SourceFileID(index: index), name: "m\(index)", text: Array(".export f\nf: RET".utf8))
            ).object
        }
        #expect(HSXLinker.merge(objects, log: &log) == nil)
        let diagnostic = try #require(log.diagnostics.first)
        #expect(diagnostic.span?.file.index == 1 && diagnostic.notes.first?.span?.file.index == 0)
    }

    @Test func compatibleModeKeepsSilentEncodings() {
        #expect(link(["CALL far\n.org 8192\nfar: RET"], isCompatible: true).image?.code.first == 0x2400_0800)
        #expect(link(["LDI R1, far\nRET\n.org 3000\nfar: RET"], isCompatible: true).image?.code.first == 0x0110_0BB8)
    }

    @Test func startIsTheEntryWhenExported() {
        #expect(link([".entry a\nRET\na: RET", ".export _start\nRET\n_start: RET"]).image?.entry == 12)
        #expect(link([".entry a\nRET\na: RET", "RET"]).image?.entry == 4)
        #expect(link(["RET\n.entry\nRET"]).image?.entry == 4)
    }

    @Test func objectsRoundTripThroughFiles() throws {
        let text = """
            .extern other
            .export main
            .entry main
            main: CALL other+8
            LDI32 R1, d+1
            JMP main
            .value {"group": 1, "id": 2, "name": "v", "extra": [1, {"x": null}]}
            .cmd {"group": 1, "id": 2, "handler": "main"}
            .mailbox {"target": "app:x", "mode": "RDWR"}
            .data
            .align 8
            d: .word main, lo16(d)
            .bss
            b: .zero 3
            """
        let object = assemble(text).object
        var log = DiagnosticLog()
        let bytes = HSXObjectWriter.encode(object, debug: true)
        let copy = try #require(HSXObjectReader.read(bytes, path: "x.hxo", log: &log))
        #expect(log.diagnostics.isEmpty)
        #expect(HSXObjectWriter.encode(copy, debug: true) == bytes)
        #expect(copy.code == object.code && copy.data == object.data && copy.bssSize == 3 && copy.dataAlignment == 8)
        #expect(copy.relocations.count == object.relocations.count && copy.lineTable == object.lineTable)
        #expect(copy.functions == object.functions && copy.symbols.count == object.symbols.count)
    }

    @Test func imagesRoundTripThroughFiles() throws {
        let (image, program, _) = link([
            """
            .value {"group": 2, "id": 1, "name": "b", "unit": "V"}
            .value {"group": 1, "id": 1, "name": "a", "unit": "V", "init": 1}
            .cmd {"group": 1, "id": 9, "name": "go", "help": "runs", "handler": "run"}
            .mailbox {"target": "app:x", "mode": "RDWR", "capacity": 32}
            RET
            run: RET
            .data
            .byte 1
            """
        ])
        let written = try #require(image)
        let bytes = written.encoded()
        var copy = try HSXImage(reading: bytes)
        copy.checksum = 0
        #expect(copy == written)
        #expect(copy.sections.map(\.type) == [1, 2, 3])
        #expect(
            copy.sections[0].bytes
                == [
                    1, 1, 0, 0, 0x3C, 0, 0, 40, 0, 42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 44, 0, 42, 0,
                    0, 0, 0, 0, 0, 0, 0,
                    0, 0, 0x61, 0, 0x56, 0, 0x62, 0,
                ])
        #expect(
            copy.sections[1].bytes == [1, 9, 0, 0, 0, 0, 0, 4, 0, 16, 0, 19, 0, 0, 0, 0] + Array("go\0runs\0".utf8))
        #expect(
            String(decoding: copy.sections[2].bytes, as: UTF8.self)
                == #"{"mailboxes":[{"capacity":32,"mode":"RDWR","target":"app:x"}],"version":1}"#)
        let metadata = try HSXMetadataDecoder.metadata(copy.sections)
        #expect(metadata.values.map(\.name) == ["a", "b"] && metadata.commands.first?.help == "runs")
        #expect(program != nil && HSXInspection.text(HSXInspection.describe(copy)).contains("app_name: app"))
    }

    @Test func symbolFilesHaveTrueAddresses() throws {
        let (image, program, _) = link([".entry m\nm: LDI32 R1, 5\nLDI R2, 6\nRET\n.data\nv: .byte 1,2"])
        let linked = try #require(image)
        let bytes = HSXSymbolFile.encode(try #require(program), linked, imageName: "a.hxe", checksum: 1)
        let tree = try JSONReader.read(bytes)
        #expect(tree["instructions"]?.array?.compactMap { $0["pc"]?.integer } == [0, 8, 12])
        #expect(tree["symbols"]?["variables"]?.array?.first?["size"]?.integer == 2)
        #expect(tree.object?.map(\.key) == tree.object?.map(\.key).sorted())
        var log = DiagnosticLog()
        let symbols = try #require(HSXSymbolFile.read(bytes, path: "a.sym", log: &log))
        #expect(symbols.labels == [0: ["m"]])
        #expect(
            HSXListing.listing(linked, symbols: symbols).contains(
                "m:\n; m0.mvasm:2\n>0000  60100000 00000005  LDI32 R1, 0x00000005"))
    }
}
