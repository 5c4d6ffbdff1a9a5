// The code of a method as it can run: what can be reached, in which frame, and how deep the stack is everywhere. This is
// the verifier too: code that has an answer to all of these is sound (spec/smalltalk.md 2.3).

/// A fault in a method's code.
package struct MethodFault: Error, Hashable {
    package enum Kind: Hashable {
        case undefined, truncated
        /// Code that goes on behind its end.
        case runsOff
        /// A jump into an instruction, or out of the code or block.
        case badTarget
        case stackUnderflow
        /// Two ways lead here with different stacks.
        case differentDepths(Int, Int)
        case noLiteral(Int)
        case noTemporary(Int)
        /// A primitive that is called where the method does not start.
        case latePrimitive
        /// `blockCopy:` without the number of arguments before it and the jump behind it; a literal that is to be a block's
        /// code and is none, or takes other values than are there.
        case badBlock
        /// A super send that starts above a class that only running the code would tell.
        case unknownClass
    }

    package let kind: Kind
    package let pc: Int
}

/// A stretch of code with a frame or a stack of its own: a method, or a block in it.
package struct CodeScope: Hashable {
    package enum Kind: Hashable {
        case method
        /// A block of images without closures: its variables are those of its home.
        case block(arguments: Int)
        /// A block with variables of its own: arguments and copied values first.
        case closure(arguments: Int, copied: Int)
    }

    package let kind: Kind
    package let parent: Int?
    /// Where its first instruction is.
    package let start: Int
    /// Where code that is not its own begins, as far as that is known.
    package let end: Int
    /// Variables of its own that are on its stack from the start.
    package var temporaries = 0

    package var argumentCount: Int {
        switch kind {
        case .method: 0
        case .block(let arguments), .closure(let arguments, _): arguments
        }
    }
}

/// The code of a block that is a literal.
package struct LiteralBlock {
    package let object: ObjectID
    package let header: MethodHeader
    package let code: ArraySlice<UInt8>
}

/// What is known of one instruction.
package struct CodePoint: Hashable {
    package let instruction: BytecodeInstruction
    /// Values on the stack before it.
    package let depth: Int
    /// The number of the scope that it is in.
    package let scope: Int
}

