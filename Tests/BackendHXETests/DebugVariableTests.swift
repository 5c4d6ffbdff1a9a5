// Debug variables never change code, and where the debug information says that a variable is, there it is.

import BackendHXE
import HSXMachine
import HSXRuntime
import IR
import Passes
import Support
import Testing

/// Random modules in which every computed value is a debug variable.
enum DebuggedProgram {
    /// Where the values are stored when the program records them.
    static let cells: UInt32 = 0x9000

    /// The module of a seed in SSA form, with a variable `vN` bound behind each computation; when `records`, a store to
    /// cell N follows. Answers the width of each cell in bytes.
    static func module(seed: UInt64, size: Int, records: Bool) -> (module: Module, widths: [UInt32]) {
        var module = RandomMachineProgram.module(seed: seed, size: size)
        var report = PassReport()
        PassRunner.run(Pipeline.passes(for: .none), on: &module, report: &report)
        module.files = ["test.c"]
        let type = module.debugTypes.append(.scalar(name: "int", size: 4, .signed))
        var widths: [UInt32] = []
        let global = module.globals.nextID
        for id in module.functions.ids {
            mark(&module.functions[id], type, records ? global : nil, &widths)
        }
        if records { module.globals.append(Global(name: "cells", size: 0x4000, address: cells)) }
        return (module, widths)
    }

    private static func mark(
        _ function: inout Function, _ type: DebugTypeID, _ cells: GlobalID?, _ widths: inout [UInt32]
    ) {
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                guard function.resultCount(instruction) == 1, let next = function.layout.next(instruction),
                    widths.count < 0x1000
                else { continue }
                let value = function.result(instruction)
                guard let width = function.type(value).byteSize(pointerBytes: 4), width <= 4 else { continue }
                let number = widths.count
                widths.append(UInt32(width))
                let variable = function.debugVariables.append(
                    DebugVariable(name: "v\(number)", type: type, location: .none))
                function.bind(DebugBinding(variable, .value(value)), before: next)
                guard let cells else { continue }
                let address = function.makeInstruction(
                    Instruction(.globalAddr, type: .i32, a: cells.rawValue, c: UInt32(number * 4)), results: [.i32])
                let store = function.makeInstruction(
                    .store(function.type(value), function.result(address), value), results: [])
                // In front of the binding, so that it has taken effect when the store has run.
                function.layout.insert(address, after: instruction)
                function.layout.insert(store, after: address)
                function.layout.attach(
                    function.debugBindings.append(DebugBinding(variable, .value(value))), before: store)
            }
        }
    }

    static func image(_ module: Module, debug: Bool) throws -> (HSXImage, LinkedProgram) {
        let (object, log) = HXEBackend.emit(module, options: HXEOptions(debug: debug, checksAllocation: true))
        guard let object else { throw TestError(log.diagnostics.map(\.message).joined(separator: "\n")) }
        var linkLog = DiagnosticLog()
        guard let result = HSXImage.link([object], options: HSXLinkOptions(), log: &linkLog) else {
            throw TestError(linkLog.diagnostics.map(\.message).joined(separator: "\n"))
        }
        return result
    }
}

struct DebugVariableTests {
    @Test(arguments: [OptimizationLevel.none, .standard, .more, .size])
    func codeIsTheSameWithoutVariables(level: OptimizationLevel) throws {
        for seed in 0..<12 as Range<UInt64> {
            let (marked, _) = DebuggedProgram.module(seed: seed, size: 6, records: false)
            var plain = marked
            for id in plain.functions.ids {
                for block in plain.functions[id].layout.blocks { plain.functions[id].layout.detachAll(block) }
                plain.functions[id].debugVariables = PrimaryMap()
            }
            var images: [HSXImage] = []
            for (module, debug) in [(marked, true), (marked, false), (plain, false)] {
                var module = module
                var report = PassReport()
                PassRunner.run(Pipeline.passes(for: level), on: &module, report: &report)
                #expect(Verifier.verify(module).isEmpty)
                images.append(try DebuggedProgram.image(module, debug: debug).0)
            }
            #expect(images[0].code == images[1].code, "seed \(seed)")
            #expect(images[1].code == images[2].code, "seed \(seed)")
            #expect(images[0].data == images[2].data, "seed \(seed)")
        }
    }

