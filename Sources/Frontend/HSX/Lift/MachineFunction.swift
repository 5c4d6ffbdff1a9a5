// A function of the original program: the code that control reaches from its entry without following calls.

import HSXMachine
import Support

/// A function found in the code.
struct MachineFunctionID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// How control leaves an instruction.
enum ControlTransfer {
    case next
    case jump(CodeAddress)
    /// To the address when the flag Z has the given value, else on.
    case branch(CodeAddress, whenZero: Bool)
    case call(CodeAddress)
    /// A jump to another function's entry with the stack as it was at entry: a call and a return.
    case tailCall(CodeAddress)
    case ret
    /// Nothing follows: a service that does not return, an illegal word, the end of the code.
    case stop
}

/// Why a function cannot be lifted.
enum KeptReason {
    case indirectCall, codeAddress, unbalancedStack, returnAddress, callerFrame, stackNumber, misalignedJump,
        flagsAcrossCall
    case callsKept
}

/// What the analyses find out about a function.
struct MachineFunction {
    let entry: CodeAddress
    let name: String
    /// The program starts here and nothing calls it.
    let isProgramStart: Bool
    /// The executive calls it (a command handler).
    let isHandler: Bool

    /// Reachable instructions by rising address.
    var addresses: [CodeAddress] = []
    /// How control leaves each of `addresses`.
    var transfers: [ControlTransfer] = []
    /// The first instructions of blocks, by rising address; the entry is one.
    var leaders: [CodeAddress] = []
    /// Words pushed before each of `addresses`.
    var depths: [Int] = []
    var callees: [CodeAddress] = []

    /// Why it is kept as written, and where that shows.
    var kept: (reason: KeptReason, address: CodeAddress)?

    /// The stack is addressed other than by PUSH and POP.
    var usesStackMemory = false
    /// An address of the stack goes where its uses cannot be seen.
    var stackEscapes = false
    /// Bytes of stack below the entry's stack pointer.
    var stackSize = 0

    /// Registers that may differ from their entry values on return.
    var modified: HSXRegisterSet = []
    var modifiedFlags: HSXFlags = []
    /// Registers and flags whose entry values matter.
    var parameters = MachineSet()
    /// Registers and flags that some caller looks at after the call.
    var results = MachineSet()

    init(entry: CodeAddress, name: String, isProgramStart: Bool, isHandler: Bool) {
        self.entry = entry
        self.name = name
        self.isProgramStart = isProgramStart
        self.isHandler = isHandler
    }

    /// The position of `address` in `addresses`.
    func index(_ address: CodeAddress) -> Int? { addresses.sortedIndex(of: address) }

    /// The position of `address` in `leaders`.
    func leaderIndex(_ address: CodeAddress) -> Int? { leaders.sortedIndex(of: address) }

    func isLeader(_ address: CodeAddress) -> Bool { leaderIndex(address) != nil }
}

extension Array where Element: Comparable {
    /// The position of `element` in an array that is sorted.
    fileprivate func sortedIndex(of element: Element) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == element ? low : nil
    }
}

/// A set of general registers and of the flags Z and C: what liveness is about.
struct MachineSet: Hashable {
    var registers: HSXRegisterSet = []
    var flags: HSXFlags = []

    static let trackedFlags: HSXFlags = [.zero, .carry]

    mutating func formUnion(_ other: MachineSet) {
        registers.formUnion(other.registers)
        flags.formUnion(other.flags)
    }

    mutating func subtract(_ other: MachineSet) {
        registers.subtract(other.registers)
        flags.subtract(other.flags)
    }

    func intersection(_ other: MachineSet) -> MachineSet {
        MachineSet(registers: registers.intersection(other.registers), flags: flags.intersection(other.flags))
    }

    func isSubset(of other: MachineSet) -> Bool {
        registers.isSubset(of: other.registers) && flags.isSubset(of: other.flags)
    }

    var isEmpty: Bool { registers.isEmpty && flags.isEmpty }
}
