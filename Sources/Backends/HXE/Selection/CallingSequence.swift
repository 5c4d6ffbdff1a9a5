// Where the arguments and results of a signature travel on the machine.
// The documented convention: arguments in R1 to R3 and then on the stack, results in R0 to R2. Further results, which
// the documents do not provide for, go on in R3 and R8 to R14.

import IR

/// The place of an argument.
enum ArgumentPlace: Equatable {
    case register(MachineRegister)
    /// Word number `n` above the return address.
    case stack(Int)
}

/// The places of a signature's arguments and results.
struct CallingSequence {
    var parameters: [ArgumentPlace] = []
    var results: [MachineRegister] = []
    /// What the callee may change, its results included.
    var clobbers: RegisterMask = .standardClobbers
    /// Words of arguments on the stack.
    var stackWords = 0

    private static let resultRegisters = [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14]

    /// Nil when the convention cannot carry the signature: too many results, or registers named twice or not at all.
    init?(_ signature: Signature) {
        switch signature.convention {
        case .standard:
            for index in signature.parameters.indices {
                parameters.append(index < 3 ? .register(MachineRegister(index + 1)) : .stack(index - 3))
            }
            stackWords = max(0, signature.parameters.count - 3)
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
