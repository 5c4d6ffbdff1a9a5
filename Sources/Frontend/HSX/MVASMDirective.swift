// The directives of MVASM: one table of names and of the sections in which each may stand.

import HSXMachine

/// A directive.
enum MVASMDirective: String, CaseIterable {
    case text = ".text"
    case data = ".data"
    case bss = ".bss"
    case entry = ".entry"
    case export = ".export"
    case extern = ".extern"
    case `import` = ".import"
    case org = ".org"
    case byte = ".byte"
    case half = ".half"
    case hword = ".hword"
    case word = ".word"
    case ascii = ".ascii"
    case asciz = ".asciz"
    case string = ".string"
    case align = ".align"
    case zero = ".zero"
    case equ = ".equ"
    case include = ".include"
    case value = ".value"
    case command = ".cmd"
    case mailbox = ".mailbox"

    /// The sections in which the directive may stand.
    var sections: [HSXSection] {
        switch self {
        case .text, .data, .bss, .export, .extern, .import, .align, .equ, .include, .value, .command, .mailbox:
            HSXSection.allCases
        case .entry, .org: [.text]
        case .byte, .half, .hword, .ascii, .asciz, .string: [.data]
        case .word: [.text, .data]
        case .zero: [.data, .bss]
        }
    }

    /// Whether the reference assembler knows it; it takes any word that begins with such a name for the directive.
    var isReference: Bool {
        switch self {
        case .bss, .equ: false
        case .text, .data, .entry, .export, .extern, .import, .org, .byte, .half, .hword, .word, .ascii, .asciz,
            .string, .align,
            .zero, .include, .value, .command, .mailbox:
            true
        }
    }
}
