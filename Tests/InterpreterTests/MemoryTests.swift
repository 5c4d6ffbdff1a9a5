import IR
import Interpreter
import Testing

@Suite struct MemoryTests {
    private let hsx = Module(name: "m", memory: .hsx)

    @Test func accessesAreLittleEndianAndNarrow() {
        let ending = run([], [.i32, .i16, .i8, .i1], module: hsx) { builder, _ in
            let address = builder.constant(0x101, .i32)
            let word = builder.constant(0x1234_5682, .i32)
            builder.store(.i32, address, word)
            let byte = builder.constant(0xAB, .i8)
            builder.store(.i8, address, byte, offset: 3)
            let whole = builder.load(.i32, address)
            let half = builder.load(.i16, address, offset: 1)
            let low = builder.load(.i8, address)
            let flag = builder.load(.i1, address)
            builder.ret([whole, half, low, flag])
        }
        #expect(ending == .returned([0xAB34_5682, 0x3456, 0x82, 0]))
    }

    @Test func addressesWrapAndTheEndFaults() {
        func loadAt(_ address: UInt64, offset: Int32 = 0, _ type: Type = .i32) -> Ending {
            run([.i32], [type], [address], module: hsx) { builder, parameters in
                let value = builder.load(type, parameters[0], offset: offset)
                builder.ret([value])
            }
        }
        #expect(loadAt(0xFFFC) == .returned([0]))
        #expect(loadAt(0xFFFD) == .trapped(.memoryFault))
        #expect(loadAt(0x1_0000) == .returned([0]))
        #expect(loadAt(0xFFFF_FFFC) == .returned([0]))
        #expect(loadAt(0, offset: -4) == .returned([0]))
        #expect(loadAt(0, offset: -3) == .trapped(.memoryFault))
        #expect(loadAt(0xFFFF, .i8) == .returned([0]))
        let small = run([.i32], [.i32], [0]) { builder, parameters in
            let value = builder.load(.i32, parameters[0], offset: -4)
            builder.ret([value])
        }
        #expect(small == .trapped(.memoryFault), "memory without a size of its own does not wrap at the limit")
    }

    @Test func globalsArePlacedAroundFixedOnes() {
        var module = hsx
        let first = module.globals.append(Global(name: "first", size: 6, bytes: [1, 2, 3]))
        let fixed = module.globals.append(Global(name: "fixed", size: 4, address: 0x4008, bytes: [9]))
        let second = module.globals.append(Global(name: "second", size: 4, alignment: 4))
        let function = module.functions.nextID
        module.globals[second].relocations = [GlobalRelocation(offset: 0, target: .function(function))]
        module.globals[first].relocations = [GlobalRelocation(offset: 2, target: .global(second), addend: -1)]
        let id = define("f", [], [.i32, .i32, .i32, .i32], in: &module) { builder, _ in
            let addresses = [first, fixed, second].map {
                builder.value(Instruction(.globalAddr, type: .ptr, a: $0.rawValue))
            }
            let numbers = addresses.map { builder.unary(.ptrToInt, .i32, $0) }
            let after = builder.value(Instruction(.globalAddr, type: .i32, a: first.rawValue, c: 2))
            let pointer = builder.load(.i32, after)
            builder.ret(numbers + [pointer])
        }
        var interpreter = verifiedInterpreter(module)
        #expect(interpreter.memory[0x4000] == 1 && interpreter.memory[0x4008] == 9 && interpreter.memory[0x400C] == 4)
        #expect(interpreter.run(id).ending == .returned([0x4000, 0x4008, 0x400C, 0x400B]))
    }

    @Test func globalsThatDoNotFitAreReported() {
        var module = hsx
        module.globals.append(Global(name: "big", size: 0x1_0000))
        let id = define("f", [], [], in: &module) { builder, _ in builder.ret() }
        var interpreter = verifiedInterpreter(module)
        #expect(interpreter.run(id).ending == .unsupported("global big does not fit in 65536 bytes of memory"))
    }

    /// Answers the addresses of a slot at the top, another slot and the callee's slot at the top.
    @Test func slotsLieBelowTheStackPointer() {
        var module = hsx
        let callee = define("callee", [], [.i32], in: &module) { builder, _ in
            let slot = builder.function.slots.append(StackSlot(size: 8, isAtTop: true))
            let address = builder.slotAddress(.i32, slot, offset: 0)
            builder.ret([address])
        }
        let id = define("f", [], [.i32, .i32, .i32, .i32], in: &module) { builder, _ in
            let aligned = builder.function.slots.append(StackSlot(size: 5, alignment: 16))
            let top = builder.function.slots.append(StackSlot(size: 12, isAtTop: true))
            let addresses = [top, aligned].map { builder.slotAddress(.i32, $0, offset: 0) }
            let end = builder.slotAddress(.i32, top, offset: 12)
            let called = builder.call(callee, [], results: [.i32])
            builder.ret(addresses + [end] + called)
        }
        var interpreter = verifiedInterpreter(module)
        // 0x8000 - 12, then 5 bytes down to a multiple of 16; the callee's frame ends 4 bytes below.
        #expect(interpreter.run(id).ending == .returned([0x7FF4, 0x7FE0, 0x8000, 0x7FE0 - 4 - 8]))
    }

    @Test func slotsThatDoNotFitOverflow() {
        let ending = run([], [], module: hsx) { builder, _ in
            builder.function.slots.append(StackSlot(size: 0x8001))
            builder.ret()
        }
        #expect(ending == .trapped(.stackOverflow))
    }
}
