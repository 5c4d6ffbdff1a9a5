// What programs print: bytes of strings go through a buffer in linear memory to the system.

import IR

enum ProgramOutput {
    private static let bufferBytes = 4096

    private static func service(_ program: ProgramLowering) -> ServiceID {
        service(
            Service(name: "UART_WRITE", number: 0x101, parameters: [.ptr, .i32], results: [.i32], effects: .reads),
            program)
    }

    private static func service(_ new: Service, _ program: ProgramLowering) -> ServiceID {
        program.module.services.ids.first { program.module.services[$0].name == new.name }
            ?? program.module.services.append(new)
    }

    static func exit(_ program: ProgramLowering) -> ServiceID {
        service(
            Service(name: "TASK_EXIT", number: 0x100, parameters: [.i32], results: [], effects: .terminates), program)
    }

    /// Microseconds.
    static func clock(_ program: ProgramLowering) -> ServiceID {
        service(Service(name: "CLOCK_US", number: 0xF01, parameters: [], results: [.i64], effects: []), program)
    }

    /// The service that answers the microseconds since 1970.
    static func time(_ program: ProgramLowering) -> ServiceID {
        service(Service(name: "TIME_US", number: 0xF04, parameters: [], results: [.i64], effects: []), program)
    }

    private static func buffer(_ program: ProgramLowering) -> GlobalID {
        if let id = program.module.globals.ids.first(where: { program.module.globals[$0].name == "output" }) {
            return id
        }
        return program.module.globals.append(Global(name: "output", size: UInt32(bufferBytes), alignment: 8))
    }

    private static func define(
        _ name: String, _ parameters: [Type], _ program: ProgramLowering,
        _ write: (inout CodeEmitter, [ValueID]) -> Void
    ) -> FunctionID {
        if let id = program.function(named: name) { return id }
        let signature = Signature(parameters: parameters, results: [])
        let id = program.module.functions.append(Function(name: name, signature: signature))
        var emitter = CodeEmitter(name, arity: 0, program.layout)
        emitter.builder = FunctionBuilder(Function(name: name, signature: signature))
        let values = emitter.start()
        write(&emitter, values)
        program.module.functions[id] = emitter.builder.function
        return id
    }

    /// Prints one byte, an i32.
    static func character(_ program: ProgramLowering) -> FunctionID {
        let (service, buffer) = (service(program), buffer(program))
        return define("smalltalk.print byte", [.i32], program) { emitter, values in
            let place = emitter.value(.globalAddr, .ptr, a: buffer.rawValue)
            let byte = emitter.builder.unary(.trunc, .i8, values[0])
            emitter.builder.store(.i8, place, byte)
            let one = emitter.word(1)
            _ = emitter.builder.service(service, [place, one], results: [.i32])
            emitter.builder.ret()
        }
    }

    /// Prints the bytes of an object that has some; of any other object nothing.
    static func writer(_ program: ProgramLowering) -> FunctionID {
        let (service, buffer) = (service(program), buffer(program))
        return define("smalltalk.print bytes", [.any], program) { emitter, values in
            let done = emitter.makeBlock()
            for family in ElementFamilies.of(program.layout, program.module) where family.elements == .i8 {
                let next = emitter.makeBlock(), found = emitter.makeBlock()
                emitter.builder.branch(emitter.flag(.isRef, .ref(family.layout), values[0]), found, else: next)
                emitter.begin(found)
                let object = emitter.unbox(.ref(family.layout), values[0])
                let count = emitter.elementCount(object)
                let zero = emitter.word(0)
                let outer = emitter.builder.makeBlock([.i32])
                emitter.builder.jump(outer, [zero])
                emitter.begin(outer)
                let start = emitter.builder.function.parameters(outer)[0]
                let part = emitter.makeBlock()
                emitter.builder.branch(emitter.builder.icmp(.ult, .i32, start, count), part, else: done)
                emitter.begin(part)
                let place = emitter.value(.globalAddr, .ptr, a: buffer.rawValue)
                let rest = emitter.builder.binary(.sub, .i32, count, start)
                let most = emitter.word(Int64(bufferBytes))
                let isShort = emitter.builder.icmp(.ult, .i32, rest, most)
                let size = emitter.builder.select(.i32, isShort, rest, most)
                let inner = emitter.builder.makeBlock([.i32])
                emitter.builder.jump(inner, [zero])
                emitter.begin(inner)
                let offset = emitter.builder.function.parameters(inner)[0]
                let copy = emitter.makeBlock(), flush = emitter.makeBlock()
                emitter.builder.branch(emitter.builder.icmp(.ult, .i32, offset, size), copy, else: flush)
                emitter.begin(copy)
                let index = emitter.builder.binary(.add, .i32, start, offset)
                let byte = emitter.elementGet(.i8, object, index)
                let target = emitter.builder.binary(.ptrAdd, .ptr, place, offset)
                emitter.builder.store(.i8, target, byte)
                let one = emitter.word(1)
                let following = emitter.builder.binary(.add, .i32, offset, one)
                emitter.builder.jump(inner, [following])
                emitter.begin(flush)
                _ = emitter.builder.service(service, [place, size], results: [.i32])
                let behind = emitter.builder.binary(.add, .i32, start, size)
                emitter.builder.jump(outer, [behind])
                emitter.begin(next)
            }
            emitter.builder.jump(done)
            emitter.begin(done)
            emitter.builder.ret()
        }
    }

    /// Prints a text that is known.
    static func write(_ text: String, _ program: ProgramLowering, _ emitter: inout CodeEmitter) {
        let bytes = Array(text.utf8)
        let service = service(program)
        let name = program.unique("text \(text)")
        let global = program.module.globals.append(
            Global(name: name, size: UInt32(bytes.count), alignment: 1, isConstant: true, bytes: bytes))
        let place = emitter.value(.globalAddr, .ptr, a: global.rawValue)
        let count = emitter.word(Int64(bytes.count))
        _ = emitter.builder.service(service, [place, count], results: [.i32])
    }
}
