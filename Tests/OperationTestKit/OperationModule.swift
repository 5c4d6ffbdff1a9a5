// Programs that compute operations on all combinations of edge values: a function for each operation, with a loop over
// the combinations that loads operands and stores results. At the end the program writes all results to its output.

import IR

struct OperationModule {
    static let memorySize: UInt64 = 1 << 22
    private static let inputs: UInt64 = 0x1000
    private static let results: UInt64 = 0x40000

    private var module = Module(
        name: "operations", memory: MemoryModel(size: memorySize, stackTop: 0x1000, pointerBytes: 8))
    private var bytes: [UInt8] = []
    /// Where each list of inputs lies.
    private var places: [[UInt64]: UInt64] = [:]
    private var end = results
    private var functions: [FunctionID] = []

    /// Where the results lie.
    var range: Range<Int> { Int(Self.results)..<Int(end) }

    // MARK: Building

    /// Adds a function that computes `body` for all combinations of `values`, one list an operand, which have `types`.
    mutating func add(
        _ name: String, _ types: [Type], _ values: [[UInt64]],
        _ body: (inout FunctionBuilder, [ValueID]) -> [ValueID]
    ) {
        var builder = FunctionBuilder(Function(name: name, attributes: .noInline))
        _ = builder.makeEntryBlock()
        let loop = builder.makeBlock([.i64])
        let done = builder.makeBlock()
        builder.jump(loop, [builder.constant(0, .i64)])
        builder.position(atEndOf: loop)
        let number = builder.function.parameters(loop)[0]
        let operands = load(number, types, values, &builder)
        let results = body(&builder, operands)
        store(results, number, &builder)
        let count = values.reduce(1) { $0 * $1.count }
        let next = builder.binary(.add, .i64, number, builder.constant(1, .i64))
        let isMore = builder.icmp(.ult, .i64, next, builder.constant(Int64(count), .i64))
        builder.branch(isMore, loop, [next], else: done)
        builder.position(atEndOf: done)
        builder.ret()
        functions.append(module.functions.append(builder.function))
        end += UInt64(count * results.count * 8)
    }

    /// The operands of combination `number`: the last list varies fastest.
    private mutating func load(
        _ number: ValueID, _ types: [Type], _ values: [[UInt64]], _ builder: inout FunctionBuilder
    ) -> [ValueID] {
        var rest = number
        var operands: [ValueID] = []
        for (type, list) in zip(types, values).reversed() {
            let count = builder.constant(Int64(list.count), .i64)
            let index = builder.binary(.urem, .i64, rest, count)
            rest = builder.binary(.udiv, .i64, rest, count)
            let distance = builder.binary(.mul, .i64, index, builder.constant(8, .i64))
            let address = builder.binary(.add, .i64, distance, builder.constant(Int64(place(list)), .i64))
            operands.append(builder.load(type, address))
        }
        return operands.reversed()
    }

    private mutating func place(_ list: [UInt64]) -> UInt64 {
        if let place = places[list] { return place }
        let place = Self.inputs + UInt64(bytes.count)
        places[list] = place
        for value in list { bytes += (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) } }
        return place
    }

    private func store(_ results: [ValueID], _ number: ValueID, _ builder: inout FunctionBuilder) {
        let size = builder.constant(Int64(8 * results.count), .i64)
        let distance = builder.binary(.mul, .i64, number, size)
        let address = builder.binary(.add, .i64, distance, builder.constant(Int64(end), .i64))
        for (index, result) in results.enumerated() {
            builder.store(builder.function.type(result), address, result, offset: Int32(8 * index))
        }
    }

    /// The program that runs all functions and writes the results.
    func program() -> Module {
        var module = module
        module.globals.append(
            Global(name: "inputs", size: UInt32(bytes.count), alignment: 8, address: UInt32(Self.inputs), bytes: bytes))
        let write = module.services.append(
            Service(name: "write", number: 0x101, parameters: [.i64, .i64], results: [], effects: .reads))
        var builder = FunctionBuilder(
            Function(name: "main", signature: Signature(results: [.i32]), linkage: .export, attributes: .entry))
        _ = builder.makeEntryBlock()
        for id in functions { _ = builder.call(id, [], results: []) }
        // The service takes a length of 16 bits.
        var place = Self.results
        while place < end {
            let count = min(end - place, 0x8000)
            let arguments = [Int64(place), Int64(count)].map { builder.constant($0, .i64) }
            _ = builder.service(write, arguments, results: [])
            place += count
        }
        builder.ret([builder.constant(0, .i32)])
        module.functions.append(builder.function)
        return module
    }
}

/// The operands that show the edges of an operation.
enum Edges {
    static let integers: [Type] = [.i1, .i8, .i16, .i32, .i64]
    static let floats: [Type] = [.f32, .f64]

    static func of(_ type: Type) -> [UInt64] {
        switch type {
        case .i1: [0, 1]
        case .i8: [0, 1, 2, 7, 8, 0x35, 0x7F, 0x80, 0xFF]
        case .i16: [0, 1, 3, 15, 16, 0x1234, 0x7FFF, 0x8000, 0xFFFF]
        case .i32: [0, 1, 2, 31, 32, 0x1_0000, 0x1234_5678, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF]
        case .f32:
            [
                0, 0x8000_0000, 0x3F80_0000, 0xBF80_0000, 0x0000_0001, 0x807F_FFFF, 0x7F7F_FFFF, 0x7F80_0000,
                0xFF80_0000, 0x7FC0_0000, 0xFFC0_1234, 0x7F80_0001, 0x4F00_0000, 0xCF00_0001, 0x42FF_FFFF,
            ]
        case .f64:
            [
                0, 1 << 63, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 1, 0x800F_FFFF_FFFF_FFFF,
                0x7FEF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000,
                0xFFF8_0000_0000_1234, 0x7FF0_0000_0000_0001, 0x43E0_0000_0000_0000, 0xC3E0_0000_0000_0001,
                0x41E0_0000_0000_0000, 0x405F_FFFF_FFFF_FFFF,
            ]
        default: [0, 1, 2, 63, 64, 1 << 32, 0x0123_4567_89AB_CDEF, UInt64.max >> 1, 1 << 63, UInt64.max]
        }
    }

    /// Some edges, for operands that are constants in the code.
    static func constants(_ type: Type) -> [UInt64] { [Edges.of(type)[1], type.integerMask, type.integerMask / 2 + 1] }
}