package struct MethodCode {
    /// The method first, then its blocks in the order in which they begin.
    package private(set) var scopes: [CodeScope] = []
    /// The instructions that can be reached, by where they start.
    package private(set) var points: [Int: CodePoint] = [:]
    /// The greatest depth of the stack of any scope.
    package private(set) var greatestDepth = 0

    /// The scope of each block that is a literal, by the place of the instruction that makes it.
    package private(set) var literalScopes: [Int: Int] = [:]

    /// The method's code, then that of blocks that are literals, which stands behind it as if it were part of it: place 0 of
    /// part 2 is 2 * `partSize`, and so with literals.
    private var parts: [Part] = []
    private let selectors: SpecialSelectors
    private let block: @Sendable (ObjectID?, Int) -> LiteralBlock?
    private let takesStack: @Sendable (_ variable: Int, _ selector: Int) -> Bool
    /// Instructions that are taken for others.
    private var replaced: [Int: BytecodeOperation] = [:]

    private struct Part {
        let code: ArraySlice<UInt8>
        let header: MethodHeader
        /// Nil for the method.
        let object: ObjectID?
        let table: BytecodeTable
    }

    private static let partSize = 1 << 16
    private static let mostParts = 1 << 12
    /// The literals that are integers.
    private let integers: [Int: Int64]
    private var pending: [(pc: Int, depth: Int, scope: Int)] = []

    /// `block` answers the code of the block that is a literal of another one, or of the method; where there is none, such
    /// blocks are not looked into. `takesStack` answers whether a message, by the numbers of two literals, makes an Array of
    /// what is on the stack (`replaceBrace`). Requires: the method is none whose primitive is all there is.
    package init(
        _ code: ArraySlice<UInt8>, _ header: MethodHeader, _ selectors: SpecialSelectors, integers: [Int: Int64] = [:],
        block: @escaping @Sendable (ObjectID?, Int) -> LiteralBlock? = { _, _ in nil },
        takesStack: @escaping @Sendable (_ variable: Int, _ selector: Int) -> Bool = { _, _ in false }
    ) throws(MethodFault) {
        self.takesStack = takesStack
        self.integers = integers
        self.selectors = selectors
        self.block = block
        parts.append(Part(code: code, header: header, object: nil, table: header.isSista ? .sista : .v3))
        scopes.append(CodeScope(kind: .method, parent: nil, start: 0, end: code.count))
        pending.append((0, 0, 0))
        while let (pc, depth, scope) = pending.popLast() { try follow(pc, depth, scope) }
        try checkTargets()
    }

    /// The instructions that can be reached, in order.
    package var instructions: [BytecodeInstruction] { points.values.map(\.instruction).sorted { $0.pc < $1.pc } }

    /// What has literal number `index` of an instruction: a block; nil for the method.
    package func holder(_ index: Int) -> ObjectID? { parts[index / Self.partSize].object }

    /// The number of that literal among those of its holder.
    package static func place(_ index: Int) -> Int { index % partSize }

    /// Where the last instruction ends that can be reached.
    package var end: Int { points.values.map(\.instruction.end).max() ?? 0 }

    // MARK: Walking

    /// Follows one way until it ends or comes to a place that is known.
    private mutating func follow(_ start: Int, _ startDepth: Int, _ scope: Int) throws(MethodFault) {
        var pc = start, depth = startDepth
        var previous: BytecodeInstruction?
        while true {
            guard pc >= scopes[scope].start, pc < scopes[scope].end else {
                throw MethodFault(kind: pc == scopes[scope].end ? .runsOff : .badTarget, pc: previous?.pc ?? pc)
            }
            if let known = points[pc] {
                guard known.scope == scope else { throw MethodFault(kind: .badTarget, pc: pc) }
                guard known.depth == depth else {
                    throw MethodFault(kind: .differentDepths(known.depth, depth), pc: pc)
                }
                return
            }
            var instruction = try decode(pc)
            replaceBrace(at: instruction, depth)
            if let operation = replaced[pc] {
                instruction = BytecodeInstruction(pc: pc, length: instruction.length, operation: operation)
            }
            points[pc] = CodePoint(instruction: instruction, depth: depth, scope: scope)
            try check(instruction, depth, scope)
            let effect =
                Self.storesErrorCode(instruction, behind: previous)
                ? StackEffect(takes: 0, leaves: 0) : instruction.operation.stackEffect(selectors)
            guard effect.takes <= depth else { throw MethodFault(kind: .stackUnderflow, pc: pc) }
            depth += effect.leaves - effect.takes
            greatestDepth = max(greatestDepth, depth)
            if let target = instruction.target { pending.append((target, depth, scope)) }
            if instruction.endsPath { return }
            var next = instruction.end
            switch instruction.operation {
            case .pushClosure(let arguments, let copied, let size):
                guard size <= scopes[scope].end - next else { throw MethodFault(kind: .badTarget, pc: pc) }
                enter(.closure(arguments: arguments, copied: copied), next, next + size, 0, scope)
                next += size
            case .pushFullClosure(let literal, let copied, _, _):
                try enterLiteral(literal, copied, instruction, scope)
            case .sendSpecial(let index) where selectors.isBlockCopy(index):
                next = try enterBlock(instruction, previous, scope)
            case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
                .popIntoNewArray, .drop, .duplicate, .nop, .send, .superSend, .directedSuperSend,
                .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop,
                .blockReturnNil, .callPrimitive, .trap:
                break
            }
            previous = instruction
            pc = next
        }
    }

    /// A store right behind the call of a primitive is where its error code goes when it fails.
    package static func storesErrorCode(
        _ instruction: BytecodeInstruction, behind previous: BytecodeInstruction?
    ) -> Bool {
        guard case .callPrimitive = previous?.operation, case .store(.temporary) = instruction.operation else {
            return false
        }
        return true
    }

    private mutating func enter(_ kind: CodeScope.Kind, _ start: Int, _ end: Int, _ depth: Int, _ parent: Int) {
        scopes.append(CodeScope(kind: kind, parent: parent, start: start, end: end))
        pending.append((start, depth, scopes.count - 1))
    }

    /// The code of a block that is a literal becomes a part.
    private mutating func enterLiteral(
        _ literal: Int, _ copied: Int, _ instruction: BytecodeInstruction, _ parent: Int
    ) throws(MethodFault) {
        guard let block = block(holder(literal), Self.place(literal)) else { return }
        let own = block.header.temporaryCount - block.header.argumentCount - copied
        guard own >= 0, parts.count < Self.mostParts, block.code.count < Self.partSize else {
            throw MethodFault(kind: .badBlock, pc: instruction.pc)
        }
        // Blocks that are literals of themselves would go on for ever.
        guard !parts.contains(where: { $0.object == block.object }) else {
            throw MethodFault(kind: .badBlock, pc: instruction.pc)
        }
        let base = parts.count * Self.partSize
        parts.append(
            Part(
                code: block.code, header: block.header, object: block.object,
                table: block.header.isSista ? .sista : .v3))
        literalScopes[instruction.pc] = scopes.count
        var scope = CodeScope(
            kind: .closure(arguments: block.header.argumentCount, copied: copied), parent: parent, start: base,
            end: base + block.code.count)
        scope.temporaries = own
        scopes.append(scope)
        pending.append((base, own, scopes.count - 1))
    }

    /// The code of a block stands behind the jump that follows `blockCopy:`; its arguments are on its stack.
    private mutating func enterBlock(
        _ instruction: BytecodeInstruction, _ previous: BytecodeInstruction?, _ scope: Int
    ) throws(MethodFault) -> Int {
        let fault = MethodFault(kind: .badBlock, pc: instruction.pc)
        guard let arguments = previous.flatMap(integer), (0...15).contains(arguments),
            instruction.end < scopes[scope].end
        else {
            throw fault
        }
        let jump = try decode(instruction.end)
        guard case .jump(let size) = jump.operation, size > 0, jump.end + size <= scopes[scope].end else { throw fault }
        enter(.block(arguments: arguments), jump.end, jump.end + size, arguments, scope)
        return instruction.end
    }

    /// `{1. 2}` of Squeak 2: the elements, the class, their number, and `fromBraceStack:`, whose method takes the elements off
    /// the stack of its sender's context. Such code for an Array is taken for an instruction that makes one.
    private mutating func replaceBrace(at instruction: BytecodeInstruction, _ depth: Int) {
        guard case .push(.literal(let variable)) = instruction.operation, let number = try? decode(instruction.end),
            let count = integer(number), (0...depth).contains(count), let message = try? decode(number.end),
            case .send(let selector, 1) = message.operation, takesStack(variable, selector)
        else {
            return
        }
        replaced[instruction.pc] = .nop
        replaced[number.pc] = .nop
        replaced[message.pc] = .popIntoNewArray(count)
    }

    /// The integer that an instruction pushes.
    private func integer(_ instruction: BytecodeInstruction) -> Int? {
        switch instruction.operation {
        case .pushConstant(.integer(let value)): value
        case .pushLiteral(let index): integers[index].flatMap { Int(exactly: $0) }
        case .push, .store, .pop, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray, .popIntoNewArray,
            .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend, .directedSuperSend,
            .sendSpecial,
            .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil,
            .callPrimitive, .trap:
            nil
        }
    }

    private func decode(_ pc: Int) throws(MethodFault) -> BytecodeInstruction {
        let part = parts[pc / Self.partSize], base = pc - pc % Self.partSize
        do throws(BytecodeError) {
            let instruction = try part.table.instruction(at: pc - base, in: part.code)
            if base == 0 { return instruction }
            return BytecodeInstruction(
                pc: pc, length: instruction.length, operation: instruction.operation.movingLiterals(by: base))
        } catch {
            switch error.kind {
            case .undefined: throw MethodFault(kind: .undefined, pc: error.pc + base)
            case .truncated: throw MethodFault(kind: .truncated, pc: error.pc + base)
            }
        }
    }

    // MARK: Operands

    private func check(_ instruction: BytecodeInstruction, _ depth: Int, _ scope: Int) throws(MethodFault) {
        switch instruction.operation {
        case .push(let variable), .store(let variable), .pop(let variable):
            switch variable {
            case .receiver: break
            case .literal(let index): try checkLiteral(index, instruction.pc)
            case .temporary(let index), .remote(_, let index): try checkTemporary(index, depth, scope, instruction.pc)
            }
        case .pushLiteral(let index), .pushFullClosure(let index, _, _, _), .send(let index, _),
            .superSend(let index, _),
            .directedSuperSend(let index, _):
            try checkLiteral(index, instruction.pc)
        case .callPrimitive:
            if instruction.pc != 0 || !parts[0].header.callsPrimitive {
                throw MethodFault(kind: .latePrimitive, pc: instruction.pc)
            }
        case .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray, .popIntoNewArray, .pushClosure, .drop,
            .duplicate, .nop, .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop,
            .blockReturnTop, .blockReturnNil, .trap:
            break
        }
    }

    private func checkLiteral(_ index: Int, _ pc: Int) throws(MethodFault) {
        let count = parts[index / Self.partSize].header.literalCount
        if Self.place(index) >= count { throw MethodFault(kind: .noLiteral(index), pc: pc) }
    }

    /// Closures make their own variables by pushing nils: those are on the counted stack.
    private func checkTemporary(_ index: Int, _ depth: Int, _ scope: Int, _ pc: Int) throws(MethodFault) {
        let count =
            switch scopes[scope].kind {
            case .method, .block: parts[0].header.temporaryCount
            case .closure(let arguments, let copied): arguments + copied + depth
            }
        if index >= count { throw MethodFault(kind: .noTemporary(index), pc: pc) }
    }

    /// No instruction may start within another one.
    private func checkTargets() throws(MethodFault) {
        var end = 0
        for instruction in instructions {
            guard instruction.pc >= end else { throw MethodFault(kind: .badTarget, pc: instruction.pc) }
            end = instruction.end
        }
    }
}

extension BytecodeOperation {
    /// The same with other numbers of literals.
    fileprivate func movingLiterals(by distance: Int) -> BytecodeOperation {
        func moved(_ variable: BytecodeVariable) -> BytecodeVariable {
            switch variable {
            case .literal(let index): .literal(index + distance)
            case .receiver, .temporary, .remote: variable
            }
        }
        return switch self {
        case .push(let variable): .push(moved(variable))
        case .store(let variable): .store(moved(variable))
        case .pop(let variable): .pop(moved(variable))
        case .pushLiteral(let index): .pushLiteral(index + distance)
        case .pushFullClosure(let index, let copied, let hasReceiver, let isClean):
            .pushFullClosure(literal: index + distance, copied: copied, hasReceiver: hasReceiver, isClean: isClean)
        case .send(let index, let count): .send(selector: index + distance, arguments: count)
        case .superSend(let index, let count): .superSend(selector: index + distance, arguments: count)
        case .directedSuperSend(let index, let count): .directedSuperSend(selector: index + distance, arguments: count)
        case .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray, .popIntoNewArray, .pushClosure, .drop,
            .duplicate, .nop, .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop,
            .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            self
        }
    }
}
