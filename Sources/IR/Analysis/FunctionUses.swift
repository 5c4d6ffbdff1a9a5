// How the functions of a module are used: who calls whom directly, and which are referred to in other ways.

import Support

/// The uses of the functions of a module, valid until a function changes.
public struct FunctionUses: Sendable {
    /// How many direct calls of each function there are.
    public private(set) var calls: SecondaryMap<FunctionID, Int>
    /// The functions that each function calls directly, one entry a call, in layout order.
    public private(set) var callees = PrimaryMap<FunctionID, [FunctionID]>()
    /// The functions whose address or closure is taken, in code, in the bytes of a global or in a root.
    public private(set) var referenced = EntitySet<FunctionID>()

    public init(_ module: Module) {
        calls = SecondaryMap(initial: 0, count: module.functions.count)
        for function in module.functions.values { note(function) }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let function) = relocation.target { referenced.insert(function) }
            }
        }
        for root in module.roots.values {
            if let function = root.value.function { referenced.insert(function) }
        }
    }

    private mutating func note(_ function: Function) {
        var called: [FunctionID] = []
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                switch data.functionReference {
                case .call:
                    calls[data.function] += 1
                    called.append(data.function)
                case .address: referenced.insert(data.function)
                case nil: break
                }
            }
        }
        callees.append(called)
    }
}

extension Function {
    /// Whether only direct calls of its own module can reach the function, as long as nothing there takes its address.
    public var isPrivate: Bool {
        linkage == .local && attributes.isDisjoint(with: [.entry, .addressTaken])
    }
}

extension Instruction {
    /// How an instruction refers to the function that its operand names.
    public enum FunctionReference: Sendable {
        case call, address
    }

    public var functionReference: FunctionReference? {
        switch opcode.info.format {
        case .call: .call
        case .function, .closure: .address
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet,
            .fieldSet, .indirectCall, .closureCall, .send, .service, .jump, .branch, .switchTable, .list, .number:
            nil
        }
    }
}
