// What a module must not hold when it comes to this back end.

import BackendKit
import IR
import Support

enum CLegality {
    /// The largest linear memory: addresses are computed in 32 bits.
    static let memoryLimit: UInt64 = 1 << 31

    /// Reports what cannot be expressed in C.
    static func check(_ module: Module, _ log: inout DiagnosticLog) {
        if module.memory.size > memoryLimit {
            log.report(
                .error("E4302", "unsupported on c: a linear memory of \(module.memory.size) bytes, more than 2 GiB"))
        }
        for id in module.functions.ids {
            if let what = reason(module.functions[id], module) {
                log.report(.error("E4301", "unsupported on c: \(what), in function '\(module.functions[id].name)'"))
            }
        }
        if module.hasDynamicValues { checkObjects(module, &log) }
        for global in module.globals.values where hasOverlap(global, module.memory.pointerBytes) {
            log.report(.error("E4301", "unsupported on c: overlapping addresses, in global '\(global.name)'"))
        }
    }

    /// The runtime starts programs with dynamic values, on a stack that it knows.
    private static func checkObjects(_ module: Module, _ log: inout DiagnosticLog) {
        if module.entry == nil {
            log.report(.error("E4301", "unsupported on c: dynamic values in a module without an entry"))
        }
        for layout in module.layouts.values where layout.fields.contains(where: { $0.type == .f16 }) {
            log.report(.error("E4301", "unsupported on c: fields of type f16, in layout '\(layout.name)'"))
        }
    }

    private static func reason(_ function: Function, _ module: Module) -> String? {
        let signature = function.signature
        if let type = (signature.parameters + signature.results).first(where: { !isLegal($0) }) { return name(type) }
        for block in function.layout.blocks {
            for parameter in function.parameters(block) where !isLegal(function.type(parameter)) {
                return name(function.type(parameter))
            }
            for instruction in function.layout.instructions(block) {
                let opcode = function[instruction].opcode
                for result in function.results(instruction) where !isLegal(function.type(result)) {
                    return name(function.type(result))
                }
                let isOpenSlot = opcode == .slotAddr && module.memory.size != 0
                if !isLegal(function[instruction]) || isOpenSlot { return opcode.info.mnemonic }
            }
        }
        return nil
    }

    private static func isLegal(_ type: Type) -> Bool {
        type.isDynamic || CBackend.capabilities.types.contains(type)
    }

    private static func name(_ type: Type) -> String { "type \(type.scalarName ?? "of an object")" }

    private static func isLegal(_ data: Instruction) -> Bool {
        switch data.opcode {
        case .iconst, .fconst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem, .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry,
            .subBorrow, .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .icmp,
            .fcmp, .select, .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext,
            .ptrToInt, .intToPtr, .load, .store, .volatileLoad, .volatileStore, .call, .callIndirect, .service,
            .tailCall, .tailCallIndirect,
            .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
            true
        case .nilConst, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount,
            .elementsCopy, .arrayNew, .arrayGet, .arraySet, .arrayLength, .bytesNew,
            .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure,
            .isInt,
            .isNil, .dynEq, .layoutOf, .closureArity, .unwinding, .unwound, .callClosure, .tailCallClosure:
            true
        case .isRef, .box, .unbox: data.type != .f16
        case .hsxFmul, .hsxFdiv, .varGet, .varSet, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynTruthy,
            .send, .tailSend:
            false
        }
    }

    private static func hasOverlap(_ global: Global, _ pointerBytes: Int) -> Bool {
        let offsets = global.relocations.map { Int($0.offset) }.sorted()
        return zip(offsets, offsets.dropFirst()).contains { $1 - $0 < pointerBytes }
    }
}
