// How the code of one function moves the stack pointer: how far down it goes, and how deep it stands at each call.
// It looks at machine code, so that compiled and hand-written functions are treated alike.

/// What one function does with the stack.
struct HSXStackFlow {
    /// A call, or a jump to another function.
    struct Edge: Hashable {
        /// Code address of the callee.
        let callee: UInt32
        /// Bytes on the stack when the callee starts, counted from the start of the caller; the return address is one
        /// word of them.
        var depth: Int
    }

    /// The most bytes that the function itself pushes, return addresses of its calls included.
    private(set) var peak = 0
    /// By callee, the deepest one each.
    private(set) var edges: [Edge] = []
    /// Why its depth is not known; nil when it is.
    private(set) var problem: String?

    private mutating func add(_ callee: UInt32, _ depth: Int) {
        peak = max(peak, depth)
        if let index = edges.firstIndex(where: { $0.callee == callee }) {
            edges[index].depth = max(edges[index].depth, depth)
        } else {
            edges.append(Edge(callee: callee, depth: depth))
        }
    }

    private mutating func fail(_ reason: String) { if problem == nil { problem = reason } }

    /// A point of the walk.
    private struct Point {
        let offset: UInt32
        let depth: Int
        /// The constants that registers hold, by number.
        var constants: [UInt32?]
    }

    /// How often the depth at one place may grow before it counts as a loop that pushes.
    private static let growthLimit = 16

    /// Walks over the function at `start`.
    static func walk(_ start: UInt32, _ program: HSXStackProgram) -> HSXStackFlow {
        var flow = HSXStackFlow()
        var depths: [UInt32: (depth: Int, growth: Int)] = [:]
        var worklist = [Point(offset: start, depth: 0, constants: Array(repeating: nil, count: 16))]
        while var point = worklist.popLast() {
            if point.offset != start, program.isFunction(point.offset) {
                flow.add(point.offset, point.depth)
                continue
            }
            if let known = depths[point.offset] {
                guard point.depth > known.depth else { continue }
                if known.growth > growthLimit {
                    flow.fail("it pushes in a loop")
                    continue
                }
                depths[point.offset] = (point.depth, known.growth + 1)
            } else {
                depths[point.offset] = (point.depth, 0)
            }
            worklist += flow.step(&point, program, start)
        }
        flow.edges.sort { ($0.callee, $0.depth) < ($1.callee, $1.depth) }
        return flow
    }

    /// Does one instruction; answers where control goes.
    private mutating func step(_ point: inout Point, _ program: HSXStackProgram, _ start: UInt32) -> [Point] {
        guard let instruction = HSXInstruction(program.code, at: Int(point.offset / 4)) else { return [] }
        let next = point.offset + UInt32(instruction.wordCount) * 4
        func go(to offset: UInt32, _ depth: Int) -> Point {
            Point(offset: offset, depth: depth, constants: point.constants)
        }
        switch instruction.opcode {
        case .push:
            // PUSH R15 in a loop is how compiled code stops with a stack overflow.
            if instruction.rs1 == .stackShadow, program.jumps(at: next, to: point.offset) { return [] }
            peak = max(peak, point.depth + 4)
            return [go(to: next, point.depth + 4)]
        case .pop:
            point.constants[Int(instruction.rd.number)] = nil
            return [go(to: next, point.depth - 4)]
        case .jmp: return branch(to: UInt32(instruction.imm), point, program)
        case .jz, .jnz: return branch(to: UInt32(instruction.imm), point, program) + [go(to: next, point.depth)]
        case .ret:
            if point.depth > 0, start != program.entry { fail("it returns to an address that it has pushed") }
            return []
        case .call: return call(instruction, point, next, program, start)
        case .svc: return instruction.service.effects.contains(.doesNotReturn) ? [] : [go(to: next, point.depth)]
        case .ldi, .ldi32:
            point.constants[Int(instruction.rd.number)] = UInt32(bitPattern: instruction.imm)
            return [go(to: next, point.depth)]
        case .ld, .st, .mov, .ldb, .ldh, .stb, .sth, .add, .sub, .mul, .div, .and, .or, .xor, .not, .cmp, .lsl, .lsr,
            .asr, .adc, .sbc, .fadd, .fsub, .fmul, .fdiv, .i2f, .f2i, .brk:
            let moved = instruction.opcode == .mov ? point.constants[Int(instruction.rs1.number)] : nil
            if instruction.opcode.format.fields.contains(.rd) { point.constants[Int(instruction.rd.number)] = moved }
            return [go(to: next, point.depth)]
        }
    }

    /// A branch; one to the helper of far branches goes where its register says.
    private mutating func branch(to target: UInt32, _ point: Point, _ program: HSXStackProgram) -> [Point] {
        if let jump = program.computedJump(at: target), jump.literal == nil,
            let final = point.constants[Int(jump.register.number)]
        {
            peak = max(peak, point.depth + 4)
            return [Point(offset: final, depth: point.depth, constants: point.constants)]
        }
        return [Point(offset: target, depth: point.depth, constants: point.constants)]
    }

    private mutating func call(
        _ instruction: HSXInstruction, _ point: Point, _ next: UInt32, _ program: HSXStackProgram, _ start: UInt32
    ) -> [Point] {
        if let jump = program.computedJump(at: point.offset) {
            peak = max(peak, point.depth + 4)
            return self.jump(jump.literal ?? point.constants[Int(jump.register.number)], point, program, start)
        }
        let distance = UInt32(bitPattern: instruction.imm << 2)
        let targets: [UInt32]
        if instruction.rs1 == .r0 {
            targets = [point.offset &+ distance]
        } else if let base = point.constants[Int(instruction.rs1.number)] {
            targets = [base &+ distance]
        } else if let known = program.knownTargets(at: point.offset) ?? program.addressTaken, !known.isEmpty {
            targets = known
        } else {
            targets = []
            fail("it calls a function that is not known")
        }
        for target in targets where program.isCode(target) { add(target, point.depth + 4) }
        peak = max(peak, point.depth + 4)
        // R0 is the result; what the callee leaves in the others is not known either.
        return [Point(offset: next, depth: point.depth, constants: Array(repeating: nil, count: 16))]
    }

    /// A jump by the way of the stack, to an address or, without one, to wherever addresses in the data lead.
    private mutating func jump(
        _ target: UInt32?, _ point: Point, _ program: HSXStackProgram, _ start: UInt32
    ) -> [Point] {
        func go(to offset: UInt32) -> Point { Point(offset: offset, depth: point.depth, constants: point.constants) }
        if let target { return program.isCode(target) ? [go(to: target)] : [] }
        let inside = program.labels(inFunctionAt: start)
        let known = program.knownTargets(at: point.offset)
        if known == nil, !inside.isEmpty { return inside.map(go) }
        let functions = known ?? program.addressTaken ?? []
        if functions.isEmpty { fail("it jumps to an address that is not known") }
        for target in functions where program.isCode(target) { add(target, point.depth) }
        return []
    }
}
