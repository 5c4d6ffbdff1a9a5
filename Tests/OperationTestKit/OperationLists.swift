// The modules that the `OpcodeTests` of back ends run: every operation at every type.

import IR

package enum OperationLists {
    private static let binary: [Opcode] = [
        .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr, .umulh, .smulh, .sdiv, .udiv, .srem, .urem,
    ]
    private static let unary: [Opcode] = [.not, .neg, .clz, .ctz, .popcnt]

    /// Integer arithmetic, with both operands unknown and with either of them constant.
    package static func integers() -> Module {
        var module = OperationModule()
        for type in Edges.integers {
            let edges = Edges.of(type)
            for opcode in binary {
                let divisors = opcode.effects.contains(.traps) ? edges.filter { $0 != 0 } : edges
                module.add("\(opcode).\(type.kind)", [type, type], [edges, divisors]) { builder, values in
                    [builder.binary(opcode, type, values[0], values[1])]
                }
                module.add("\(opcode).\(type.kind).constants", [type], [divisors]) { builder, values in
                    Edges.constants(type).filter { divisors.contains($0) }.flatMap { constant in
                        [
                            builder.binary(
                                opcode, type, builder.constant(Int64(bitPattern: constant), type), values[0]),
                            builder.binary(
                                opcode, type, values[0], builder.constant(Int64(bitPattern: constant), type)),
                        ]
                    }
                }
            }
            for opcode in unary {
                module.add("\(opcode).\(type.kind)", [type], [edges]) { builder, values in
                    let sum = builder.binary(.add, type, values[0], values[0])
                    return [builder.unary(opcode, type, values[0]), builder.unary(opcode, type, sum)]
                }
            }
        }
        return module.program()
    }

    /// Comparisons and choice.
    package static func comparisons() -> Module {
        var module = OperationModule()
        for type in Edges.integers + [.ptr] {
            let edges = Edges.of(type)
            for condition in IntegerCondition.allCases {
                module.add("\(condition).\(type.kind)", [type, type], [edges, edges]) { builder, values in
                    let flag = builder.icmp(condition, type, values[0], values[1])
                    return [flag, builder.select(type, flag, values[0], values[1]), builder.unary(.not, .i1, flag)]
                }
                guard type != .ptr else { continue }
                module.add("\(condition).\(type.kind).constants", [type], [edges]) { builder, values in
                    (Edges.constants(type) + [0, type.integerMask / 2]).flatMap { bits in
                        let constant = builder.constant(Int64(bitPattern: bits), type)
                        return [
                            builder.icmp(condition, type, values[0], constant),
                            builder.icmp(condition, type, constant, values[0]),
                            builder.icmp(condition, type, values[0], values[0]),
                        ]
                    }
                }
            }
        }
        for type in Edges.floats {
            for condition in FloatCondition.allCases {
                module.add("\(condition).\(type.kind)", [type, type], [Edges.of(type), Edges.of(type)]) {
                    builder, values in
                    let id = builder.append(
                        Instruction(
                            .fcmp, type: type, aux: condition.rawValue, a: values[0].rawValue, b: values[1].rawValue),
                        results: [.i1])
                    let flag = builder.function.result(id)
                    return [flag, builder.select(type, flag, values[0], values[1])]
                }
            }
        }
        return module.program()
    }

    /// Changes of width, carries and pointers.
    package static func widths() -> Module {
        var module = OperationModule()
        for (narrow, wide) in pairs(Edges.integers) {
            let (edges, wideEdges) = (Edges.of(narrow), Edges.of(wide))
            module.add("trunc.\(narrow.kind).\(wide.kind)", [wide], [wideEdges]) { builder, values in
                [builder.unary(.trunc, narrow, values[0])]
            }
            module.add("extend.\(narrow.kind).\(wide.kind)", [narrow], [edges]) { builder, values in
                [builder.unary(.zext, wide, values[0]), builder.unary(.sext, wide, values[0])]
            }
            module.add("insert.\(narrow.kind).\(wide.kind)", [wide, narrow], [wideEdges, edges]) { builder, values in
                [builder.binary(.insert, wide, values[0], values[1])]
            }
        }
        for type in Edges.integers.dropFirst() {
            let lists = [Edges.of(type), Edges.of(type), [0, 1]]
            for opcode in [Opcode.addCarry, .subBorrow] {
                module.add("\(opcode).\(type.kind)", [type, type, .i1], lists) { builder, values in
                    let both = builder.withFlag(opcode, type, values[0], values[1], values[2])
                    return [both.value, both.flag]
                }
                module.add("\(opcode).\(type.kind).parts", [type, type, .i1], lists) { builder, values in
                    let first = builder.withFlag(opcode, type, values[0], values[1], values[2]).value
                    return [first, builder.withFlag(opcode, type, values[1], values[0], values[2]).flag]
                }
            }
            module.add("ptr.\(type.kind)", [.i64, type], [Edges.of(.i64), Edges.of(type)]) { builder, values in
                let pointer = builder.unary(.intToPtr, .ptr, values[0])
                let sum = builder.binary(.ptrAdd, .ptr, pointer, values[1])
                return [sum, builder.unary(.ptrToInt, type, sum), builder.unary(.intToPtr, .ptr, values[1])]
            }
        }
        return module.program()
    }

    /// Float arithmetic and conversion, NaNs included.
    package static func floats() -> Module {
        var module = OperationModule()
        for type in Edges.floats {
            let edges = Edges.of(type)
            for opcode in [Opcode.fadd, .fsub, .fmul, .fdiv, .fmin, .fmax] {
                module.add("\(opcode).\(type.kind)", [type, type], [edges, edges]) { builder, values in
                    let result = builder.binary(opcode, type, values[0], values[1])
                    let product = builder.binary(.fmul, type, result, values[1])
                    return [
                        result, builder.unary(.fneg, type, result), builder.unary(.fabs, type, product),
                        builder.binary(.fadd, type, product, values[0]),
                    ]
                }
            }
            for opcode in [Opcode.fneg, .fabs, .fsqrt] {
                module.add("\(opcode).\(type.kind)", [type], [edges]) { builder, values in
                    [builder.unary(opcode, type, values[0])]
                }
            }
            let bits: Type = type == .f32 ? .i32 : .i64
            module.add("bitcast.\(type.kind)", [type, bits], [edges, Edges.of(bits)]) { builder, values in
                let sum = builder.binary(.fadd, type, values[0], values[0])
                return [
                    builder.unary(.bitcast, bits, values[0]), builder.unary(.bitcast, bits, sum),
                    builder.unary(.bitcast, type, values[1]),
                ]
            }
            for integer in Edges.integers.dropFirst() {
                module.add("from.\(integer.kind).\(type.kind)", [integer], [Edges.of(integer)]) { builder, values in
                    [builder.unary(.sitofp, type, values[0]), builder.unary(.uitofp, type, values[0])]
                }
                module.add("to.\(integer.kind).\(type.kind)", [type], [edges]) { builder, values in
                    [builder.unary(.fptosi, integer, values[0]), builder.unary(.fptoui, integer, values[0])]
                }
            }
        }
        module.add("fptrunc", [.f64], [Edges.of(.f64)]) { builder, values in
            [builder.unary(.fptrunc, .f32, values[0])]
        }
        module.add("fpext", [.f32], [Edges.of(.f32)]) { builder, values in [builder.unary(.fpext, .f64, values[0])] }
        return module.program()
    }

    private static func pairs(_ types: [Type]) -> [(Type, Type)] {
        types.indices.flatMap { low in types[(low + 1)...].map { (types[low], $0) } }
    }
}
