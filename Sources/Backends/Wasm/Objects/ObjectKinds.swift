// What kinds of objects a module has, and which of their fields change: what decides the types that it needs.

import IR
import Support

/// What has a type of its own in WebAssembly.
enum ObjectKind: Hashable {
    /// Objects of a layout.
    case layout(LayoutID)
    /// The code of closures that take so many arguments.
    case code(Int)
    /// Closures that take so many arguments; those that capture something extend it.
    case closure(Int)
    case capturing(arguments: Int, captured: Int)
    /// A closure of a function whose types are not those of closures: calling it traps.
    case uncallable
    /// An integer that is not small.
    case integer
    /// Other boxed scalars.
    case single, double, address
    case bytes, array, cell
}

/// The kinds of objects in a module.
struct ObjectKinds {
    /// A field of a layout; of layouts that share it through extension, the first.
    private struct FieldKey: Hashable {
        let layout: LayoutID
        let number: Int
    }

    private let module: Module
    private var kinds: Set<ObjectKind> = []
    private var changed: Set<FieldKey> = []

    init(_ module: Module) {
        self.module = module
        for function in module.functions.values {
            for type in function.signature.parameters + function.signature.results { add(type) }
            visit(function)
        }
        for root in module.roots.values { add(root.value) }
        // Numbers and bytes may come from outside.
        if HostAccess.isNeeded(module) { kinds.formUnion([.integer, .double, .bytes]) }
    }

    /// All kinds, each behind those that it extends.
    var ordered: [ObjectKind] {
        let layouts = module.layouts.ids.map { ObjectKind.layout($0) }
        let most = kinds.map(\.arguments).max() ?? 0
        let mostCaptured = kinds.map(\.captured).max() ?? 0
        let closures = (0...most).flatMap { count -> [ObjectKind] in
            let capturing = (0...mostCaptured).map { ObjectKind.capturing(arguments: count, captured: $0) }
            return [.code(count), .closure(count)] + capturing
        }
        let others: [ObjectKind] = [.uncallable, .integer, .single, .double, .address, .bytes, .array, .cell]
        return (layouts + closures + others).filter { kinds.contains($0) }
    }

    /// Whether others extend it.
    func isExtended(_ kind: ObjectKind) -> Bool {
        switch kind {
        case .layout(let layout):
            module.layouts.ids.contains { module.layouts[$0].parent == layout && kinds.contains(.layout($0)) }
        case .closure: true
        case .code, .capturing, .uncallable, .integer, .single, .double, .address, .bytes, .array, .cell: false
        }
    }

    /// What kind of object a closure of `function` is.
    func closure(of function: FunctionID, captured: Int) -> ObjectKind {
        guard let arguments = module.closureArguments(function, captured: captured) else { return .uncallable }
        return captured == 0 ? .closure(arguments) : .capturing(arguments: arguments, captured: captured)
    }

    /// Whether a field is set after its object was made.
    func changes(_ field: Int, of layout: LayoutID) -> Bool {
        changed.contains(FieldKey(layout: first(layout, with: field), number: field))
    }

    // MARK: Finding them

    private func first(_ layout: LayoutID, with field: Int) -> LayoutID {
        var layout = layout
        while let parent = module.layouts[layout].parent, field < module.layouts[parent].fields.count {
            layout = parent
        }
        return layout
    }

    private mutating func add(_ type: Type) {
        guard let layout = type.layout, kinds.insert(.layout(layout)).inserted else { return }
        if let parent = module.layouts[layout].parent { add(.ref(parent)) }
        for field in module.layouts[layout].fields { add(field.type) }
    }

    private mutating func addClosures(_ arguments: Int) { kinds.formUnion([.code(arguments), .closure(arguments)]) }

    private mutating func addClosure(of function: FunctionID, captured: Int) {
        kinds.insert(closure(of: function, captured: captured))
        if let arguments = module.closureArguments(function, captured: captured) { addClosures(arguments) }
    }

