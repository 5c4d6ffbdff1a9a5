// In which form each variable of a function reaches LLVM, which follows values through optimised code, but at -O0 knows
// little behind the block that computed one. There variables have homes in the frame that say what they are.

import CLLVM
import IR
import Support

/// What a variable is described by.
enum VariableForm {
    /// Records of the values that it has from a place on.
    case records
    /// A home in the frame that holds its bytes.
    case home
    /// A home in the frame that holds its address in the host's memory.
    case pointer
    /// One place in the program's memory, as long as the program runs: its address there.
    case fixed(UInt64)
    /// One slot in the frame of the host, so many bytes from the slot's start.
    case slot(SlotID, Int32)
}

/// The variables of one function on its way to LLVM.
struct FunctionVariables {
    let dominators: DominatorTree
    private(set) var forms: SecondaryMap<DebugVariableID, VariableForm>
    /// Where a variable with a home has it.
    var homes: SecondaryMap<DebugVariableID, LLVMValue?>
    /// LLVM's nodes, and the places that stand for scopes.
    var nodes: SecondaryMap<DebugVariableID, (node: LLVMMetadata, place: LLVMMetadata)?>
    /// Sizes in bytes.
    let sizes: SecondaryMap<DebugVariableID, UInt32?>

    init(_ function: Function, _ module: Module, isOptimized: Bool) {
        dominators = DominatorTree(function, ControlFlowGraph(function))
        let count = function.debugVariables.count
        var places = SecondaryMap<DebugVariableID, [DebugBinding]>(initial: [], count: count)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                for var binding in function.bindings(before: instruction) {
                    binding.place = function.settled(binding.place)
                    if binding.place != .none { places[binding.variable].append(binding) }
                }
            }
        }
        let placement = module.memory.size == 0 ? nil : GlobalPlacement(module)
        var forms = SecondaryMap<DebugVariableID, VariableForm>(initial: .records, count: count)
        var sizes = SecondaryMap<DebugVariableID, UInt32?>(initial: nil, count: count)
        for id in function.debugVariables.ids {
            sizes[id] = module.debugSize(function.debugVariables[id].type)
            forms[id] = FunctionVariables.form(places[id], sizes[id], placement, function, isOptimized: isOptimized)
        }
        self.forms = forms
        self.sizes = sizes
        homes = SecondaryMap(initial: nil, count: count)
        nodes = SecondaryMap(initial: nil, count: count)
    }

    /// The largest variable that gets a home for its bytes.
    private static let homeLimit: UInt32 = 4096

    private static func form(
        _ bindings: [DebugBinding], _ size: UInt32?, _ placement: GlobalPlacement?, _ function: Function,
        isOptimized: Bool
    ) -> VariableForm {
        let isWhole = bindings.allSatisfy { $0.size == 0 || $0.offset == 0 && $0.size == size }
        let isMemory = bindings.allSatisfy { $0.place.isMemory }
        if let first = bindings.first, isWhole, bindings.allSatisfy({ $0.place == first.place }) {
            if case .slot(let slot, let offset) = first.place { return .slot(slot, offset) }
            if let address = fixedAddress(first.place, placement, function) { return .fixed(address) }
        }
        if isOptimized { return .records }
        if !bindings.isEmpty, isMemory { return isWhole ? .pointer : .records }
        let isValue = bindings.allSatisfy { !$0.place.isMemory }
        return isValue && size.map { $0 > 0 && $0 <= homeLimit } == true ? .home : .records
    }

    /// Where in memory of declared size a place always is.
    private static func fixedAddress(
        _ place: DebugPlace, _ placement: GlobalPlacement?, _ function: Function
    ) -> UInt64? {
        guard let placement else { return nil }
        switch place {
        case .global(let global, let offset): return placement.addresses[global] &+ UInt64(bitPattern: Int64(offset))
        case .memory(let base, let offset):
            guard let definition = function.definingInstruction(base), function[definition].opcode == .iconst else {
                return nil
            }
            let mask: UInt64 = function.type(base).bits.map { $0 >= 64 ? .max : (1 << UInt64($0)) - 1 } ?? .max
            return (function[definition].immediate &+ UInt64(bitPattern: Int64(offset))) & mask
        case .none, .value, .constant, .slot: return nil
        }
    }
}

extension DebugPlace {
    /// Whether it says where the variable lies.
    var isMemory: Bool {
        switch self {
        case .slot, .global, .memory: true
        case .none, .value, .constant: false
        }
    }
}
