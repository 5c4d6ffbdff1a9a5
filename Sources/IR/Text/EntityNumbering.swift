// Numbers for the text form: values and blocks count up in layout order, so that a function prints the same however it
// was built.

import Support

/// The printed numbers of a function's blocks and values, and the line of each instruction in its printed form.
public struct EntityNumbering {
    private var values: SecondaryMap<ValueID, UInt32>
    private var blocks: SecondaryMap<BlockID, UInt32>

    public init(_ function: Function) {
        values = SecondaryMap(initial: .max, count: function.values.count)
        blocks = SecondaryMap(initial: .max, count: function.blocks.count)
        var nextValue: UInt32 = 0
        var nextBlock: UInt32 = 0
        for block in function.layout.blocks {
            blocks[block] = nextBlock
            nextBlock += 1
            for value in function.blocks.contains(block) ? function.parameters(block) : [] {
                values[value] = nextValue
                nextValue += 1
            }
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                for index in 0..<function.resultCount(instruction) {
                    values[function.result(instruction, index)] = nextValue
                    nextValue += 1
                }
                cursor = function.layout.next(instruction)
            }
        }
    }

    /// The name of a value; one that is in no place of the layout shows its raw id after `v!`.
    public func name(_ value: ValueID) -> String {
        values[value] == .max ? "v!\(value.rawValue)" : "v\(values[value])"
    }

    public func name(_ block: BlockID) -> String {
        blocks[block] == .max ? "block!\(block.rawValue)" : "block\(blocks[block])"
    }
}
