// Declarations of values, commands and mailboxes: strings of JSON that C code puts into sections of their own. They
// describe the program and are no part of its memory. A command names the function that runs when it is called.

import CLLVM
import IR
import Support

/// One declaration.
private struct Declaration {
    let global: LLVMValue
    /// As the IR's metadata has it.
    let kind: String
    /// Nil when the global is no string.
    let text: String?

    /// The function that the command runs; nil for other declarations and for commands without one.
    var handler: String? {
        guard kind == "command", let text, let tree = try? JSONReader.read(Array(text.utf8), dialect: [.repeatedKeys]),
            let name = tree["handler"]?.string, let first = name.utf8.first
        else { return nil }
        let isNumber = first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
        return isNumber ? nil : name
    }
}

extension LLVMProgram {
    /// The sections, and what each declares.
    private static let sections: [String: String] = [
        ".hsx.value": "value", ".hsx.cmd": "command", ".hsx.mailbox": "mailbox",
    ]

    fileprivate var declarations: [Declaration] {
        globals.compactMap { global in
            guard let kind = Self.sections[global.section], let initializer = global.initializer else { return nil }
            var size = 0
            guard initializer.kind == LLVMConstantDataArrayValueKind,
                let data = LLVMGetRawDataValues(initializer.handle, &size)
            else { return Declaration(global: global, kind: kind, text: nil) }
            let bytes = UnsafeRawBufferPointer(start: data, count: size).prefix { $0 != 0 }
            return Declaration(global: global, kind: kind, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The names of the functions that commands run.
    var handlerNames: [String] { declarations.compactMap(\.handler) }
}

extension ModuleLowering {
    /// Takes the declarations into the module, and declares the functions that commands run.
    mutating func readMetadata() {
        for declaration in program.declarations {
            guard let text = declaration.text else {
                let what = "a declaration that is no string"
                log.report(.unsupported(what, at: nil, of: program.file, in: "'\(declaration.global.name)'"))
                continue
            }
            module.metadata.append(Metadata(kind: declaration.kind, text: text))
            if let handler = declaration.handler { declareHandler(handler) }
        }
    }

    private mutating func declareHandler(_ name: String) {
        guard let function = program.function(named: name), !function.isDeclaration else {
            log.report(.undefinedSymbol(name, at: nil, of: program.file, in: "the declaration of a command"))
            return
        }
        module.functions[declare(function)].linkage = .export
    }
}
