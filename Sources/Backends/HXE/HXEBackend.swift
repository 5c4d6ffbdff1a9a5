// The HXE back end: an optimised module in SSA form becomes one object for the HSX linker.
// Selection, allocation and frames work function by function, callees first; then all functions are placed together.

import BackendKit
import HSXMachine
import IR
import Support

/// The back end for HSX images.
public enum HXEBackend {
    /// What the IR must look like for this back end.
    public static let capabilities = BackendCapabilities(
        types: [.i1, .i8, .i16, .i32, .ptr, .f16], hasDynamicValues: false, needsStructuredControlFlow: false,
        hasTailCalls: true, stackSlots: .machine, hasWideMultiply: false, checksCalls: false, hasCanonicalNaNs: true)

    /// The most code in bytes that may lie before the object's: the helpers of far branches must still be in reach.
    public static let largestCodeBase = HSXMemory.branchLimit - 64

    /// The object for `module`; nil, with errors in the log, when something cannot be expressed on the machine.
    public static func emit(_ module: Module, options: HXEOptions) -> (HSXObject?, DiagnosticLog) {
        let dynamic = module.functions.values.filter(\.hasDynamicValues)
        if dynamic.count > 1 {
            var log = DiagnosticLog()
            log.report(.dynamicValues(dynamic))
            return (nil, log)
        }
        var context = HXEContext(module, options: options)
        var compiled: [CompiledFunction] = []
        for id in context.calls.order {
            guard let function = FunctionCompiler.compile(id, &context) else { continue }
            context.clobbers[id] = function.clobbers
            compiled.append(function)
        }
        if context.log.hasErrors { return (nil, context.log) }
        if let placement = place(&compiled, &context) { HXEEmitter.emit(placement, &context) }
        return (context.log.hasErrors ? nil : context.object, context.log)
    }

    /// Places all functions; those that turn out to branch beyond the wall are compiled anew with a register kept for
    /// it.
    private static func place(_ compiled: inout [CompiledFunction], _ context: inout HXEContext) -> BranchPlacement? {
        let order = BranchPlacement.order(compiled, codeBase: context.options.codeBase)
        while true {
            let placement = BranchPlacement(
                compiled, codeBase: context.options.codeBase, order: order, named: context.calls.named)
            if placement.end > UInt32(HSXMemory.maximumSectionSize) {
                context.log.report(.codeTooLarge(placement.end))
                return nil
            }
            if placement.needScratch.isEmpty {
                if placement.lacksHelper {
                    context.log.report(.wallOutOfReach(context.options.codeBase))
                    return nil
                }
                return placement
            }
            for id in placement.needScratch {
                guard let index = compiled.firstIndex(where: { $0.id == id }),
                    let code = FunctionCompiler.compile(id, scratch: FunctionCompiler.wallScratch, &context)
                else { return nil }
                compiled[index] = code.placeable
            }
        }
    }
}

/// A function at three stages of its way.
struct FunctionCode {
    let selected: MachineFunction
    /// On machine registers.
    let final: MachineFunction
    let placeable: CompiledFunction
}

/// The way of one function from SSA to code that is ready to be placed.
enum FunctionCompiler {
    /// The register that functions which branch beyond the wall keep for it.
    static let wallScratch = MachineRegister(14)

    /// Compiles `id`, in two ways if it calls itself; nil, with errors in the log, when that is impossible.
    static func compile(_ id: FunctionID, _ context: inout HXEContext) -> CompiledFunction? {
        guard let plain = compile(id, scratch: nil, &context) else { return nil }
        let kept = RecursionRegisters.find(id, plain, context)
        if kept.isEmpty { return plain.placeable }
        var trial = context
        trial.recursion[id] = kept
        trial.clobbers[id] = plain.placeable.clobbers & ~(kept.argumentMask | kept.constantMask)
        guard let other = compile(id, scratch: nil, &trial)?.placeable else { return plain.placeable }
        let isBetter: Bool
        if context.options.prefersSize {
            let loads = kept.constants.reduce(0) { $0 + ($1.value.isShort ? 1 : 2) } * context.calls.outerCalls[id]
            isBetter = Int(other.size) + loads < Int(plain.placeable.size)
        } else {
            // There are more inner calls than calls from outside.
            isBetter = other.weight + 0.25 * Float(kept.constants.count) < plain.placeable.weight
        }
        guard isBetter else { return plain.placeable }
        context = trial
        return other
    }

