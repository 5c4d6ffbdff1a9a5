// The loop that runs a program, one decoded step after another.

import IR

extension Interpreter {
    /// Runs from `position` on; it ends by throwing how the run ends, with `position` at the step that ended it.
    mutating func execute() throws(Stop) -> Never {
        let pointerBytes = module.memory.pointerBytes
        while true {
            guard steps < options.stepLimit else { throw Stop(.stepLimit) }
            steps &+= 1
            let step = program.steps[position]
            switch step.opcode {
            case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr:
                stack[step.result] = UInt64(step.c) << 32 | UInt64(step.b)
            case .slotAddr:
                let address = stack[step.a] &+ UInt64(bitPattern: Int64(Int32(bitPattern: step.c)))
                let isNarrow = step.type == .i32 || step.type == .ptr && pointerBytes == 4
                stack[step.result] = isNarrow ? address & 0xFFFF_FFFF : address

            case .add, .sub, .mul, .sdiv, .udiv, .srem, .urem, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh,
                .smulh, .clz, .ctz, .popcnt, .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin,
                .fmax,
                .hsxFmul, .hsxFdiv, .icmp, .fcmp, .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui,
                .fptrunc, .fpext, .ptrToInt, .intToPtr, .addCarry, .subBorrow, .select:
                let result = Evaluate.operation(
                    step.opcode, aux: step.aux, step.type, source: step.source, stack[step.a], stack[step.b],
                    stack[step.c], pointerBytes: pointerBytes)
                switch result {
                case .value(let value): stack[step.result] = value
                case .valueAndFlag(let value, let flag):
                    stack[step.result] = value
                    stack[step.result + 1] = flag ? 1 : 0
                case .trap(let code): throw .trap(code)
                case .notPure: preconditionFailure("Interpreter: Evaluate does not know \(step.opcode)")
                }

            case .varGet, .varSet: stack[step.result] = stack[step.a]
            case .load:
                guard let value = linearMemory.load(address(step), Int(step.aux)) else { throw .trap(.memoryFault) }
                stack[step.result] = step.type == .i1 ? value & 1 : value
            case .store:
                guard linearMemory.store(address(step), Int(step.aux), stack[step.b]) else { throw .trap(.memoryFault) }
            case .volatileLoad:
                let (place, size) = (address(step), Int(step.aux))
                guard let value = linearMemory.load(place, size) else { throw .trap(.memoryFault) }
                stack[step.result] = step.type == .i1 ? value & 1 : value
                record(VolatileAccess(isWrite: false, address: place, byteCount: size, value: value))
            case .volatileStore:
                let (place, size) = (address(step), Int(step.aux))
                guard linearMemory.store(place, size, stack[step.b]) else { throw .trap(.memoryFault) }
                record(VolatileAccess(isWrite: true, address: place, byteCount: size, value: stack[step.b]))

            case .alloc: try allocateRecord(step)
            case .allocElements: try allocateIndexed(step)
            case .elementGet: try getIndexed(step)
            case .elementSet: try setIndexed(step)
            case .elementCount: try countIndexed(step)
            case .elementsCopy: try copyIndexed(step)
            case .fieldGet: try getField(step)
            case .fieldSet: try setField(step)
            case .arrayNew: try makeArray(step)
            case .arrayGet: try getElement(step)
            case .arraySet: try setElement(step)
            case .arrayLength: try getLength(step, of: .array)
            case .bytesNew: try makeBytes(step)
            case .bytesGet: try getByte(step)
            case .bytesSet: try setByte(step)
            case .bytesCopy: try copyBytes(step)
            case .bytesLength: try getLength(step, of: .bytes)
            case .cellNew: try makeCell(step)
            case .cellGet: try getCell(step)
            case .cellSet: try setCell(step)
            case .closure: try makeClosure(step)
            case .rootGet: stack[step.result] = roots[Int(step.a)]
            case .rootSet: roots[Int(step.a)] = stack[step.b]

            case .isInt: stack[step.result] = DynamicValue(bits: stack[step.a]).integer == nil ? 0 : 1
            case .isNil: stack[step.result] = stack[step.a] == DynamicValue.nilValue.bits ? 1 : 0
            case .isRef: stack[step.result] = unboxed(step) == nil ? 0 : 1
            case .box: try box(step)
            case .unbox:
                guard let value = unboxed(step) else { throw .trap(.badCast) }
                stack[step.result] = value
            case .dynAdd: try dynamicBinary(step) { $0.addingReportingOverflow($1) }
            case .dynSub: try dynamicBinary(step) { $0.subtractingReportingOverflow($1) }
            case .dynMul: try dynamicBinary(step) { $0.multipliedReportingOverflow(by: $1) }
            case .dynDiv: try dynamicDivision(step) { $0 / $1 }
            case .dynRem: try dynamicDivision(step) { $0 % $1 }
            case .dynCmp: try dynamicCompare(step)
            case .dynEq: stack[step.result] = stack[step.a] == stack[step.b] ? 1 : 0
            case .dynTruthy: stack[step.result] = stack[step.a] == DynamicValue.nilValue.bits ? 0 : 1
            case .layoutOf: stack[step.result] = UInt64(layoutNumber(stack[step.a]))
            case .closureArity: stack[step.result] = UInt64(UInt32(bitPattern: arity(stack[step.a])))
            case .unwinding: stack[step.result] = DynamicValue.unwound.bits
            case .unwound: stack[step.result] = stack[step.a] == DynamicValue.unwound.bits ? 1 : 0

            case .call:
                gather(step)
                try call(Int(step.a))
                continue
            case .callIndirect:
                try call(indirectCallee(step))
                continue
            case .callClosure:
                try call(closureCallee(step))
                continue
            case .tailCall:
                gather(step)
                try tailCall(Int(step.a))
                continue
            case .tailCallIndirect:
                try tailCall(indirectCallee(step))
                continue
            case .tailCallClosure:
                try tailCall(closureCallee(step))
                continue
            case .send:
                try call(method(step))
                continue
            case .tailSend:
                try tailCall(method(step))
                continue
            case .service: try performService(step)
            case .breakpoint:
                position += 1
                throw Stop(.breakpoint(step.b))

            case .nop: break
            case .jump:
                follow(step.a)
                continue
            case .branch:
                follow(stack[step.a] & 1 == 0 ? step.c : step.b)
                continue
            case .switch:
                follow(program.switches[Int(step.b)].edge(stack[step.a]))
                continue
            case .ret:
                try finishCall(step)
                continue
            case .trap: throw .trap(TrapCode(rawValue: step.aux) ?? .unreachable)
            case .unreachable: throw .trap(.unreachable)
            }
            position &+= 1
        }
    }

    /// The address that a load or store names; memory takes it modulo its size.
    @inline(__always)
    private func address(_ step: Step) -> UInt64 {
        stack[step.a] &+ UInt64(bitPattern: Int64(Int32(bitPattern: step.c)))
    }

    private mutating func record(_ access: VolatileAccess) {
        if volatileAccesses.count < options.volatileLimit { volatileAccesses.append(access) }
    }

    /// Goes along a branch.
    @inline(__always)
    private mutating func follow(_ number: UInt32) {
        let edge = program.edges[Int(number)]
        for index in Int(edge.firstMove)..<Int(edge.endMove) {
            let move = program.moves[index]
            stack[move.destination] = stack[move.source]
        }
        position = Int(edge.target)
    }
}
