// Finds the functions of a program: the entry, the targets of calls, exported labels and command handlers, and the code
// that belongs to each. Code that several functions reach (a shared tail) belongs to all of them; a jump to another
// function's entry with an empty frame is a tail call.

import HSXMachine
import Support

/// The functions of a program in order of their entries.
struct FunctionDiscovery {
    private let code: MachineCode
    private var entries = EntitySet<MachineFunctionEntry>()
    /// Where the program starts, unless that is called: jumps there are no tail calls, for it has no caller's interface.
    private var uncalledStart: CodeAddress?

    /// A word index as an id, so that a set of code addresses is a bit vector.
    private struct MachineFunctionEntry: EntityID {
        let rawValue: UInt32
        init(rawValue: UInt32) { self.rawValue = rawValue }
    }

    /// All functions with their reachable code, by rising entry address.
    static func discover(_ code: MachineCode) -> [MachineFunction] {
        var discovery = FunctionDiscovery(code: code)
        return discovery.run()
    }

    private init(code: MachineCode) { self.code = code }

    private mutating func run() -> [MachineFunction] {
        let program = code.program
        var handlers: [CodeAddress] = []
        for command in program.metadata.commands {
            if case .offset(let offset) = command.handler { handlers.append(CodeAddress(offset)) }
        }
        let exports = program.exports.filter { program.symbols[$0].section == .text }.map {
            CodeAddress(program.symbols[$0].offset)
        }
        let start = CodeAddress(program.entry)
        var roots: [CodeAddress] = []
        for address in [start] + handlers + exports where isInside(address) { roots.append(address) }
        let called = collectEntries(from: roots)
        uncalledStart = called.contains(MachineFunctionEntry(index: start.word)) ? nil : start

        let names = FunctionNames(code)
        var functions = entries.map { word in
            let address = CodeAddress(word.rawValue * 4)
            return MachineFunction(
                entry: address, name: names.name(address), isProgramStart: address == uncalledStart,
                isHandler: handlers.contains(address))
        }
        for place in functions.indices { explore(&functions[place]) }
        return functions
    }

    private func isInside(_ address: CodeAddress) -> Bool { address.isAligned && address.value < code.size }

    /// Follows jumps and calls from `roots`; fills `entries` with them and all call targets, and answers the call
    /// targets.
    private mutating func collectEntries(from roots: [CodeAddress]) -> EntitySet<MachineFunctionEntry> {
        var called = EntitySet<MachineFunctionEntry>(capacity: code.program.code.count)
        var seen = EntitySet<MachineFunctionEntry>(capacity: code.program.code.count)
        var worklist = roots
        for root in roots { entries.insert(MachineFunctionEntry(index: root.word)) }
        while let address = worklist.popLast() {
            guard isInside(address), seen.insert(MachineFunctionEntry(index: address.word)) else { continue }
            switch transfer(address) {
            case .next(let next): worklist.append(next)
            case .jump(let target): worklist.append(target)
            case .branch(let target, let next): worklist += [next, target]
            case .call(let target, let next):
                worklist.append(next)
                if isInside(target) {
                    called.insert(MachineFunctionEntry(index: target.word))
                    entries.insert(MachineFunctionEntry(index: target.word))
                    worklist.append(target)
                }
            case .indirectCall(let next): worklist.append(next)
            case .ret, .stop: break
            }
        }
        return called
    }

    private enum RawTransfer {
        case next(CodeAddress)
        case jump(CodeAddress)
        case branch(CodeAddress, next: CodeAddress)
        case call(CodeAddress, next: CodeAddress)
        case indirectCall(next: CodeAddress)
        case ret
        case stop
    }

    private func transfer(_ address: CodeAddress) -> RawTransfer {
        guard case .instruction(let instruction) = code.decode(address) else { return .stop }
        let next = code.next(address, instruction)
        let effects = instruction.opcode.effects
        if effects.contains(.jumps) {
            let target = code.target(address, instruction)
            return effects.contains(.isConditional) ? .branch(target, next: next) : .jump(target)
        }
        if effects.contains(.calls) {
            if instruction.rs1 != .r0 { return .indirectCall(next: next) }
            if let load = code.farJumpLoad(address) { return .jump(CodeAddress(UInt32(bitPattern: load.imm))) }
            return .call(code.target(address, instruction), next: next)
        }
        if effects.contains(.returns) { return .ret }
        if effects.contains(.callsService), instruction.service.effects.contains(.doesNotReturn) { return .stop }
        return .next(next)
    }

