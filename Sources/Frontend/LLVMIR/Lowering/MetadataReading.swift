// Declarations of values, commands and mailboxes: strings that C code puts into sections of their own. They describe the
// program and are no part of its memory.

import CLLVM
import IR

extension ModuleLowering {
    /// The sections, and what each declares.
    private static let sections: [String: String] = [
        ".hsx.value": "value", ".hsx.cmd": "cmd", ".hsx.mailbox": "mailbox",
    ]

    mutating func readMetadata() {
        for global in program.globals {
            guard let kind = Self.sections[global.section], let initializer = global.initializer else { continue }
            var size = 0
            guard initializer.kind == LLVMConstantDataArrayValueKind,
                let data = LLVMGetRawDataValues(initializer.handle, &size)
            else {
                log.report(.unsupported("a declaration that is no string", at: nil, in: "'\(global.name)'"))
                continue
            }
            let bytes = UnsafeRawBufferPointer(start: data, count: size).prefix { $0 != 0 }
            module.metadata.append(Metadata(kind: kind, text: String(decoding: bytes, as: UTF8.self)))
        }
    }
}
