// What LLVM or the host cannot do, found before any code is made, so that lowering need not look.
// Requires: the module is verified.

import BackendKit
import IR
import Support

/// Looks through a module for what has no native form.
struct SupportCheck {
    private let module: Module
    private let pointerBytes: Int
    private let isHosted: Bool
    private(set) var log = DiagnosticLog()
    private var reportsPointers = true

    /// The largest memory that an object can hold as an array: what machines address relative to the code.
    static let largestMemory: UInt64 = 1 << 30

    init(_ module: Module, pointerBytes: Int) {
        self.module = module
        self.pointerBytes = pointerBytes
        isHosted = module.memory.size == 0
        checkNames()
        checkMemory()
        for service in module.services.values { checkService(service) }
        for function in module.functions.values { checkFunction(function) }
        if module.hasDynamicValues { checkObjects() }
    }

    private mutating func checkNames() {
        let hasEntry = module.entry != nil
        let functions = module.functions.values.filter { SymbolNames.isVisible($0) }.map(\.name)
        let globals = module.globals.values.filter { $0.linkage != .local }.map(\.name)
        for name in functions + globals {
            if let fault = SymbolNames.fault(name, hasEntry: hasEntry) { log.report(.badSymbol(name, fault)) }
        }
    }

    private mutating func checkMemory() {
        if isHosted {
            for global in module.globals.values {
                if global.address != nil {
                    log.report(.unsupported("global '\(global.name)' has an address, but the memory is the host's"))
                }
                if !global.relocations.isEmpty { requirePointers() }
            }
            return
        }
        if module.memory.size > SupportCheck.largestMemory {
            log.report(
                .unsupported("a memory of \(module.memory.size) bytes; the most is \(SupportCheck.largestMemory)"))
        }
        for global in module.globals.values where global.linkage == .import {
            log.report(.unsupported("global '\(global.name)' is imported into a memory of the module's own"))
        }
        let end = GlobalPlacement(module).end
        if end > module.memory.size {
            log.report(.unsupported("the globals end at \(end), outside the memory of \(module.memory.size) bytes"))
        }
    }

    /// The registers of an HSX machine's services hold 32 bits, those of others 64.
    private mutating func checkService(_ service: Service) {
        if ServiceConvention.isWide(module) { return }
        for type in service.parameters + service.results {
            let isWord = type == .ptr ? module.memory.pointerBytes == 4 : (type.bits ?? 64) <= 32
            if !isWord { log.report(.unsupported("service '\(service.name)' takes or gives \(type.kind)")) }
        }
    }

    /// The runtime starts programs with dynamic values, on a stack that it knows, and counts on words of 64 bits.
    private mutating func checkObjects() {
        if module.entry == nil { log.report(.unsupported("dynamic values in a module without an entry")) }
        if pointerBytes != 8 { log.report(.unsupported("dynamic values on a machine of \(pointerBytes * 8) bits")) }
        for layout in module.layouts.values {
            if layout.fields.contains(where: { $0.type == .f16 }) {
                log.report(.unsupported("layout '\(layout.name)' has fields of type f16"))
            }
        }
    }

    /// The types of the values that the blocks of `function` take and compute.
    private func placedTypes(_ function: Function) -> [Type] {
        var types: [Type] = []
        for block in function.layout.blocks {
            types += function.parameters(block).map { function.type($0) }
            for instruction in function.layout.instructions(block) {
                types += function.results(instruction).map { function.type($0) }
            }
        }
        return types
    }

    private mutating func checkFunction(_ function: Function) {
        // Values of instructions that passes took out of the layout do not count.
        let types = function.signature.parameters + function.signature.results + placedTypes(function)
        if let type = types.first(where: { !$0.isDynamic && !NativeBackend.capabilities.types.contains($0) }) {
            log.report(.unsupported("function '\(function.name)' has values of type \(type.kind)"))
        }
        if isHosted, !function.slots.isEmpty { requirePointers() }
        if !isHosted, !function.slots.isEmpty {
            log.report(.unsupported("function '\(function.name)' has stack slots in a memory of the module's own"))
        }
        var block = function.entry
        while let current = block {
            block = function.layout.next(current)
            var cursor = function.layout.first(in: current)
            while let instruction = cursor {
                cursor = function.layout.next(instruction)
                check(function[instruction], function)
            }
        }
    }

    private mutating func check(_ data: Instruction, _ function: Function) {
        switch data.opcode {
        case .iconst, .fconst, .add, .sub, .mul, .sdiv, .udiv, .srem, .urem, .and, .or, .xor, .not, .neg, .shl, .lshr,
            .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow, .insert, .fadd, .fsub, .fmul, .fdiv,
            .fneg, .fabs, .fsqrt, .fmin, .fmax, .icmp, .fcmp, .select, .trunc, .zext, .sext, .bitcast, .sitofp, .uitofp,
            .fptosi, .fptoui, .fptrunc, .fpext, .call, .service, .tailCall, .breakpoint, .nop, .jump, .branch, .switch,
            .ret, .trap, .unreachable, .nilConst, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
            .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet, .arraySet,
            .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet,
            .rootGet,
            .rootSet, .closure, .isInt, .isNil, .dynEq, .layoutOf, .closureArity, .unwinding, .unwound, .callClosure,
            .tailCallClosure:
            break
        case .isRef, .box, .unbox:
            if data.type == .f16 {
                log.report(.unsupported("function '\(function.name)' has '\(data.opcode.info.mnemonic).f16'"))
            }
        case .globalAddr, .functionAddr, .slotAddr:
            requirePointers()
            if isHosted, let bits = data.type.bits, bits < pointerBytes * 8 {
                log.report(.unsupported("function '\(function.name)' takes an address as a number of \(bits) bits"))
            }
        case .load, .store, .volatileLoad, .volatileStore, .ptrAdd, .ptrToInt, .intToPtr, .callIndirect,
            .tailCallIndirect:
            requirePointers()
        case .hsxFmul, .hsxFdiv, .varGet, .varSet, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynTruthy,
            .send, .tailSend:
            log.report(.unsupported("function '\(function.name)' has '\(data.opcode.info.mnemonic)'"))
        }
    }

    /// In the host's memory pointers must be the host's.
    private mutating func requirePointers() {
        guard isHosted, reportsPointers, module.memory.pointerBytes != pointerBytes else { return }
        reportsPointers = false
        log.report(.otherPointers(module.memory.pointerBytes, host: pointerBytes))
    }
}

extension Diagnostic {
    fileprivate static func unsupported(_ what: String) -> Diagnostic {
        .error("E4202", "unsupported in native code: \(what)")
    }

    fileprivate static func badSymbol(_ name: String, _ fault: String) -> Diagnostic {
        .error("E4204", "'\(name)' cannot be exported or imported: the name \(fault)")
    }
}
