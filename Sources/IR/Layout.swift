// The order of blocks and instructions. It is apart from the data flow, so that code moves without renaming anything.

import Support

/// Blocks as a list, and in each block its instructions as a list; both doubly linked through dense tables.
public struct Layout: Sendable {
    @usableFromInline struct Link: Sendable {
        @usableFromInline var previous: UInt32 = .max
        @usableFromInline var next: UInt32 = .max
    }

    @usableFromInline struct BlockNode: Sendable {
        @usableFromInline var link = Link()
        @usableFromInline var first: UInt32 = .max
        @usableFromInline var last: UInt32 = .max
        @usableFromInline var isInserted = false
    }

    @usableFromInline struct InstructionNode: Sendable {
        @usableFromInline var link = Link()
        @usableFromInline var block: UInt32 = .max
    }

    private static let none: UInt32 = .max
    @usableFromInline var blockNodes = SecondaryMap<BlockID, BlockNode>(initial: BlockNode())
    @usableFromInline var instructionNodes = SecondaryMap<InstructionID, InstructionNode>(initial: InstructionNode())
    @usableFromInline var first: UInt32 = .max
    @usableFromInline var last: UInt32 = .max
    /// The debug bindings before each instruction that has some.
    private var attachments: [InstructionID: [DebugBindingID]] = [:]
    /// Those of the instruction that comes to the end of the block next.
    private var trailing: [BlockID: [DebugBindingID]] = [:]

    public init() {}

    // Blocks.

    /// The first block, which is where the function starts.
    @inlinable public var entry: BlockID? { Layout.block(first) }
    @inlinable public var lastBlock: BlockID? { Layout.block(last) }

    @inlinable public func contains(_ block: BlockID) -> Bool { blockNodes[block].isInserted }
    @inlinable public func next(_ block: BlockID) -> BlockID? { Layout.block(blockNodes[block].link.next) }
    @inlinable public func previous(_ block: BlockID) -> BlockID? { Layout.block(blockNodes[block].link.previous) }

    /// All blocks in order.
    public var blocks: [BlockID] {
        var result: [BlockID] = []
        var cursor = entry
        while let block = cursor {
            result.append(block)
            cursor = next(block)
        }
        return result
    }

    public mutating func append(_ block: BlockID) {
        precondition(!contains(block), "Layout: the block is in the layout already")
        blockNodes[block].isInserted = true
        blockNodes[block].link = Link(previous: last, next: Layout.none)
        if let lastBlock { blockNodes[lastBlock].link.next = block.rawValue } else { first = block.rawValue }
        last = block.rawValue
    }

    public mutating func insert(_ block: BlockID, after place: BlockID) {
        precondition(!contains(block) && contains(place), "Layout: insert needs a new block and a placed one")
        let next = blockNodes[place].link.next
        blockNodes[block].isInserted = true
        blockNodes[block].link = Link(previous: place.rawValue, next: next)
        blockNodes[place].link.next = block.rawValue
        if let next = Layout.block(next) {
            blockNodes[next].link.previous = block.rawValue
        } else {
            last = block.rawValue
        }
    }

    /// Takes the block and its instructions out of the function.
    public mutating func remove(_ block: BlockID) {
        precondition(contains(block), "Layout: the block is not in the layout")
        for instruction in instructions(block) { instructionNodes[instruction].block = Layout.none }
        detachAll(block)
        unlink(block)
        blockNodes[block] = BlockNode()
    }

    /// Moves the block behind `place`, with its instructions.
    public mutating func move(_ block: BlockID, after place: BlockID) {
        guard block != place else { return }
        let (first, last) = (blockNodes[block].first, blockNodes[block].last)
        unlink(block)
        blockNodes[block] = BlockNode()
        insert(block, after: place)
        blockNodes[block].first = first
        blockNodes[block].last = last
    }

    private mutating func unlink(_ block: BlockID) {
        let link = blockNodes[block].link
        if let next = Layout.block(link.next) {
            blockNodes[next].link.previous = link.previous
        } else {
            last = link.previous
        }
        if let previous = Layout.block(link.previous) {
            blockNodes[previous].link.next = link.next
        } else {
            first = link.next
        }
    }

    // Instructions.

    @inlinable public func block(of instruction: InstructionID) -> BlockID? {
        Layout.block(instructionNodes[instruction].block)
    }
    @inlinable public func first(in block: BlockID) -> InstructionID? { Layout.instruction(blockNodes[block].first) }
    @inlinable public func last(in block: BlockID) -> InstructionID? { Layout.instruction(blockNodes[block].last) }
    @inlinable public func next(_ instruction: InstructionID) -> InstructionID? {
        Layout.instruction(instructionNodes[instruction].link.next)
    }
    @inlinable public func previous(_ instruction: InstructionID) -> InstructionID? {
        Layout.instruction(instructionNodes[instruction].link.previous)
    }

    /// The instructions of `block` in order, as they are now.
    public func instructions(_ block: BlockID) -> [InstructionID] {
        var result: [InstructionID] = []
        // Most blocks are short: one allocation is enough for them.
        result.reserveCapacity(12)
        var cursor = first(in: block)
        while let instruction = cursor {
            result.append(instruction)
            cursor = next(instruction)
        }
        return result
    }

