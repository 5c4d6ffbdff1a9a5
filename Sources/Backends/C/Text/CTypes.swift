// How the types of the IR are spelt in C.

import IR

/// What the spelling of types depends on.
struct CTypes {
    /// Whether pointers are the host's; else numbers.
    let hasHostMemory: Bool
    let pointerBytes: Int

    init(_ memory: MemoryModel) {
        hasHostMemory = memory.size == 0
        pointerBytes = memory.pointerBytes
    }

    /// The type of a variable that holds a value.
    func name(_ type: Type) -> String {
        switch type.kind {
        case .i1: "bool"
        case .i8: "uint8_t"
        case .i16: "uint16_t"
        case .i32: "uint32_t"
        case .i64: "uint64_t"
        case .f32: "float"
        case .f64: "double"
        case .ptr: hasHostMemory ? "uint8_t *" : name(addressType)
        case .any, .ref: "hub_value"
        case .f16: preconditionFailure("BackendC: the module is not legal for C")
        }
    }

    /// A declaration of `name` without initial value.
    func declaration(_ type: Type, _ name: String) -> String {
        type == .ptr && hasHostMemory ? "uint8_t *\(name)" : "\(self.name(type)) \(name)"
    }

    /// The integer type that is as wide as a pointer is declared.
    var addressType: Type { pointerBytes == 8 ? .i64 : .i32 }

    /// The type that has the integer operations of `type`: of pointers in linear memory an integer.
    func arithmetic(_ type: Type) -> Type { type == .ptr && !hasHostMemory ? addressType : type }

    /// The name of a type inside other names.
    func suffix(_ type: Type) -> String {
        switch type.kind {
        case .i1: "i1"
        case .i8: "i8"
        case .i16: "i16"
        case .i32: "i32"
        case .i64: "i64"
        case .f32: "f32"
        case .f64: "f64"
        case .ptr: "ptr"
        case .any, .ref: "any"
        case .f16: preconditionFailure("BackendC: the module is not legal for C")
        }
    }

    /// The type that a function with these results returns; several are a structure.
    func result(_ types: [Type]) -> String {
        switch types.count {
        case 0: "void"
        case 1: name(types[0])
        default: "struct " + structure(types)
        }
    }

    /// The tag of the structure of several results; its fields are `r0`, `r1`, ….
    func structure(_ types: [Type]) -> String { "results_" + types.map(suffix).joined(separator: "_") }

    /// What loads and stores of the type end in: `hub_load32`, `hub_loadf64`.
    func access(_ type: Type) -> String {
        switch arithmetic(type).kind {
        case .i1, .i8: "8"
        case .i16: "16"
        case .i32: "32"
        case .i64: "64"
        case .f32: "f32"
        case .f64: "f64"
        case .ptr: "ptr"
        case .f16, .any, .ref: preconditionFailure("BackendC: the module is not legal for C")
        }
    }
}

extension CTypes {
    /// A declaration of `name` with the type that a function with these results, at least one, returns.
    func declaration(_ results: [Type], _ name: String) -> String {
        results.count == 1 ? declaration(results[0], name) : "\(result(results)) \(name)"
    }
}
