import IR
import Interpreter
import Testing

@Suite struct ObjectTests {
    private func dynamic(_ opcode: Opcode, _ a: ValueID, _ b: ValueID, aux: UInt8 = 0) -> Instruction {
        Instruction(opcode, type: .any, aux: aux, a: a.rawValue, b: b.rawValue)
    }

    @Test func recordsHoldTheirFields() {
        var module = Module(name: "m")
        let layout = module.layouts.append(
            ObjectLayout(name: "pair", fields: [Field(name: "x", type: .i32), Field(name: "y", type: .any)]))
        let ending = run([], [.i32, .i1, .i1], module: module) { builder, _ in
            let record = builder.value(Instruction(.alloc, type: .ref(layout)))
            let seven = builder.constant(7, .i32)
            builder.append(Instruction(.fieldSet, type: .i32, a: record.rawValue, b: seven.rawValue, c: 0), results: [])
            let x = builder.value(Instruction(.fieldGet, type: .i32, a: record.rawValue, c: 0))
            let y = builder.value(Instruction(.fieldGet, type: .any, a: record.rawValue, c: 1))
            let isNil = builder.one(Instruction(.isNil, type: .any, a: y.rawValue), .i1)
            let boxed = builder.one(Instruction(.box, type: .ref(layout), a: record.rawValue), .any)
            let isPair = builder.one(Instruction(.isRef, type: .ref(layout), a: boxed.rawValue), .i1)
            builder.ret([x, isNil, isPair])
        }
        #expect(ending == .returned([7, 1, 1]))
    }

    @Test(arguments: [
        (UInt64(2), Ending.returned([3, 9])), (3, .trapped(.indexOutOfRange)), (.max, .trapped(.indexOutOfRange)),
    ])
    func arraysCheckTheirIndex(index: UInt64, expected: Ending) {
        for isBytes in [false, true] {
            let ending = run([.i32], [.i32, .i32], [index]) { builder, parameters in
                let three = builder.constant(3, .i32)
                let nine = builder.constant(9, .i32)
                let array = builder.one(
                    Instruction(isBytes ? .bytesNew : .arrayNew, a: three.rawValue), .any)
                let length = builder.one(Instruction(isBytes ? .bytesLength : .arrayLength, a: array.rawValue), .i32)
                let element = isBytes ? nine : builder.one(Instruction(.box, type: .i32, a: nine.rawValue), .any)
                builder.append(
                    .ternary(isBytes ? .bytesSet : .arraySet, .i32, array, parameters[0], element), results: [])
                let got = builder.one(
                    .binary(isBytes ? .bytesGet : .arrayGet, .i32, array, parameters[0]), isBytes ? .i32 : .any)
                let value = isBytes ? got : builder.unary(.unbox, .i32, got)
                builder.ret([length, value])
            }
            #expect(ending == expected)
        }
    }

    @Test func closuresTakeTheirCapturedValuesFirst() {
        for isTail in [false, true] {
            var module = Module(name: "m")
            let body = define("body", [.any, .any], [.any], in: &module) { builder, parameters in
                let content = builder.one(Instruction(.cellGet, a: parameters[0].rawValue), .any)
                let difference = builder.one(dynamic(.dynSub, content, parameters[1]), .any)
                builder.ret([difference])
            }
            let id = define("f", [.i32], [.any], in: &module) { builder, parameters in
                let number = builder.one(Instruction(.box, type: .i32, a: parameters[0].rawValue), .any)
                let cell = builder.one(Instruction(.cellNew, a: number.rawValue), .any)
                let closure = builder.list(.closure, body.rawValue, [cell], results: [.any])
                if isTail {
                    builder.list(.tailCallClosure, 0, closure + [number])
                } else {
                    let result = builder.list(.callClosure, 0, closure + [number], results: [.any])
                    builder.ret(result)
                }
            }
            var interpreter = verifiedInterpreter(module)
            #expect(interpreter.run(id, arguments: [5]).ending == .returned([1]), "a small integer 0")
        }
    }