    /// Compiles `id`, with `scratch` kept out of allocation; nil, with errors in the log, when that is impossible.
    static func compile(_ id: FunctionID, scratch: MachineRegister?, _ context: inout HXEContext) -> FunctionCode? {
        guard let selected = HXELowering.lower(id, &context) else { return nil }
        var machine = selected
        machine.scratch = scratch
        EarlyCopies.run(&machine)
        RepeatedTests.run(&machine)
        TestElimination.run(&machine)
        guard let allocation = RegisterAllocator.run(&machine) else {
            context.log.report(.noRegisters(context.module.functions[id].name))
            return nil
        }
        if context.options.checksAllocation, let fault = AllocationChecker.check(machine, allocation) {
            preconditionFailure(
                "RegisterAllocator: \(context.module.functions[id].name): \(fault)\n"
                    + MachinePrinter.print(machine, allocation))
        }
        AssignmentRewriter.run(&machine, allocation)
        TestAndCopy.run(&machine)
        ConstantHoisting.run(&machine)
        if context.options.prefersSize { TailMerging.run(&machine) }
        BlockOrder.run(&machine)
        Peephole.run(&machine)
        SpillSlots.share(&machine)
        let touched = allocation.touched | (scratch?.bit ?? 0)
        let region = ShrinkWrap.run(&machine, touched: touched)
        guard let frame = FrameLayout(&machine, touched: touched) else {
            context.log.report(.frameTooLarge(context.module.functions[id].name))
            return nil
        }
        // Code already placed relies on what it was told when it was compiled.
        let known = context.clobbers[id]
        var clobbers = known
        if scratch == nil {
            // What a recursion does not change is what its own registers are chosen from. Others are glad of any
            // register when they are compiled anew.
            let isRecursion = context.calls.callsOnlyItself.contains(id)
            clobbers &= written(machine) | (isRecursion ? wallScratch.bit : allocation.touched)
        }
        let placeable = CompiledFunction(
            machine, frame, region, clobbers: clobbers, positions: VariableTracker.run(machine, allocation))
        return FunctionCode(selected: selected, final: machine, placeable: placeable)
    }

    /// What the function and its callees change. Calls of the function itself change what the rest of it does.
    private static func written(_ machine: MachineFunction) -> RegisterMask {
        var written: RegisterMask = 0
        for block in machine.order {
            for instruction in machine.blocks[block].instructions {
                machine.forEachDefinition(instruction) { if $0.isPhysical { written |= $0.bit } }
            }
        }
        return machine.callSites.reduce(written) { mask, site in
            mask | site.results | site.uses | (site.callee == machine.id ? 0 : site.clobbers)
        }
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func codeTooLarge(_ size: UInt32) -> Diagnostic {
        .error("E4002", "the code takes \(size) bytes; the machine has room for \(HSXMemory.maximumSectionSize)")
    }

    fileprivate static func wallOutOfReach(_ codeBase: UInt32) -> Diagnostic {
        .error(
            "E4003", "\(codeBase) bytes of other code lie before this module, so none of its branches can be reached",
            notes: [DiagnosticNote("branches reach only the first 4096 bytes of the code; link this module first")])
    }

    fileprivate static func noRegisters(_ name: String) -> Diagnostic {
        .error("E4004", "an instruction of function '\(name)' needs more registers than the machine has")
    }

    fileprivate static func frameTooLarge(_ name: String) -> Diagnostic {
        .error("E4005", "the frame of function '\(name)' is larger than loads and stores can reach")
    }
}

extension Diagnostic {
    /// Programs in languages with dynamic values have them everywhere: that is worth one line.
    fileprivate static func dynamicValues(_ functions: [Function]) -> Diagnostic {
        .error(
            "E4001",
            "unsupported on hxe: dynamic values and objects, in \(functions.count) functions such as '\(functions[0].name)'",
            notes: [DiagnosticNote("the targets 'native', 'c' and 'wasm' have them")])
    }
}
