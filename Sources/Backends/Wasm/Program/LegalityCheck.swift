// Finds what this back end has no code for before lowering begins, so that lowering may assume it away.

import BackendKit
import IR
import Support

/// Reports what of a module cannot be expressed.
struct LegalityCheck {
    /// More would leave the runtime no room among the 4 GiB that an i32 reaches.
    static let largestMemory: UInt64 = 1 << 31

    private let module: Module
    private let placement: GlobalPlacement
    /// Whether the prebuilt runtime is here.
    private let hasRuntime: Bool
    private(set) var log = DiagnosticLog()

    init(_ module: Module, _ placement: GlobalPlacement, hasRuntime: Bool) {
        self.hasRuntime = hasRuntime
        self.module = module
        self.placement = placement
    }

    mutating func run() {
        if module.memory.size > LegalityCheck.largestMemory {
            log.report(.unsupported("a memory of \(module.memory.size) bytes"))
        }
        for global in module.globals.values where global.linkage == .import {
            log.report(.unsupported("the imported global '\(global.name)'"))
        }
        checkPlacement()
        checkExports()
        checkObjects()
        for function in module.functions.values { check(function) }
    }

    private mutating func checkPlacement() {
        let limit = module.memory.size == 0 ? LegalityCheck.largestMemory : module.memory.size
        for id in module.globals.ids {
            let global = module.globals[id]
            let end = placement.addresses[id] + UInt64(global.size)
            let isCovered = global.relocations.allSatisfy {
                placement.addresses[id] + UInt64($0.offset) + UInt64(module.memory.pointerBytes) <= limit
            }
            if end > limit || !isCovered {
                log.report(.unsupported("the global '\(global.name)', which does not fit into memory"))
            }
        }
    }

    private mutating func checkExports() {
        let taken = module.entry == nil ? ["memory"] : ["memory", "_start"]
        for function in module.functions.values where function.linkage == .export && taken.contains(function.name) {
            log.report(.unsupported("an exported function with the name '\(function.name)'"))
        }
    }

    /// What leaves and enters the program is no dynamic value.
    private mutating func checkObjects() {
        for layout in module.layouts.values {
            for field in layout.fields where !LegalityCheck.isSupported(field.type) {
                let type = LegalityCheck.name(field.type)
                log.report(.unsupported("the layout '\(layout.name)', which has a field of type \(type)"))
            }
            if let elements = layout.elements, !LegalityCheck.isSupported(elements) {
                let type = LegalityCheck.name(elements)
                log.report(.unsupported("the layout '\(layout.name)', which has elements of type \(type)"))
            }
        }
        if let entry = module.entry {
            let signature = module.functions[entry].signature
            let types = signature.parameters + signature.results
            if types.contains(where: LegalityCheck.isDynamic) {
                log.report(.unsupported("an entry function that takes or gives dynamic values"))
            }
        }
        for service in module.services.values
        where (service.parameters + service.results).contains(where: LegalityCheck.isDynamic) {
            log.report(.unsupported("service \(service.name) with dynamic values"))
        }
    }

    /// Reports the first problem of a function.
    private mutating func check(_ function: Function) {
        let signature = function.signature
        for type in signature.parameters + signature.results where !LegalityCheck.isSupported(type) {
            log.report(.unsupported("a signature with type \(LegalityCheck.name(type))", function))
            return
        }
        for block in function.layout.blocks {
            for value in function.parameters(block) where !LegalityCheck.isSupported(function.type(value)) {
                log.report(.unsupported("a value of type \(LegalityCheck.name(function.type(value)))", function))
                return
            }
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                if let problem = problem(instruction, function) {
                    log.report(.unsupported(problem, function, at: instruction, files: module.files))
                    return
                }
                cursor = function.layout.next(instruction)
            }
        }
    }

    static func isSupported(_ type: Type) -> Bool {
        type.layout != nil || WasmBackend.capabilities.types.contains(type)
    }

    private static func isDynamic(_ type: Type) -> Bool { type == .any || type.layout != nil }

    private static func name(_ type: Type) -> String { type.scalarName ?? "reference" }

    private func problem(_ id: InstructionID, _ function: Function) -> String? {
        let data = function[id]
        let info = data.opcode.info
        switch info.types {
        case .variable, .halfFloats: return info.mnemonic
        case .unbox, .box: if !LegalityCheck.isSupported(data.type) { return info.mnemonic }
        case .dynamic: if data.opcode == .dynTruthy { return info.mnemonic }
        case .allocate, .field, .allocateElements, .indexed, .indexedCount, .indexedRanges, .dynamicOrReference,
            .element, .byteElement, .byteRanges, .none, .integers, .integersAndFlag, .floats,
            .integerConstant, .floatConstant, .compareIntegers, .compareFloats, .select, .narrowInteger, .widenInteger,
            .reinterpret, .insert, .integerToFloat, .floatToInteger, .narrowFloat, .widenFloat,
            .pointerToInteger, .integerToPointer, .pointerSum, .address, .load, .store, .signature, .condition,
            .switchValue, .returned:
            break
        }
        for value in function.results(id) where !LegalityCheck.isSupported(function.type(value)) {
            return "\(info.mnemonic) with type \(LegalityCheck.name(function.type(value)))"
        }
        switch info.format {
        case .slot, .dynamicCompare, .dynamicBinary, .send: return info.mnemonic
        case .service:
            let service = module.services[data.service]
            switch ServicePlan(service.number, memorySize: module.memory.size) {
            case .unsupported: return "service \(service.name)"
            case .runtime: return hasRuntime ? nil : "service \(service.name) without the runtime"
            case .exit, .support, .clock, .answer: return nil
            }
        case .binary:
            let isHighProduct = data.opcode == .umulh || data.opcode == .smulh
            return isHighProduct && data.type == .i64 ? "\(info.mnemonic) with type i64" : nil
        case .nullary, .trap, .immediate, .unary, .ternary, .integerCompare, .floatCompare, .global, .function,
            .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet, .call, .indirectCall,
            .closureCall, .closure, .jump, .branch, .switchTable, .list, .number:
            return nil
        }
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func unsupported(_ what: String) -> Diagnostic {
        .error("E4401", "unsupported on wasm: \(what)")
    }

    fileprivate static func unsupported(_ what: String, _ function: Function) -> Diagnostic {
        .error("E4401", "unsupported on wasm: \(what), in function '\(function.name)'")
    }

    fileprivate static func unsupported(
        _ what: String, _ function: Function, at instruction: InstructionID, files: [String]
    ) -> Diagnostic {
        let id = function.location(instruction)
        guard id != .none else { return unsupported(what, function) }
        let location = function.locations[id]
        let file = Int(location.file) < files.count ? files[Int(location.file)] : "?"
        return .error(
            "E4401", "unsupported on wasm: \(what), in function '\(function.name)'",
            notes: [DiagnosticNote("at \(file):\(location.line)")])
    }
}