    /// The verifier knows no callee of a closure, so the call has to check what it takes and gives.
    @Test(arguments: [
        ([Type.any], [Type.any], true), ([.i8], [.any], false), ([.any, .any], [.any], false), ([.any], [], false),
    ])
    func closureCallsCheckTheirCallee(parameters: [Type], results: [Type], isSound: Bool) {
        var module = Module(name: "m")
        let body = define("body", parameters, results, in: &module) { builder, _ in
            let result = results.map { builder.value(Instruction(.nilConst, type: $0)) }
            builder.ret(result)
        }
        let id = define("f", [], [.any], in: &module) { builder, _ in
            let nilValue = builder.value(Instruction(.nilConst, type: .any))
            let closure = builder.list(.closure, body.rawValue, [], results: [.any])
            let result = builder.list(.callClosure, 0, closure + [nilValue], results: [.any])
            builder.ret(result)
        }
        var interpreter = verifiedInterpreter(module)
        #expect(interpreter.run(id).ending == (isSound ? .returned([0]) : .trapped(.badCast)))
    }

    /// Computes on two boxed i64 and unboxes the result.
    private func arithmetic(_ opcode: Opcode, _ rule: OverflowRule, _ a: Int64, _ b: Int64) -> Ending {
        run([.i64, .i64], [.i64], [UInt64(bitPattern: a), UInt64(bitPattern: b)]) { builder, parameters in
            let boxed = parameters.map { builder.one(Instruction(.box, type: .i64, a: $0.rawValue), .any) }
            let result = builder.one(dynamic(opcode, boxed[0], boxed[1], aux: rule.rawValue), .any)
            let number = builder.unary(.unbox, .i64, result)
            builder.ret([number])
        }
    }

    @Test func smallIntegersFollowTheOverflowRule() {
        let largest: Int64 = 1 << 61 - 1
        #expect(arithmetic(.dynAdd, .promote, 40, 2) == .returned([42]))
        #expect(arithmetic(.dynMul, .promote, -6, 7) == .returned([UInt64(bitPattern: -42)]))
        #expect(arithmetic(.dynDiv, .promote, -7, 2) == .returned([UInt64(bitPattern: -3)]))
        #expect(arithmetic(.dynRem, .promote, -7, 2) == .returned([UInt64(bitPattern: -1)]))
        #expect(arithmetic(.dynRem, .promote, -7, 0) == .trapped(.divideByZero))
        #expect(arithmetic(.dynAdd, .wrap, largest, 1) == .returned([UInt64(bitPattern: -largest - 1)]))
        #expect(arithmetic(.dynAdd, .trap, largest, 1) == .trapped(.user))
        #expect(arithmetic(.dynMul, .promote, largest, largest) == .unsupported("dyn_mul beyond small integers"))
        #expect(arithmetic(.dynAdd, .send, .max, 1) == .unsupported("dyn_add on values other than small integers"))
        #expect(arithmetic(.dynDiv, .wrap, -largest - 1, -1) == .returned([UInt64(bitPattern: -largest - 1)]))
    }

    @Test(arguments: [Type.i1, .i8, .i16, .i32, .i64, .ptr, .f16, .f32, .f64])
    func everyScalarBoxes(type: Type) {
        let bits = type == .ptr ? 0xFFFF_FFFF : type.integerMask
        for other in Type.scalars where other != .any {
            let ending = run([type], [other], [bits]) { builder, parameters in
                let boxed = builder.one(Instruction(.box, type: type, a: parameters[0].rawValue), .any)
                let value = builder.unary(.unbox, other, boxed)
                builder.ret([value])
            }
            if other == type {
                #expect(ending == .returned([bits]))
            } else if !(type.isInteger && other.isInteger) {
                #expect(ending == .trapped(.badCast), "\(type) \(other)")
            }
        }
    }