    @Test(arguments: [OptimizationLevel.none, .standard])
    func variablesAreWhereTheyAreSaidToBe(level: OptimizationLevel) throws {
        var total = Checks()
        for seed in 0..<40 as Range<UInt64> {
            var (module, widths) = DebuggedProgram.module(seed: seed, size: 4 + Int(seed % 8), records: true)
            var report = PassReport()
            if level != .none { PassRunner.run(Pipeline.passes(for: level), on: &module, report: &report) }
            let (image, program) = try DebuggedProgram.image(module, debug: true)
            var checks = Checks()
            try checks.run(image, program, widths, isOptimised: level != .none, "seed \(seed)")
            total.known += checks.known
            total.unknown += checks.unknown
        }
        // Most of what has just been stored is still in a register.
        #expect(total.known > 4 * total.unknown, "\(total.known) known, \(total.unknown) not")
    }
}

/// Runs a program step by step and compares each stored value with what its variable is said to be.
private struct Checks {
    var known = 0
    var unknown = 0

    mutating func run(
        _ image: HSXImage, _ program: LinkedProgram, _ widths: [UInt32], isOptimised: Bool, _ label: String
    ) throws {
        let vm = hub_hsx_vm_create(nil)!
        defer { hub_hsx_vm_destroy(vm) }
        let code = image.code.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
        try #require(hub_hsx_load(vm, code, code.count, image.data, image.data.count, image.entry))
        let variables = Dictionary(grouping: program.variables, by: \.name)
        for _ in 0..<20_000 {
            let stored = cell(vm, image)
            guard hub_hsx_step(vm) == HUB_HSX_RUNNING else { return }
            guard let stored, stored < widths.count else { continue }
            let pc = hub_hsx_pc(vm)
            let width = widths[stored]
            let expected = read(vm, DebuggedProgram.cells + UInt32(stored) * 4, width)
            let found = (variables["v\(stored)"] ?? []).compactMap { value(of: $0, at: pc, width, vm) }
            if found.isEmpty {
                unknown += 1
                continue
            }
            known += 1
            // Of several inlined copies one is the one that has run.
            let isRight = isOptimised ? found.contains(expected) : found.allSatisfy { $0 == expected }
            if !isRight {
                Issue.record("\(label): v\(stored) is \(expected), not \(found) at \(pc)")
                return
            }
        }
    }

    /// The cell that the next instruction stores to, if it does.
    private func cell(_ vm: OpaquePointer, _ image: HSXImage) -> Int? {
        let index = Int(hub_hsx_pc(vm) / 4)
        guard let instruction = HSXInstruction(image.code, at: index),
            [.st, .stb, .sth].contains(instruction.opcode)
        else { return nil }
        let base = hub_hsx_registers(vm)[Int(instruction.rs1.number)]
        let address = (base &+ UInt32(bitPattern: instruction.imm)) & 0xFFFF
        guard address >= DebuggedProgram.cells, address < DebuggedProgram.cells + 0x4000 else { return nil }
        return Int(address - DebuggedProgram.cells) / 4
    }

    private func read(_ vm: OpaquePointer, _ address: UInt32, _ width: UInt32) -> UInt32 {
        (0..<width).reduce(0) { $0 | UInt32(hub_hsx_memory(vm)[Int(address + $1)]) << (8 * $1) }
    }

    /// The low bytes of a variable; nil when it is not known at `pc`.
    private func value(of variable: HSXVariable, at pc: UInt32, _ width: UInt32, _ vm: OpaquePointer) -> UInt32? {
        guard let range = variable.ranges.first(where: { $0.start <= pc && pc < $0.end }),
            let piece = range.pieces.first, piece.size == 0
        else { return nil }
        let bits: UInt32
        switch piece.place {
        case .register(let register): bits = hub_hsx_registers(vm)[Int(register.number)]
        case .stack(let offset): bits = read(vm, hub_hsx_sp(vm) &+ UInt32(bitPattern: offset), 4)
        case .address(let address): bits = read(vm, address, 4)
        case .memory(let register, let offset):
            bits = read(vm, hub_hsx_registers(vm)[Int(register.number)] &+ UInt32(bitPattern: offset), 4)
        case .constant(let value): bits = UInt32(truncatingIfNeeded: value)
        case .symbol, .pointer: return nil
        }
        return width == 4 ? bits : bits & ((1 << (8 * width)) - 1)
    }
}
