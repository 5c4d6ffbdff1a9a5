// Variables of objects by their numbers: `instVarAt:` and `instVarAt:put:`. Elements count on behind the variables.

import IR

struct VariablePrimitives {
    let primitive: PrimitiveLowering
    private var program: ProgramLowering { primitive.program }
    private var layout: ProgramLayout { primitive.layout }

    init(_ primitive: PrimitiveLowering) { self.primitive = primitive }

    func at(_ emitter: inout CodeEmitter) {
        forEachLayout(&emitter) { emitter, access in
            switch access {
            case .field(let object, let field): emitter.ret(emitter.fieldGet(.any, object, field))
            case .element(let object, let index): emitter.ret(emitter.elementGet(.any, object, index))
            }
        }
    }

    func atPut(_ emitter: inout CodeEmitter) {
        let value = primitive.values[2]
        forEachLayout(&emitter) { emitter, access in
            switch access {
            case .field(let object, let field): emitter.fieldSet(.any, object, field, value)
            case .element(let object, let index): emitter.elementSet(.any, object, index, value)
            }
            emitter.ret(value)
        }
    }

    private enum Access {
        case field(object: ValueID, Int)
        case element(object: ValueID, index: ValueID)
    }

    /// Emits code for the elements of each class, and for each variable at the class that introduces it; fails for all
    /// else.
    private func forEachLayout(_ emitter: inout CodeEmitter, _ access: (inout CodeEmitter, Access) -> Void) {
        let number = emitter.smallInteger(primitive.values[1], else: primitive.failure)
        let place = emitter.builder.binary(.sub, .i64, number, emitter.long(1))
        let receiver = primitive.receiver
        VariableOwners.lower(program, receiver, else: primitive.failure, &emitter) { emitter, object, id, other in
            let count = emitter.long(Int64(program.world.shapes[id].fieldCount))
            let element = emitter.builder.binary(.sub, .i64, place, count)
            let size = emitter.builder.unary(.zext, .i64, emitter.elementCount(object))
            emitter.require(emitter.builder.icmp(.ult, .i64, element, size), else: other)
            access(&emitter, .element(object: object, index: emitter.builder.unary(.trunc, .i32, element)))
        } variables: { emitter, object, indices, other in
            let blocks = indices.map { ($0, emitter.makeBlock()) }
            emitter.branch(
                place, blocks.map { (UInt64($0), emitter.builder.function.makeBlockCall($1)) }, else: other, .i64)
            for (index, block) in blocks {
                emitter.begin(block)
                access(&emitter, .field(object: object, layout.field(index)))
            }
        }
    }
}