    /// Small integers and those that take an object are the same to a program that unboxes them.
    @Test(arguments: [0, 1, -1, 1 << 30, 1 << 61 - 1, 1 << 61, -1 << 61, -1 << 61 - 1, .max, .min] as [Int64])
    func everyIntegerBoxes(number: Int64) {
        let isSmall = (-1 << 61..<1 << 61).contains(number)
        let ending = run([.i64], [.i64, .i1, .i1, .i1], [UInt64(bitPattern: number)]) { builder, parameters in
            let boxed = builder.one(Instruction(.box, type: .i64, a: parameters[0].rawValue), .any)
            let again = builder.one(Instruction(.box, type: .i64, a: parameters[0].rawValue), .any)
            let isInteger = builder.one(Instruction(.isInt, a: boxed.rawValue), .i1)
            let isRef = builder.one(Instruction(.isRef, type: .i64, a: boxed.rawValue), .i1)
            let isSame = builder.one(dynamic(.dynEq, boxed, again), .i1)
            builder.ret([builder.unary(.unbox, .i64, boxed), isInteger, isRef, isSame])
        }
        #expect(ending == .returned([UInt64(bitPattern: number), isSmall ? 1 : 0, 1, isSmall ? 1 : 0]))
    }

    @Test func rootsStartAnewInEveryRun() {
        var module = Module(name: "m")
        let large = module.roots.append(Root(name: "large", isConstant: true, value: .integer(.min)))
        let counter = module.roots.append(Root(name: "counter", value: .same(large)))
        let id = define("f", [], [.i64], in: &module) { builder, _ in
            let before = builder.one(Instruction(.rootGet, a: counter.rawValue), .any)
            let two = builder.constant(2, .i64)
            let boxed = builder.one(Instruction(.box, type: .i64, a: two.rawValue), .any)
            builder.append(Instruction(.rootSet, a: counter.rawValue, b: boxed.rawValue), results: [])
            let after = builder.one(Instruction(.rootGet, a: counter.rawValue), .any)
            let old = builder.unary(.unbox, .i64, before)
            let new = builder.unary(.unbox, .i64, after)
            builder.ret([builder.binary(.add, .i64, old, new)])
        }
        var interpreter = verifiedInterpreter(module)
        for _ in 0..<2 { #expect(interpreter.run(id).ending == .returned([1 << 63 | 2])) }
    }

    @Test func rootsThatDoNotFitTheHeapAreReported() {
        var options = InterpreterOptions()
        options.heapLimit = 1000
        var module = Module(name: "m")
        module.roots.append(Root(name: "text", value: .bytes(Array(repeating: 1, count: 1000))))
        let ending = run([], [], module: module, options: options) { builder, _ in builder.ret() }
        #expect(ending == .unsupported("more than 1000 bytes of objects"))
    }

    @Test func wrongKindsTrap() {
        var module = Module(name: "m")
        let selector = module.selectorID("size")
        func onNil(_ body: (inout FunctionBuilder, ValueID) -> Void) -> Ending {
            run([], [], module: module) { builder, _ in
                let nilValue = builder.value(Instruction(.nilConst, type: .any))
                body(&builder, nilValue)
                builder.ret()
            }
        }
        #expect(onNil { $0.list(.callClosure, 0, [$1], results: [.any]) } == .trapped(.badCast))
        #expect(onNil { _ = $0.one(Instruction(.arrayLength, a: $1.rawValue), .i32) } == .trapped(.badCast))
        #expect(onNil { _ = $0.one(Instruction(.cellGet, a: $1.rawValue), .any) } == .trapped(.badCast))
        #expect(onNil { $0.list(.send, selector.rawValue, [$1], results: [.any]) } == .trapped(.badCast))
    }

    @Test func theHeapIsBounded() {
        var options = InterpreterOptions()
        options.heapLimit = 1000
        let ending = run([.i32], [], [0x7FFF_FFFF], options: options) { builder, parameters in
            _ = builder.one(Instruction(.arrayNew, a: parameters[0].rawValue), .any)
            builder.ret()
        }
        #expect(ending == .unsupported("more than 1000 bytes of objects"))
    }
}
