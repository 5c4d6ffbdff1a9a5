// The sound inputs that mutation starts from: built-in ones, what the generators make, and files of given folders.

import Driver
import FrontendHSX
import HSXMachine
import IR
import Support

/// The kinds of input, by their file suffix.
public enum InputKind: String, CaseIterable, Sendable {
    case mvasm, hxo, hxe, hir
    /// LLVM's IR as text and as bitcode.
    case ll, bc
    /// Lisp.
    case valk
    /// Smalltalk images, and programs in Smalltalk assembly and in source.
    case image, stasm, st

    /// The kinds that are damaged where no others are asked for: LLVM's take a process for each input, each text of
    /// Lisp is compiled with its library, and images are large.
    public static let usual: [InputKind] = [.mvasm, .hxo, .hxe, .hir]

    var isText: Bool {
        switch self {
        case .mvasm, .hxo, .hir, .ll, .valk, .stasm, .st: true
        case .hxe, .bc, .image: false
        }
    }
}

/// Sound inputs.
struct Corpus: Sendable {
    struct Entry: Sendable {
        let kind: InputKind
        let bytes: [UInt8]
    }

    /// Larger files make slow inputs and find nothing more; but images are never small.
    private static func maximumSize(_ kind: InputKind) -> Int { kind == .image ? 1_000_000 : 12_000 }
    private(set) var entries: [Entry] = []
    /// The numbers in `entries` of each kind.
    private var places: [[Int]] = InputKind.allCases.map { _ in [] }

    init() {}

    /// Of these kinds.
    init(folders: [String], _ kinds: [InputKind]) {
        if kinds.contains(where: { $0 == .ll || $0 == .bc }) { LLVMSeeds.texts.forEach { add(.ll, $0) } }
        if kinds.contains(.valk) { addLisp() }
        if kinds.contains(.stasm) { StasmSeeds.texts.forEach { add(.stasm, $0) } }
        if kinds.contains(.st) { StSeeds.texts.forEach { add(.st, $0) } }
        if kinds.contains(where: InputKind.usual.contains) { addUsual() }
        let needsText = kinds.contains(.bc) && !kinds.contains(.ll)
        addFiles(folders, kinds + (needsText ? [.ll] : []))
        for place in places[0] { derive(entries[place].bytes) }
        addBitcode(kinds)
    }

    private mutating func addUsual() {
        for text in Corpus.sources { add(.mvasm, text) }
        for text in Corpus.modules { add(.hir, text) }
        for index in 0..<12 { add(.mvasm, ProgramGenerator.program(seed: 77, index: UInt64(index))) }
        for index in 0..<12 { add(.hir, IRPrinter.print(ModuleGenerator.module(seed: 77, index: UInt64(index)))) }
    }

    /// Random programs, what hubc brings in Lisp, and texts that are nothing but nested or long.
    private mutating func addLisp() {
        for index in 0..<24 { add(.valk, LispGenerator.batch(seed: 77, index: UInt64(index), count: 1)) }
        for file in RuntimeFiles.lisp where !file.path.hasPrefix("library/") { add(.valk, file.bytes) }
        for text in Corpus.lispTexts { add(.valk, text) }
    }

    private mutating func addFiles(_ folders: [String], _ kinds: [InputKind]) {
        for folder in folders {
            for path in FileTree.files(in: folder) {
                guard let suffix = path.split(separator: ".").last, let kind = InputKind(rawValue: String(suffix)),
                    kinds.contains(kind), let bytes = FileTree.read(path)
                else { continue }
                add(kind, bytes)
            }
        }
    }

    /// The modules in text once more as bitcode, those that are sound.
    private mutating func addBitcode(_ kinds: [InputKind]) {
        guard kinds.contains(.bc), let opt = Toolchain.find(.opt) else { return }
        for place in entries(of: .ll) {
            let text = entries[place].bytes
            let bitcode = try? TemporaryFolder.with { folder throws(Diagnostic) -> [UInt8]? in
                try folder.write("seed.ll", text, executable: false)
                let output = folder.file("seed.bc")
                let result = try ProcessRunner.run(ProcessCall(opt, ["-o", output, folder.file("seed.ll")]))
                return result.ending == .exited(0) ? FileTree.read(output) : nil
            }
            if let bytes = bitcode ?? nil { add(.bc, bytes) }
        }
    }