    /// Walks the code of one function with the depth of the stack.
    private func explore(_ function: inout MachineFunction) {
        var depths: [(address: CodeAddress, depth: Int, transfer: ControlTransfer)] = []
        var placeOf: [CodeAddress: Int] = [:]
        var leaders: Set<CodeAddress> = [function.entry]
        var callees: Set<CodeAddress> = []
        var worklist: [(CodeAddress, Int)] = [(function.entry, 0)]
        var kept: (KeptReason, CodeAddress)?
        func keep(_ reason: KeptReason, _ address: CodeAddress) { if kept == nil { kept = (reason, address) } }

        while let (address, depth) = worklist.popLast() {
            if let place = placeOf[address] {
                if depths[place].depth != depth { keep(.unbalancedStack, address) }
                leaders.insert(address)
                continue
            }
            guard address.isAligned else {
                keep(.misalignedJump, function.entry)
                continue
            }
            placeOf[address] = depths.count
            var result = ControlTransfer.stop
            switch transfer(address) {
            case .next(let next):
                result = .next
                let change = stackChange(address)
                if depth + change < 0 { keep(.unbalancedStack, address) }
                worklist.append((next, max(0, depth + change)))
            case .jump(let target):
                let isOther = target != function.entry && target != uncalledStart && isInside(target)
                if depth == 0, isOther, entries.contains(MachineFunctionEntry(index: target.word)) {
                    result = .tailCall(target)
                    callees.insert(target)
                } else {
                    result = .jump(target)
                    leaders.insert(target)
                    worklist.append((target, depth))
                }
            case .branch(let target, let next):
                result = .branch(target, whenZero: isBranchOnZero(address))
                leaders.insert(target)
                leaders.insert(next)
                worklist += [(next, depth), (target, depth)]
            case .call(let target, let next):
                if isInside(target) {
                    result = .call(target)
                    callees.insert(target)
                    worklist.append((next, depth))
                } else if !target.isAligned {
                    keep(.misalignedJump, address)
                } else {
                    result = .jump(target)
                    leaders.insert(target)
                    worklist.append((target, depth))
                }
            case .indirectCall(let next):
                keep(.indirectCall, address)
                result = .next
                worklist.append((next, depth))
            case .ret:
                result = .ret
                if depth != 0, !function.isProgramStart { keep(.unbalancedStack, address) }
            case .stop: break
            }
            if case .instruction(let instruction) = code.decode(address), code.takesCodeAddress(address, instruction) {
                keep(.codeAddress, address)
            }
            depths.append((address, depth, result))
        }
        depths.sort { $0.address < $1.address }
        function.addresses = depths.map(\.address)
        function.depths = depths.map(\.depth)
        function.transfers = depths.map(\.transfer)
        function.leaders = leaders.sorted()
        function.callees = callees.sorted()
        function.kept = kept.map { (reason: $0.0, address: $0.1) }
    }

    private func isBranchOnZero(_ address: CodeAddress) -> Bool {
        if case .instruction(let instruction) = code.decode(address) { instruction.opcode == .jz } else { false }
    }

    private func stackChange(_ address: CodeAddress) -> Int {
        guard case .instruction(let instruction) = code.decode(address) else { return 0 }
        let effects = instruction.opcode.effects
        return effects.contains(.pushes) ? 1 : effects.contains(.pops) ? -1 : 0
    }
}

/// Names for the functions: the label at the entry, exported ones first, made unique.
struct FunctionNames {
    private var names: [CodeAddress: String] = [:]

    init(_ code: MachineCode) {
        let program = code.program
        var used: Set<String> = []
        let text = program.symbols.ids.filter { program.symbols[$0].section == .text }
        for id in text.filter({ program.symbols[$0].isExported }) + text.filter({ !program.symbols[$0].isExported }) {
            let address = CodeAddress(program.symbols[id].offset)
            guard names[address] == nil else { continue }
            var name = program.name(id)
            var number = 2
            while !used.insert(name).inserted {
                name = "\(program.name(id)).\(number)"
                number += 1
            }
            names[address] = name
        }
    }

    func name(_ address: CodeAddress) -> String { names[address] ?? "fn_" + String(address.value, radix: 16) }
}
