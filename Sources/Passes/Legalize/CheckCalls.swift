// Checks calls through addresses, for targets that call whatever lies there: an address that is no function's traps with
// `pc_out_of_range`, one of a function with another signature with `bad_cast`. One helper for each signature compares
// with the addresses of all functions that have one. A call whose signature fixes registers is left alone: it says what
// the machine does, to the letter.

import IR
import Support

extension Pass {
    /// Puts a check in front of calls through addresses.
    public static let checkCalls = Pass(name: "check-calls", summary: "Check calls through addresses") {
        module, counters in
        let checks = CallChecks(module)
        var helpers: [Function] = []
        var ids: [Signature: FunctionID] = [:]
        var count = 0
        for id in module.functions.ids {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            count += checks.run(&function) { signature in
                if let known = ids[signature] { return known }
                let new = FunctionID(index: module.functions.count + helpers.count)
                helpers.append(checks.helper(signature, number: helpers.count))
                ids[signature] = new
                return new
            }
            swap(&function, &module.functions[id])
        }
        for helper in helpers { module.functions.append(helper) }
        counters.count("calls", count)
        return count > 0
    }
}

/// What checks must know of a module.
private struct CallChecks {
    private let signatures: PrimaryMap<SignatureID, Signature>
    /// The functions whose address something takes, with their signatures, by number.
    private var named: [(id: FunctionID, signature: Signature)] = []
    private let addressType: Type

    init(_ module: Module) {
        signatures = module.signatures
        addressType = .i32
        var isNamed = EntitySet<FunctionID>(capacity: module.functions.count)
        for function in module.functions.values {
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block)
                where function[instruction].opcode == .functionAddr {
                    isNamed.insert(function[instruction].function)
                }
            }
        }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { isNamed.insert(id) }
            }
        }
        for id in module.functions.ids
        where isNamed.contains(id) || module.functions[id].attributes.contains(.addressTaken) {
            named.append((id, module.functions[id].signature))
        }
    }

    /// Answers how many checks went in.
    func run(_ function: inout Function, _ helper: (Signature) -> FunctionID) -> Int {
        var count = 0
        for block in function.layout.blocks {
            for id in function.layout.instructions(block) {
                let data = function[id]
                guard data.opcode == .callIndirect || data.opcode == .tailCallIndirect,
                    signatures[data.signature].convention == .standard
                else { continue }
                let callee = function.lists[data.list, 0]
                if let definition = function.definingInstruction(callee),
                    function[definition].opcode == .functionAddr,
                    named.contains(where: {
                        $0.id == function[definition].function && $0.signature == signatures[data.signature]
                    })
                {
                    continue
                }
                check(callee, before: id, helper(signatures[data.signature]), &function)
                count += 1
            }
        }
        return count
    }

    private func check(
        _ callee: ValueID, before id: InstructionID, _ helper: FunctionID, _ function: inout Function
    ) {
        var expander = InstructionExpander(&function)
        expander.position(before: id)
        var address = callee
        let type = expander.function.type(callee)
        if type != .i32 { address = expander.unary(type == .ptr ? .ptrToInt : .trunc, .i32, callee) }
        _ = expander.call(helper, [address], results: [])
        expander.finish(&function)
    }

    /// Returns when its argument is the address of a function with `signature`; else it traps.
    func helper(_ signature: Signature, number: Int) -> Function {
        var builder = FunctionBuilder(
            Function(name: "hub.check.call.\(number)", signature: Signature(parameters: [.i32])))
        let entry = builder.makeEntryBlock()
        let address = builder.function.parameters(entry)[0]
        let (good, other) = (builder.makeBlock(), builder.makeBlock())
        for function in named.filter({ $0.signature == signature }) + named.filter({ $0.signature != signature }) {
            let next = builder.makeBlock()
            let isSame = builder.icmp(
                .eq, .i32, address, builder.value(Instruction(.functionAddr, type: .i32, a: function.id.rawValue)))
            builder.branch(isSame, function.signature == signature ? good : other, else: next)
            builder.position(atEndOf: next)
        }
        builder.trap(.pcOutOfRange)
        builder.position(atEndOf: good)
        builder.ret()
        builder.position(atEndOf: other)
        builder.trap(.badCast)
        return builder.function
    }
}
