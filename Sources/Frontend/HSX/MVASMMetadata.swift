// `.value`, `.cmd`, `.mailbox`: JSON after the directive, an object or an array of them, on one line or several.

import HSXMachine
import Support

extension MVASMAssembler {
    mutating func readMetadata(_ directive: MVASMDirective) {
        let start = position
        let tree: JSONValue
        do {
            let (value, end) = try JSONReader.readPrefix(text, from: position, dialect: .hsx)
            tree = value
            advance(to: end)
        } catch {
            // The last byte is the line feed that ends every text.
            let place = min(error.start, text.count - 1)
            report(.badJSON(directive, error.message, span(place, max(place + 1, error.end))))
            advance(to: place)
            return
        }
        let declarations = tree.array ?? [tree]
        guard !declarations.isEmpty else {
            report(.emptyList(directive, span(start, position)))
            return
        }
        for declaration in declarations { add(declaration, directive) }
        endStatement()
    }

    private mutating func add(_ tree: JSONValue, _ directive: MVASMDirective) {
        let place = span(tree.start, tree.end)
        do {
            switch directive {
            case .value:
                var value = try HSXMetadataReader.value(tree)
                value.span = place
                object.metadata.values.append(value)
            case .command:
                var command = try HSXMetadataReader.command(tree)
                command.span = place
                object.metadata.commands.append(command)
            case .mailbox:
                var mailbox = try HSXMetadataReader.mailbox(tree)
                mailbox.span = place
                object.metadata.mailboxes.append(mailbox)
            case .text, .data, .bss, .entry, .export, .extern, .import, .org, .byte, .half, .hword, .word, .ascii,
                .asciz,
                .string, .align, .zero, .equ, .include:
                preconditionFailure("MVASMAssembler: \(directive) declares nothing")
            }
        } catch {
            report(.badDeclaration(directive, error.message, span(error.place.lowerBound, error.place.upperBound)))
        }
    }

    /// Moves to byte `end`, counting the lines on the way.
    private mutating func advance(to end: Int) {
        while position < end {
            if text[position] == 0x0A {
                line += 1
                lineStart = position + 1
            }
            position += 1
        }
        // Past the last line feed there is nothing to read; step back onto it.
        if position >= text.count { position = text.count - 1 }
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func badJSON(_ directive: MVASMDirective, _ message: String, _ span: SourceSpan) -> Diagnostic {
        .error("E1030", "the JSON after \(directive.rawValue) is malformed: \(message)", at: span)
    }

    fileprivate static func emptyList(_ directive: MVASMDirective, _ span: SourceSpan) -> Diagnostic {
        .error("E1031", "the list after \(directive.rawValue) is empty", at: span)
    }

    fileprivate static func badDeclaration(
        _ directive: MVASMDirective, _ message: String, _ span: SourceSpan
    ) -> Diagnostic {
        .error("E1032", "\(directive.rawValue): \(message)", at: span)
    }
}