    public mutating func append(_ instruction: InstructionID, to block: BlockID) {
        insert(instruction, in: block, previous: blockNodes[block].last, next: Layout.none)
    }

    public mutating func prepend(_ instruction: InstructionID, to block: BlockID) {
        insert(instruction, in: block, previous: Layout.none, next: blockNodes[block].first)
    }

    /// What was bound before `place` is bound before the new instruction: it is mostly a part of what `place` does.
    public mutating func insert(_ instruction: InstructionID, before place: InstructionID) {
        let node = instructionNodes[place]
        if !attachments.isEmpty, let bindings = attachments.removeValue(forKey: place) {
            attachments[instruction] = bindings
        }
        insert(
            instruction, in: BlockID(rawValue: node.block), previous: node.link.previous, next: place.rawValue)
    }

    public mutating func insert(_ instruction: InstructionID, after place: InstructionID) {
        let node = instructionNodes[place]
        insert(instruction, in: BlockID(rawValue: node.block), previous: place.rawValue, next: node.link.next)
    }

    private mutating func insert(_ instruction: InstructionID, in block: BlockID, previous: UInt32, next: UInt32) {
        precondition(self.block(of: instruction) == nil, "Layout: the instruction is in a block already")
        instructionNodes[instruction] = InstructionNode(
            link: Link(previous: previous, next: next), block: block.rawValue)
        if next == Layout.none, !trailing.isEmpty, let waiting = trailing.removeValue(forKey: block) {
            attachments[instruction] = waiting
        }
        if let previous = Layout.instruction(previous) {
            instructionNodes[previous].link.next = instruction.rawValue
        } else {
            blockNodes[block].first = instruction.rawValue
        }
        if let next = Layout.instruction(next) {
            instructionNodes[next].link.previous = instruction.rawValue
        } else {
            blockNodes[block].last = instruction.rawValue
        }
    }

    /// Takes the instruction out of its block. What was bound before it is bound before the next one.
    public mutating func remove(_ instruction: InstructionID) {
        let node = instructionNodes[instruction]
        precondition(node.block != Layout.none, "Layout: the instruction is in no block")
        let block = BlockID(rawValue: node.block)
        if !attachments.isEmpty { passOn(instruction, to: Layout.instruction(node.link.next), block) }
        if let previous = Layout.instruction(node.link.previous) {
            instructionNodes[previous].link.next = node.link.next
        } else {
            blockNodes[block].first = node.link.next
        }
        if let next = Layout.instruction(node.link.next) {
            instructionNodes[next].link.previous = node.link.previous
        } else {
            blockNodes[block].last = node.link.previous
        }
        instructionNodes[instruction] = InstructionNode()
    }

    /// Moves the instruction to the end of `block`, with what is bound before it.
    public mutating func move(_ instruction: InstructionID, toEndOf block: BlockID) {
        let carried = attachments.isEmpty ? nil : attachments.removeValue(forKey: instruction)
        remove(instruction)
        if let carried { trailing[block, default: []] += carried }
        append(instruction, to: block)
    }

    /// Whether neither layout has changed since one was copied from the other.
    func hasStorage(of other: Layout) -> Bool {
        blockNodes.hasStorage(of: other.blockNodes) && instructionNodes.hasStorage(of: other.instructionNodes)
            && first == other.first && last == other.last && attachments == other.attachments
            && trailing == other.trailing
    }

    // Debug bindings.

    /// The bindings before the instruction, in order.
    public func attached(before instruction: InstructionID) -> [DebugBindingID] {
        attachments.isEmpty ? [] : attachments[instruction] ?? []
    }

    /// Whether there are bindings anywhere.
    public var hasAttachments: Bool { !attachments.isEmpty || !trailing.isEmpty }

    /// Requires: the instruction is in a block.
    public mutating func attach(_ binding: DebugBindingID, before instruction: InstructionID) {
        attachments[instruction, default: []].append(binding)
    }

    public mutating func attach(_ binding: DebugBindingID, atEndOf block: BlockID) {
        trailing[block, default: []].append(binding)
    }

    /// Drops the bindings in `block`: those of two ways that became one.
    public mutating func detachAll(_ block: BlockID) {
        if !trailing.isEmpty { trailing.removeValue(forKey: block) }
        guard !attachments.isEmpty else { return }
        for instruction in instructions(block) { attachments.removeValue(forKey: instruction) }
    }

    private mutating func passOn(_ instruction: InstructionID, to next: InstructionID?, _ block: BlockID) {
        guard let bindings = attachments.removeValue(forKey: instruction) else { return }
        if let next {
            attachments[next] = bindings + (attachments[next] ?? [])
        } else {
            trailing[block] = bindings + (trailing[block] ?? [])
        }
    }

    @inlinable static func block(_ raw: UInt32) -> BlockID? { raw == .max ? nil : BlockID(rawValue: raw) }
    @inlinable static func instruction(_ raw: UInt32) -> InstructionID? {
        raw == .max ? nil : InstructionID(rawValue: raw)
    }
}
