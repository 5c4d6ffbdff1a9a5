// Where the arguments and results of a signature travel on the machine.
// The documented convention: arguments in R1 to R3 and then on the stack, results in R0 to R2. Further results, which
// the documents do not provide for, go on in R3 and R8 to R14. Functions that only hubc's own code calls take arguments
// beyond the third in R8 to R13 and then in static words, which is shorter and lets every tail call jump.

import IR

/// The place of an argument.
enum ArgumentPlace: Equatable {
    case register(MachineRegister)
    /// Word number `n` above the return address.
    case stack(Int)
    /// Word number `n` of the object's static argument words; the callee reads them before it calls anything.
    case memory(Int)
}

/// The places of a signature's arguments and results.
struct CallingSequence {
    var parameters: [ArgumentPlace] = []
    var results: [MachineRegister] = []
    /// What the callee may change, its results included.
    var clobbers: RegisterMask = .standardClobbers
    /// Words of arguments on the stack.
    var stackWords = 0
    /// Words of arguments in static memory.
    var memoryWords = 0

    private static let resultRegisters = [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14]
    private static let argumentRegisters = [1, 2, 3, 8, 9, 10, 11, 12, 13]

    /// Nil when the convention cannot carry the signature: too many results, or registers named twice or not at all.
    /// `isInternal`: only code of the same object calls.
    init?(_ signature: Signature, isInternal: Bool) {
        switch signature.convention {
        case .standard:
            let registers = isInternal ? Self.argumentRegisters : Array(Self.argumentRegisters.prefix(3))
            let words = max(0, signature.parameters.count - registers.count)
            for index in signature.parameters.indices {
                let word = index - registers.count
                if word < 0 {
                    parameters.append(.register(MachineRegister(registers[index])))
                } else {
                    parameters.append(isInternal ? .memory(word) : .stack(word))
                }
            }
            if isInternal { memoryWords = words } else { stackWords = words }
            guard signature.results.count <= Self.resultRegisters.count else { return nil }
            results = signature.results.indices.map { MachineRegister(Self.resultRegisters[$0]) }
        case .registers(let fixed):
            guard fixed.parameters.count == signature.parameters.count, fixed.results.count == signature.results.count,
                (fixed.parameters + fixed.results).allSatisfy({ $0 < 15 }),
                Set(fixed.parameters).count == fixed.parameters.count, Set(fixed.results).count == fixed.results.count
            else { return nil }
            parameters = fixed.parameters.map { .register(MachineRegister(Int($0))) }
            results = fixed.results.map { MachineRegister(Int($0)) }
            clobbers = fixed.clobbers & .allocatable | resultMask
        }
    }

    var resultMask: RegisterMask { results.reduce(0) { $0 | $1.bit } }

    /// The registers that arguments travel in.
    var parameterMask: RegisterMask {
        parameters.reduce(0) { mask, place in
            if case .register(let register) = place { mask | register.bit } else { mask }
        }
    }
}
