// The end of the translation unit: what the runtime is told of the program, and `main`.

import IR
import Support

struct ProgramWriter {
    private let program: CProgram

    init(_ program: CProgram) { self.program = program }

    /// The entry, the program's data and `main`.
    func write(_ entry: FunctionID, _ text: inout CText) {
        text.line("")
        writeEntry(entry, &text)
        let stretches = program.hasHostMemory ? [] : LinearImage(program).stretches
        if !stretches.isEmpty { writeSegments(stretches, &text) }
        if !program.options.keptCode.isEmpty {
            text.line("")
            ByteInitializer.write(
                "static const uint8_t hub_kept_code[\(program.options.keptCode.count)]", program.options.keptCode,
                size: program.options.keptCode.count, &text)
        }
        writeProgram(entry, stretches, &text)
        text.line("")
        text.line("int main(int argc, char **argv) {")
        text.indent()
        text.line("return hub_main(&hub_this_program, argc, argv);")
        text.outdent()
        text.line("}")
    }

    private func writeEntry(_ entry: FunctionID, _ text: inout CText) {
        let signature = program.module.functions[entry].signature
        let arguments = signature.parameters.enumerated().map { index, type in
            WordConversion.value("arguments[\(index)]", type, program.types)
        }
        let plain = "\(program.name(entry))(\(arguments.joined(separator: ", ")))"
        let call = program.leaving.contains(entry) ? "hub_complete(\(plain))" : plain
        text.line("static uint64_t hub_entry(const uint64_t *arguments) {")
        text.indent()
        if arguments.isEmpty { text.line("(void)arguments;") }
        if let first = signature.results.first {
            let word = WordConversion.word(first, program.types)
            let field = signature.results.count > 1 ? ".r0" : ""
            text.line("return \(word.before)\(call)\(field)\(word.behind);")
        } else {
            text.line("\(call);")
            text.line("return 0;")
        }
        text.outdent()
        text.line("}")
    }

    private func writeSegments(_ stretches: [LinearImage.Stretch], _ text: inout CText) {
        for (index, stretch) in stretches.enumerated() {
            text.line("")
            for name in stretch.names { text.line(CText.comment(name)) }
            // Without a size, so that text may be followed by its zero.
            let head = "static const uint8_t hub_data\(index)[]"
            ByteInitializer.write(head, stretch.bytes, size: stretch.bytes.count + 1, &text)
        }
        text.line("")
        text.line("static const hub_segment hub_segments[\(stretches.count)] = {")
        text.indent()
        for (index, stretch) in stretches.enumerated() {
            let address = Literal.integer(stretch.address, .i32, isMask: true)
            text.line("{\(address), \(stretch.bytes.count)u, hub_data\(index)},")
        }
        text.outdent()
        text.line("};")
    }

    /// What services of a library work for: nothing but its memory, which is ready from the start.
    func writeLibrary(_ text: inout CText) {
        startProgram(&text)
        text.outdent()
        text.line("};")
    }

    private func startProgram(_ text: inout CText) {
        text.line("")
        text.line("static const hub_program hub_this_program = {")
        text.indent()
        text.line(".name = \(CText.quoted(program.options.name)),")
        if !program.hasHostMemory {
            text.line(".memory = hub_memory,")
            text.line(".memory_size = HUB_MEMORY_SIZE,")
        }
    }

    private func writeProgram(_ entry: FunctionID, _ stretches: [LinearImage.Stretch], _ text: inout CText) {
        startProgram(&text)
        if !stretches.isEmpty {
            text.line(".segments = hub_segments,")
            text.line(".segment_count = \(stretches.count),")
        }
        if !program.options.keptCode.isEmpty {
            text.line(".code = hub_kept_code,")
            text.line(".code_size = sizeof hub_kept_code,")
        }
        text.line(".parameter_count = \(program.module.functions[entry].signature.parameters.count),")
        text.line(".entry = hub_entry,")
        text.outdent()
        text.line("};")
    }

    /// The linear memory of a library, which nothing sets up before the first call.
    func writeLibraryMemory(_ text: inout CText) {
        let stretches = LinearImage(program).stretches
        guard !stretches.isEmpty else { return }
        text.line("")
        text.line("static _Alignas(16) uint8_t hub_memory[HUB_MEMORY_SIZE] = {")
        text.indent()
        for stretch in stretches {
            for name in stretch.names { text.line(CText.comment(name)) }
            text.line("[\(Literal.integer(stretch.address, .i32, isMask: true))] =")
            ByteInitializer.writeNumbers(stretch.bytes, &text)
        }
        text.outdent()
        text.line("};")
    }
}