    func entries(of kind: InputKind) -> [Int] { places[InputKind.allCases.firstIndex(of: kind) ?? 0] }

    private mutating func add(_ kind: InputKind, _ text: String) { add(kind, Array(text.utf8)) }

    private mutating func add(_ kind: InputKind, _ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count <= Corpus.maximumSize(kind) else { return }
        places[InputKind.allCases.firstIndex(of: kind) ?? 0].append(entries.count)
        entries.append(Entry(kind: kind, bytes: bytes))
    }

    /// The object, the image and the lifted module of an assembly source.
    private mutating func derive(_ source: [UInt8]) {
        let (object, log) = MVASMAssembler.assemble(
            MVASMSource(file: SourceFileID(rawValue: 0), name: "seed.mvasm", text: source))
        guard !log.hasErrors else { return }
        add(.hxo, HSXObjectWriter.encode(object, debug: entries.count % 2 == 0))
        var linkLog = DiagnosticLog()
        guard let (image, program) = HSXImage.link([object], options: HSXLinkOptions(), log: &linkLog) else { return }
        add(.hxe, image.encoded())
        guard let lifted = Lifter.lift(program, name: "seed", log: &linkLog), !lifted.isEntryKept else { return }
        add(.hir, IRPrinter.print(lifted.module))
    }

    // MARK: Built-in seeds

    private static let lispTexts = [
        "(load \"src/prelude.valk\")\n(fun {f n} {if (<= n 0) {n} {f (- n 1)}})\n(print (f 10) `(a ,(f 1) ,@{1 2}))\n",
        String(repeating: "(", count: 2000), String(repeating: "{", count: 1500) + String(repeating: "}", count: 1500),
        String(repeating: "'", count: 2000) + "x", String(repeating: "`,", count: 2000) + "x",
        "(+ 1 " + String(repeating: "9", count: 3000) + " -9223372036854775808 9223372036854775808)",
        "(print \"" + String(repeating: "x", count: 4000) + "\" \"\u{0}\u{FFFD}\")",
        "(print " + String(repeating: "(+ 1 ", count: 800) + "1" + String(repeating: ")", count: 801),
        "(def {a b} (read \"{1 2\") (penv)) (eval (join {print} (list a b)))",
    ]

    private static let sources = [
        """
        ; every directive and operand form
        .entry main
        .equ K, 4+'a'
        .export main
        .text
        main: LDI R1, K ; comment
            LD R2, [R1 + 4]
            LDH R2, [R1]
            STH [R1-2], R3
            SVC MOD=1, FN=1
            SVC 1, 0
            CALL R5+2
            CALL main
            LDI32 R1, lo16(d+1)
            LDI32 R2, hi16(d)
            LDI32 R3, off16(d)
            LDI R4, '\\n'
            CMP R1, R2
            JNZ main
            JZ here
        here:
            BRK 3
            RET
        .org 0x100
        f:  PUSH R4
            POP R4
            RET
        .value {"group": 1, "id": 2, "name": "x", "flags": "RO", "init": 1.5, "unit": "degC", "min": -1}
        .cmd [{"group": 1, "id": 2, "handler": "f", "name": "go", "help": "h"}]
        .mailbox {"target": "app:x", "capacity": 64, "mode": "RDWR|FANOUT"}
        .data
        .align 8
        d: .word 4, d - 4, . - d, 0xFFFFFFFF
            .ascii "a\\n\\x41", "b"
            .asciz "z"
            .byte 'x', -1, 255
            .half 0x10, 0b101, d
        .bss
        b:  .zero 12
        """,
        """
        .import other
        .extern third
        .entry
        .text
            PUSH R7
            MOV R7, R15
            PUSH R1
            PUSH R2
            LDI R1, 3
        loop:
            LD R2, [R7+-4]
            ADD R2, R2, R1
            ST [R7+-8], R2
            LDI R3, 1
            SUB R1, R1, R3
            JNZ loop
            ADC R0, R2, R1
            POP R1
            POP R1
            POP R7
            RET
        """,
    ]

    private static let modules = [
        "module \"empty\"\n"
    ]
}
