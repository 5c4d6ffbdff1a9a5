// Code for what an object of any class holds. Each variable has its code once, at the class that introduces it: objects
// of the classes below look there too.

import IR

enum VariableOwners {
    /// Goes to the code for the class of `value`: that of its elements if they are values, which goes on to its third
    /// block, then that of the variables of each class above, from the lowest; at last, or for what is no object of a
    /// layout, to `other`.
    ///
    /// Requires: the bodies end their blocks.
    static func lower(
        _ program: ProgramLowering, _ value: ValueID, else other: BlockID, _ emitter: inout CodeEmitter,
        elements: (_ emitter: inout CodeEmitter, _ object: ValueID, _ id: ClassID, _ next: BlockID) -> Void,
        variables: (_ emitter: inout CodeEmitter, _ object: ValueID, _ indices: Range<Int>, _ next: BlockID) -> Void
    ) {
        let layout = program.layout
        var cases: [(layout: LayoutID, block: BlockID)] = []
        var withElements: [(id: ClassID, layout: LayoutID, block: BlockID)] = []
        var holders = Holders()
        for id in layout.closed.liveClasses {
            guard let made = layout.layout(id), layout.receiver(id) == .layout(made) else { continue }
            if program.module.layouts[made].elements == .any {
                withElements.append((id, made, emitter.makeBlock()))
                cases.append((made, withElements[withElements.count - 1].block))
            } else {
                cases.append((made, holders.block(layout, id, else: other, &emitter)))
            }
        }
        emitter.branch(emitter.layoutNumber(value), cases, else: other)
        for (id, made, block) in withElements {
            emitter.begin(block)
            let object = emitter.unbox(.ref(made), value)
            elements(&emitter, object, id, holders.block(layout, id, else: other, &emitter))
        }
        while let (id, made, block) = holders.pending.popLast() {
            emitter.begin(block)
            let object = emitter.unbox(.ref(made), value)
            let above = layout.inheriting(id).map { holders.block(layout, $0, else: other, &emitter) } ?? other
            variables(&emitter, object, layout.ownVariables(id), above)
        }
    }

    /// The blocks for the variables of classes.
    private struct Holders {
        private var blocks: [ClassID: BlockID] = [:]
        var pending: [(id: ClassID, layout: LayoutID, block: BlockID)] = []

        /// The block for the variables of a class, that of the nearest one above which introduces some.
        mutating func block(
            _ layout: ProgramLayout, _ id: ClassID, else other: BlockID, _ emitter: inout CodeEmitter
        ) -> BlockID {
            var next: ClassID? = id
            while let current = next {
                if let known = blocks[current] { return known }
                if !layout.ownVariables(current).isEmpty, let made = layout.layout(current) {
                    let block = emitter.makeBlock()
                    blocks[current] = block
                    pending.append((current, made, block))
                    return block
                }
                next = layout.inheriting(current)
            }
            return other
        }
    }
}
