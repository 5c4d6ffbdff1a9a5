// Globals in the host's memory: arrays of bytes, or structures where some of the bytes are addresses.

import IR
import Support

enum GlobalForm {
    /// A pointer to the first byte, of type `uint8_t *`.
    static func pointer(_ id: GlobalID, _ program: CProgram) -> String {
        let (global, name) = (program.module.globals[id], program.name(id))
        if !global.relocations.isEmpty { return "(uint8_t *)&\(name)" }
        return global.isConstant ? "(uint8_t *)\(name)" : name
    }

    /// What stands before the first use: the structure, and the name for the linker or for other globals.
    static func writeDeclaration(_ id: GlobalID, _ program: CProgram, _ text: inout CText) {
        let global = program.module.globals[id]
        if !global.relocations.isEmpty { writeStructure(id, program, &text) }
        if global.linkage != .local {
            text.line("extern \(head(id, program))\(program.names.globals[id].symbolAttribute);")
        } else if isNamedEarly(id, program.module) {
            text.line("static \(head(id, program));")
        }
    }

    static func writeDefinition(_ id: GlobalID, _ program: CProgram, _ text: inout CText) {
        let global = program.module.globals[id]
        guard global.linkage != .import else { return }
        let linkage = global.linkage == .local ? "static " : ""
        let alignment = global.alignment > 1 ? "_Alignas(\(global.alignment)) " : ""
        let bytes = Array(global.bytes.prefix(Int(global.size)))
        let start = "\(linkage)\(alignment)\(head(id, program))"
        if !global.relocations.isEmpty {
            writeFields(id, start, program, &text)
        } else if bytes.allSatisfy({ $0 == 0 }) {
            text.line(global.isConstant ? "\(start) = {0};" : "\(start);")
        } else {
            ByteInitializer.write(start, bytes, size: Int(global.size), &text)
        }
    }

    /// `const uint8_t g_name[12]`
    private static func head(_ id: GlobalID, _ program: CProgram) -> String {
        let (global, name) = (program.module.globals[id], program.name(id))
        let qualifier = global.isConstant ? "const " : ""
        if !global.relocations.isEmpty { return "\(qualifier)struct \(name)_data \(name)" }
        return "\(qualifier)uint8_t \(name)[\(max(global.size, 1))]"
    }

    /// Whether the bytes of a global that is defined before, or of itself, hold its address.
    private static func isNamedEarly(_ id: GlobalID, _ module: Module) -> Bool {
        module.globals.ids.prefix(id.index + 1).contains { holder in
            module.globals[holder].relocations.contains { $0.target == .global(id) }
        }
    }

    // MARK: Structures

    /// A part of a global with addresses: bytes, or one address.
    private enum Part {
        case bytes(Range<Int>)
        case address(GlobalRelocation)
    }

    private static func parts(_ global: Global, _ pointerBytes: Int) -> [Part] {
        var parts: [Part] = []
        var place = 0
        for relocation in global.relocations.sorted(by: { $0.offset < $1.offset }) {
            let offset = Int(relocation.offset)
            if offset > place { parts.append(.bytes(place..<offset)) }
            parts.append(.address(relocation))
            place = offset + pointerBytes
        }
        if place < Int(global.size) { parts.append(.bytes(place..<Int(global.size))) }
        return parts
    }

    private static func writeStructure(_ id: GlobalID, _ program: CProgram, _ text: inout CText) {
        let global = program.module.globals[id]
        let pointerBytes = program.types.pointerBytes
        text.line("struct \(program.name(id))_data {")
        text.indent()
        for part in parts(global, pointerBytes) {
            switch part {
            case .bytes(let range): text.line("uint8_t bytes\(range.lowerBound)[\(range.count)];")
            case .address(let relocation): text.line("uint8_t *address\(relocation.offset);")
            }
        }
        text.outdent()
        let isAligned = global.relocations.allSatisfy { Int($0.offset) % pointerBytes == 0 }
        text.line(isAligned ? "};" : "} HUB_PACKED;")
    }

    private static func writeFields(_ id: GlobalID, _ start: String, _ program: CProgram, _ text: inout CText) {
        let global = program.module.globals[id]
        text.line(start + " = {")
        text.indent()
        for part in parts(global, program.types.pointerBytes) {
            switch part {
            case .bytes(let range):
                let bytes = range.map { $0 < global.bytes.count ? global.bytes[$0] : 0 }
                ByteInitializer.write(bytes, terminator: ",", &text)
            case .address(let relocation): text.line(address(relocation, program) + ",")
            }
        }
        text.outdent()
        text.line("};")
    }

    private static func address(_ relocation: GlobalRelocation, _ program: CProgram) -> String {
        let base =
            switch relocation.target {
            case .global(let target): pointer(target, program)
            case .function(let target): "(uint8_t *)(uintptr_t)\(program.name(target))"
            }
        if relocation.addend == 0 { return base }
        return base + (relocation.addend < 0 ? " - " : " + ") + "\(relocation.addend.magnitude)"
    }
}
