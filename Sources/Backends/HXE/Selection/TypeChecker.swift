// Finds what the machine has no code for before selection begins, so that selection may assume it away.

import HSXMachine
import IR
import Support

/// Reports every value and instruction of a function that cannot be lowered.
struct TypeChecker {
    private let context: HXEContext
    private let function: Function
    private(set) var log = DiagnosticLog()

    private var module: Module { context.module }

    init(_ context: HXEContext, _ function: Function) {
        self.context = context
        self.function = function
    }

    mutating func check() {
        guard function.entry != nil else {
            log.report(.unsupported("a function without blocks", function))
            return
        }
        for block in function.layout.blocks {
            for parameter in function.parameters(block) where !Self.isSupported(function.type(parameter)) {
                log.report(.unsupported("a parameter of type \(name(function.type(parameter)))", function))
                return
            }
            for instruction in function.layout.instructions(block) {
                guard let problem = problem(instruction) else { continue }
                log.report(.unsupported(problem, function, at: instruction, files: module.files))
                return
            }
        }
    }

    static func isSupported(_ type: Type) -> Bool {
        switch type.kind {
        case .i1, .i8, .i16, .i32, .f16, .ptr: true
        case .i64, .f32, .f64, .any, .ref: false
        }
    }

    private func name(_ type: Type) -> String { type.scalarName ?? "reference" }

    private func problem(_ id: InstructionID) -> String? {
        let data = function[id]
        let info = data.opcode.info
        switch info.types {
        case .variable: return "\(info.mnemonic) (variables must be in SSA form)"
        case .allocate, .allocateElements, .indexed, .indexedCount, .indexedRanges, .field, .dynamic, .unbox, .box,
            .dynamicOrReference, .element, .byteElement, .byteRanges:
            return info.mnemonic
        case .none, .integers, .integersAndFlag, .floats, .halfFloats, .integerConstant, .floatConstant,
            .compareIntegers,
            .compareFloats, .select, .narrowInteger, .widenInteger, .reinterpret, .insert, .integerToFloat,
            .floatToInteger,
            .narrowFloat, .widenFloat, .pointerToInteger, .integerToPointer, .pointerSum, .address, .load, .store,
            .signature,
            .condition,
            .switchValue, .returned:
            break
        }
        for value in function.results(id) + function.operands(id) where !Self.isSupported(function.type(value)) {
            return "\(info.mnemonic) with type \(name(function.type(value)))"
        }
        switch data.opcode {
        case .fsqrt: return "\(info.mnemonic) (the machine has no square root)"
        case .fmul, .fdiv: return "\(info.mnemonic) (the machine's own operation is hsx_\(info.mnemonic))"
        case .call, .tailCall:
            return context.sequences[data.function] == nil ? signature(info) : nil
        case .callIndirect, .tailCallIndirect:
            guard let sequence = context.sequence(data.signature) else { return signature(info) }
            if context.reachesOwnRegisters(data.signature) {
                return "\(info.mnemonic) of functions that fix their registers, with a signature that does not"
            }
            return sequence.parameterMask.nonzeroBitCount > 13
                ? "\(info.mnemonic) with so many register arguments" : nil
        case .service: return serviceProblem(module.services[data.service])
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv, .srem,
            .urem,
            .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt, .addCarry, .subBorrow,
            .ptrAdd,
            .insert, .fadd, .fsub, .fneg, .fabs, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp, .fcmp, .select, .trunc,
            .zext, .sext, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet,
            .varSet, .load, .store, .volatileLoad, .volatileStore, .alloc, .fieldGet, .fieldSet, .allocElements,
            .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength,
            .bytesNew,
            .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure,
            .isInt,
            .isNil, .isRef, .box,
            .unbox,
            .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
            .unwinding, .unwound, .callClosure, .send,
            .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
            return nil
        }
    }

    private func signature(_ info: OpcodeInfo) -> String {
        "\(info.mnemonic) with a signature that no convention carries"
    }

    private func serviceProblem(_ service: Service) -> String? {
        let known = HSXService.at(number: Int(service.number))
        if service.number > 0xFFF { return "service number \(service.number)" }
        if service.parameters.count > known.inputs.registers.count {
            return "service \(service.name) with so many arguments"
        }
        if service.results.count > known.outputs.registers.count {
            return "service \(service.name) with so many results"
        }
        return nil
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    static func unsupported(_ what: String, _ function: Function) -> Diagnostic {
        .error("E4001", "unsupported on hxe: \(what), in function '\(function.name)'")
    }

    fileprivate static func unsupported(
        _ what: String, _ function: Function, at instruction: InstructionID, files: [String]
    ) -> Diagnostic {
        let id = function.location(instruction)
        guard id != .none else { return unsupported(what, function) }
        let location = function.locations[id]
        let file = Int(location.file) < files.count ? files[Int(location.file)] : "?"
        return .error(
            "E4001", "unsupported on hxe: \(what), in function '\(function.name)'",
            notes: [DiagnosticNote("at \(file):\(location.line)")])
    }
}
