// Decides where functions lie and which branches need the long form. JMP, JZ and JNZ reach only the first 4 KiB of the
// code; beyond, a jump is CALL .+4, LDI32 r, target, ST [R15+0], r, RET, and a conditional branch loads the target and
// goes to a helper below the wall that does the rest. Functions that branch most go lowest.

import HSXMachine
import IR
import Support

/// The places of all functions of an object.
struct BranchPlacement {
    private(set) var functions: [CompiledFunction]
    /// Byte address of each function's start, in the order of `functions`.
    private(set) var starts: [UInt32] = []
    /// Byte address of each item, by function.
    private(set) var addresses: [[UInt32]] = []
    /// Byte address of the helper for each register that needs one.
    private(set) var helpers: [HSXRegister: UInt32] = [:]
    private(set) var end: UInt32 = 0
    private let codeBase: UInt32
    /// Functions that something takes the address of, which is never 0.
    private let named: EntitySet<FunctionID>
    /// Whether an unused word comes before the first function.
    private(set) var hasEmptyStart = false
    private var functionAddress: [FunctionID: UInt32] = [:]

    static let helperWords: UInt32 = 3

    /// Functions with far branches that have no register for them; nothing is valid until they are compiled with one.
    private(set) var needScratch: [FunctionID] = []
    /// Whether a far branch has no helper in reach.
    private(set) var lacksHelper = false

    init(
        _ functions: [CompiledFunction], codeBase: UInt32, order: [FunctionID], named: EntitySet<FunctionID>
    ) {
        self.codeBase = codeBase
        self.named = named
        var rank = [FunctionID: Int](minimumCapacity: order.count)
        for (number, id) in order.enumerated() { rank[id] = number }
        self.functions = functions.sorted { rank[$0.id] ?? 0 < rank[$1.id] ?? 0 }
        var changed = true
        while changed {
            place()
            changed = lengthen()
        }
        needScratch = self.functions.filter { function in
            function.scratch == nil && function.items.contains { $0.isFar && $0.isBranch }
        }.map(\.id)
        lacksHelper = helpers.values.contains { $0 >= HSXMemory.branchLimit }
    }

    /// The order in which functions are placed: as they come while everything is in reach, else by how much they
    /// branch.
    static func order(_ functions: [CompiledFunction], codeBase: UInt32) -> [FunctionID] {
        let byID = functions.sorted { $0.id < $1.id }
        let total = functions.reduce(codeBase) { $0 + $1.size * 4 }
        if total <= HSXMemory.branchLimit { return byID.map(\.id) }
        func density(_ function: CompiledFunction) -> Float { function.branchWeight / Float(max(function.size, 1)) }
        return byID.sorted { density($0) != density($1) ? density($0) > density($1) : $0.id < $1.id }.map(\.id)
    }

    private mutating func place() {
        var address = codeBase
        helpers = [:]
        for function in functions {
            guard let scratch = function.scratch, helpers[scratch] == nil,
                function.items.contains(where: { $0.isFar && $0.isBranch })
            else { continue }
            helpers[scratch] = address
            address += Self.helperWords * 4
        }
        hasEmptyStart = address == 0 && functions.first.map { named.contains($0.id) } ?? false
        if hasEmptyStart { address += 4 }
        starts = []
        addresses = []
        for function in functions {
            starts.append(address)
            functionAddress[function.id] = address
            var list: [UInt32] = []
            list.reserveCapacity(function.items.count)
            for item in function.items {
                list.append(address)
                address += item.size * 4
            }
            addresses.append(list)
        }
        end = address
    }

    /// The address of a block. Requires: placed.
    func address(_ block: MachineBlockID, in function: Int) -> UInt32 {
        let item = functions[function].blockItems[block.index]
        return item < addresses[function].count ? addresses[function][item] : end
    }

    func address(_ function: FunctionID) -> UInt32? { functionAddress[function] }

    /// Makes the items long that do not reach; answers whether there was one. Items never get short again, so this
    /// ends.
    private mutating func lengthen() -> Bool {
        var changed = false
        for function in functions.indices {
            for item in functions[function].items.indices where !functions[function].items[item].isFar {
                let here = addresses[function][item]
                let isFar: Bool
                switch functions[function].items[item].kind {
                case .jump(let target), .branch(_, let target):
                    isFar = address(target, in: function) >= HSXMemory.branchLimit
                case .conditional(_, let operations):
                    isFar = here + 4 + 4 * UInt32(operations.count) >= HSXMemory.branchLimit
                case .call(let callee): isFar = !isCallInReach(callee, from: here)
                case .tailCall(let callee, _):
                    isFar = functionAddress[callee].map { $0 >= HSXMemory.branchLimit } ?? true
                case .instruction, .address, .illegal: isFar = false
                }
                guard isFar else { continue }
                functions[function].items[item].isFar = true
                changed = true
            }
        }
        return changed
    }

    private func isCallInReach(_ callee: FunctionID, from here: UInt32) -> Bool {
        // Code of other objects lies before this one's, or right behind it.
        guard let target = functionAddress[callee] else { return max(here, end) < 8000 }
        return (-2048...2047).contains((Int(target) - Int(here)) / 4)
    }
}
