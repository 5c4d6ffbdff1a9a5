// What kinds of objects a module has: what decides the types that it needs.

import IR
import Support

/// What has a type of its own in WebAssembly.
enum ObjectKind: Hashable {
    /// What all layouts extend where the module asks objects for the numbers of their layouts.
    case numbered
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
    /// The arrays of elements that are neither bytes nor dynamic values.
    case scalars(Type)
    /// The mark of a call that is being unwound.
    case unwinding
}

/// The kinds of objects in a module.
struct ObjectKinds {
    private let module: Module
    private var kinds: Set<ObjectKind> = []
    /// The layouts of the module's objects that others of them extend.
    private var extended = EntitySet<LayoutID>()
    /// Which fields are set after their object was made.
    private(set) var changes: ChangedFields
    /// How the roots are made.
    let roots: RootPlan
    /// Whether arrays are values, and not only what holds elements of objects.
    private(set) var hasArrayValues = false

    init(_ module: Module) {
        self.module = module
        changes = ChangedFields(module.layouts)
        roots = RootPlan(module)
        for function in module.functions.values {
            for type in function.signature.parameters + function.signature.results { add(type) }
            visit(function)
        }
        for root in module.roots.ids { add(module.roots[root].value, of: root) }
        changes.spread(module.layouts)
        // Numbers and bytes may come from outside.
        if HostAccess.isNeeded(module) { kinds.formUnion([.integer, .double, .bytes]) }
    }

    func contains(_ kind: ObjectKind) -> Bool { kinds.contains(kind) }

    /// All kinds, each behind those that it extends.
    var ordered: [ObjectKind] {
        let layouts = [.numbered] + module.layouts.ids.map { ObjectKind.layout($0) }
        let most = kinds.map(\.arguments).max() ?? 0
        let mostCaptured = kinds.map(\.captured).max() ?? 0
        let closures = (0...most).flatMap { count -> [ObjectKind] in
            let capturing = (0...mostCaptured).map { ObjectKind.capturing(arguments: count, captured: $0) }
            return [.code(count), .closure(count)] + capturing
        }
        let scalars = Type.scalars.map(ObjectKind.scalars)
        let others: [ObjectKind] =
            [.uncallable, .integer, .single, .double, .address, .bytes, .array, .cell, .unwinding] + scalars
        return (layouts + closures + others).filter { kinds.contains($0) }
    }

    /// Whether others extend it.
    func isExtended(_ kind: ObjectKind) -> Bool {
        switch kind {
        case .layout(let layout): extended.contains(layout)
        case .closure, .numbered: true
        case .code, .capturing, .uncallable, .integer, .single, .double, .address, .bytes, .array, .cell, .scalars,
            .unwinding:
            false
        }
    }

    /// What kind of object a closure of `function` is.
    func closure(of function: FunctionID, captured: Int) -> ObjectKind {
        guard let arguments = module.closureArguments(function, captured: captured) else { return .uncallable }
        return captured == 0 ? .closure(arguments) : .capturing(arguments: arguments, captured: captured)
    }

    // MARK: Finding them

    private mutating func add(_ type: Type) {
        guard let layout = type.layout, kinds.insert(.layout(layout)).inserted else { return }
        if let parent = module.layouts[layout].parent {
            extended.insert(parent)
            add(.ref(parent))
        }
        for field in module.layouts[layout].fields { add(field.type) }
        if let elements = module.layouts[layout].elements { kinds.insert(.elements(of: elements)) }
    }

    private mutating func addClosures(_ arguments: Int) { kinds.formUnion([.code(arguments), .closure(arguments)]) }

    private mutating func addClosure(of function: FunctionID, captured: Int) {
        kinds.insert(closure(of: function, captured: captured))
        if let arguments = module.closureArguments(function, captured: captured) { addClosures(arguments) }
    }

    private mutating func addArrays() {
        kinds.insert(.array)
        hasArrayValues = true
    }

    private mutating func add(_ value: RootValue, of root: RootID) {
        switch value {
        case .null, .same: break
        case .integer: kinds.insert(.integer)
        case .float: kinds.insert(.double)
        case .bytes: kinds.insert(.bytes)
        case .object(let layout, let values):
            add(.ref(layout))
            for (field, value) in zip(module.layouts[layout].fields.indices, values) where roots.waits(value, in: root)
            {
                changes.insert(field, of: layout)
            }
        case .closure(let function, let captured): addClosure(of: function, captured: captured.count)
        case .array: addArrays()
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
                    changes.insert(data.fieldNumber, of: layout)
                }
                visit(data, function)
            }
        }
    }

    private mutating func visit(_ data: Instruction, _ function: Function) {
        switch data.opcode {
        case .box, .unbox, .isRef: addBoxed(data.type)
        case .arrayNew, .arrayGet, .arraySet, .arrayLength: addArrays()
        case .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength: kinds.insert(.bytes)
        case .cellNew, .cellGet, .cellSet: kinds.insert(.cell)
        case .closure: addClosure(of: data.function, captured: function.lists.count(data.list))
        case .callClosure, .tailCallClosure: addClosures(function.lists.count(data.list) - 1)
        case .layoutOf: kinds.insert(.numbered)
        case .unwinding, .unwound: kinds.insert(.unwinding)
        case .iconst, .fconst, .globalAddr, .functionAddr, .nop, .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr,
            .not, .neg, .clz, .ctz, .popcnt, .sdiv, .udiv, .srem, .urem, .umulh, .smulh, .addCarry, .subBorrow,
            .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fmin, .fmax, .fneg, .fabs, .fsqrt, .icmp, .fcmp, .select,
            .trunc, .zext, .sext, .ptrToInt, .intToPtr, .bitcast, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext,
            .load, .store, .volatileLoad, .volatileStore, .call, .callIndirect, .service, .breakpoint, .jump, .branch,
            .switch, .ret, .trap, .unreachable, .tailCall, .tailCallIndirect, .nilConst, .slotAddr, .hsxFmul, .hsxFdiv,
            .varGet, .varSet, .alloc, .allocElements, .fieldGet, .fieldSet, .elementGet, .elementSet, .elementCount,
            .elementsCopy,
            .rootGet, .rootSet, .isInt, .isNil, .dynAdd, .dynSub,
            .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .closureArity, .send, .tailSend:
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
    /// The arrays that hold the elements of objects.
    static func elements(of type: Type) -> ObjectKind {
        switch type.kind {
        case .any: .array
        case .i1, .i8: .bytes
        case .i16, .i32, .i64, .f16, .f32, .f64, .ptr, .ref: .scalars(type)
        }
    }

    fileprivate var arguments: Int {
        switch self {
        case .code(let count), .closure(let count), .capturing(let count, _): count
        case .numbered, .layout, .uncallable, .integer, .single, .double, .address, .bytes, .array, .cell, .scalars,
            .unwinding:
            0
        }
    }

    fileprivate var captured: Int {
        switch self {
        case .capturing(_, let count): count
        case .numbered, .layout, .code, .closure, .uncallable, .integer, .single, .double, .address, .bytes, .array,
            .cell, .scalars, .unwinding:
            0
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
