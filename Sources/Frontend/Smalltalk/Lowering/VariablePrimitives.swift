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

    /// Emits code for each variable and the elements of each class; fails for all else.
    private func forEachLayout(_ emitter: inout CodeEmitter, _ access: (inout CodeEmitter, Access) -> Void) {
        let number = emitter.smallInteger(primitive.values[1], else: primitive.failure)
        let place = emitter.builder.binary(.sub, .i64, number, emitter.long(1))
        var owners: [(id: ClassID, layout: LayoutID, block: BlockID)] = []
        for id in layout.closed.liveClasses {
            guard let made = layout.layout(id), layout.receiver(id) == .layout(made) else { continue }
            owners.append((id, made, emitter.makeBlock()))
        }
        emitter.branch(
            emitter.layoutNumber(primitive.receiver), owners.map { ($0.layout, $0.block) }, else: primitive.failure)
        for (id, made, block) in owners {
            emitter.begin(block)
            let object = emitter.unbox(.ref(made), primitive.receiver)
            let count = program.world.shapes[id].fieldCount
            for index in 0..<count {
                let next = emitter.makeBlock()
                emitter.require(emitter.builder.icmp(.eq, .i64, place, emitter.long(Int64(index))), else: next)
                access(&emitter, .field(object: object, layout.field(index)))
                emitter.begin(next)
            }
            guard program.module.layouts[made].elements == .any else {
                emitter.builder.jump(primitive.failure)
                continue
            }
            let element = emitter.builder.binary(.sub, .i64, place, emitter.long(Int64(count)))
            let size = emitter.builder.unary(.zext, .i64, emitter.elementCount(object))
            emitter.require(emitter.builder.icmp(.ult, .i64, element, size), else: primitive.failure)
            access(&emitter, .element(object: object, index: emitter.builder.unary(.trunc, .i32, element)))
        }
    }
}