    private mutating func add(_ value: RootValue) {
        switch value {
        case .null, .same: break
        case .integer: kinds.insert(.integer)
        case .float: kinds.insert(.double)
        case .bytes: kinds.insert(.bytes)
        case .object(let layout, _): add(.ref(layout))
        case .closure(let function, let captured): addClosure(of: function, captured: captured.count)
        case .array: kinds.insert(.array)
        }
    }

    private mutating func visit(_ function: Function) {
        let runs = ObjectRuns(function, module)
        for block in function.layout.blocks {
            for value in function.parameters(block) { add(function.type(value)) }
            for instruction in function.layout.instructions(block) {
                for value in function.results(instruction) { add(function.type(value)) }
                let data = function[instruction]
                if data.opcode == .fieldSet, runs.maker(of: instruction) == nil,
                    let layout = function.type(data.valueA).layout
                {
                    let layout = first(layout, with: data.fieldNumber)
                    changed.insert(FieldKey(layout: layout, number: data.fieldNumber))
                }
                visit(data, function)
            }
        }
    }

    private mutating func visit(_ data: Instruction, _ function: Function) {
        switch data.opcode {
        case .box, .unbox, .isRef: addBoxed(data.type)
        case .arrayNew, .arrayGet, .arraySet, .arrayLength: kinds.insert(.array)
        case .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength: kinds.insert(.bytes)
        case .cellNew, .cellGet, .cellSet: kinds.insert(.cell)
        case .closure: addClosure(of: data.function, captured: function.lists.count(data.list))
        case .callClosure, .tailCallClosure: addClosures(function.lists.count(data.list) - 1)
        case .iconst, .fconst, .globalAddr, .functionAddr, .nop, .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr,
            .not, .neg, .clz, .ctz, .popcnt, .sdiv, .udiv, .srem, .urem, .umulh, .smulh, .addCarry, .subBorrow,
            .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fmin, .fmax, .fneg, .fabs, .fsqrt, .icmp, .fcmp, .select,
            .trunc, .zext, .sext, .ptrToInt, .intToPtr, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext,
            .load, .store, .volatileLoad, .volatileStore, .call, .callIndirect, .service, .breakpoint, .jump, .branch,
            .switch, .ret, .trap, .unreachable, .tailCall, .tailCallIndirect, .nilConst, .slotAddr, .hsxFmul, .hsxFdiv,
            .varGet, .varSet, .alloc, .allocElements, .fieldGet, .fieldSet, .elementGet, .elementSet, .elementCount,
            .elementsCopy,
            .rootGet, .rootSet, .isInt, .isNil, .dynAdd, .dynSub,
            .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound,
            .send, .tailSend:
            break
        }
    }

    private mutating func addBoxed(_ type: Type) {
        switch type.kind {
        case .i1, .i8, .i16, .i32, .i64: kinds.insert(.integer)
        case .f32: kinds.insert(.single)
        case .f64: kinds.insert(.double)
        case .ptr: kinds.insert(.address)
        case .ref: add(type)
        case .f16, .any: break
        }
    }
}

extension ObjectKind {
    fileprivate var arguments: Int {
        switch self {
        case .code(let count), .closure(let count), .capturing(let count, _): count
        case .layout, .uncallable, .integer, .single, .double, .address, .bytes, .array, .cell: 0
        }
    }

    fileprivate var captured: Int {
        switch self {
        case .capturing(_, let count): count
        case .code, .closure, .layout, .uncallable, .integer, .single, .double, .address, .bytes, .array, .cell: 0
        }
    }
}

extension Module {
    /// How many arguments a closure of `function` takes that captured its first parameters; nil when calling it traps.
    func closureArguments(_ function: FunctionID, captured: Int) -> Int? {
        let signature = functions[function].signature
        let isDynamic = signature.parameters.allSatisfy { $0 == .any } && signature.results == [.any]
        return isDynamic && captured <= signature.parameters.count ? signature.parameters.count - captured : nil
    }
}
