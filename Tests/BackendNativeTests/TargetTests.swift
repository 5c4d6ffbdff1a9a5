// Objects for other machines, the same bytes every time, and what cannot be done.

import BackendKit
import BackendNative
import Foundation
import IR
import Support
import Testing

private let missing: Comment = "LLVM 22 is missing"

@Suite struct TargetTests {
    private static let text = """
        module "m"
        memory size 65536 stack 32768 pointer 4

        global @data size 16 align 4 at 0x4000 = hex "0102030405"

        func @fill (i32, i64, f32, f64, i1) -> (i32, i64) export {
        block0(v0: i32, v1: i64, v2: f32, v3: f64, v4: i1):
            v5 = fadd.f32 v2, v2
            v6 = fpext.f64 v5
            v11 = fdiv.f64 v6, v3
            v7 = fsqrt.f64 v11
            v8 = fptosi.i64 v7
            store.f64 v0, v7
            v9 = load.i32 v0 + 2
            v10 = sdiv.i64 v1, v8
            tail_call @last(v9, v10, v1, v1, v1, v1, v1, v1)
        }

        func @last (i32, i64, i64, i64, i64, i64, i64, i64) -> (i32, i64) {
        block0(v0: i32, v1: i64, v2: i64, v3: i64, v4: i64, v5: i64, v6: i64, v7: i64):
            v8 = umulh.i64 v1, v7
            ret v0, v8
        }

        func @main () -> (i32) entry {
        block0:
            v0 = iconst.i32 7
            v1 = iconst.i64 -9
            v2 = fconst.f32 1.5
            v3 = fconst.f64 0.25
            v4 = iconst.i1 1
            v5, v6 = call @fill(v0, v1, v2, v3, v4)
            ret v5
        }

        """

    /// The machine of an ELF object: the number in its header.
    private static let machines: [(String, UInt8)] = [
        ("x86_64-linux-gnu", 62), ("aarch64-linux-gnu", 183), ("riscv64-linux-gnu", 243), ("i686-linux-gnu", 3),
        ("riscv32-linux-gnu", 243),
    ]

    @Test(.enabled(if: NativeTools.hasLLVM, missing), arguments: machines.indices)
    func objectsForOtherMachines(_ index: Int) throws {
        let (triple, machine) = Self.machines[index]
        let module = try NativeTools.module(Self.text)
        for level in [OptimizationLevel.none, .standard] {
            let object = try NativeTools.emit(
                module, BackendOptions(name: "m", level: level, debug: true, triple: triple))
            #expect(Array(object[0].bytes.prefix(4)) == [0x7F, 0x45, 0x4C, 0x46])
            #expect(object[0].bytes[18] == machine)
        }
    }

    @Test(.enabled(if: NativeTools.hasLLVM, missing), arguments: OptimizationLevel.allCases)
    func theSameBytesEveryTime(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(Self.text)
        let options = BackendOptions(name: "m", level: level, debug: true, byproducts: [.assembly, .llvmIR])
        let (first, second) = (try NativeTools.emit(module, options), try NativeTools.emit(module, options))
        #expect(first.map(\.name) == ["m.o", "m.ll", "m.s"])
        #expect(first.map(\.bytes) == second.map(\.bytes))
        let alone = try NativeTools.emit(module, BackendOptions(name: "m", level: level, debug: true))
        #expect(alone[0].bytes == first[0].bytes, "by-products change the object")
    }

    /// A program of so many instructions is divided, a library and a smaller program are not.
    @Test(.enabled(if: NativeTools.hasLLVM, missing), arguments: OptimizationLevel.allCases)
    func largeProgramsAreSeveralObjects(_ level: OptimizationLevel) throws {
        let module = try NativeTools.module(Self.text)
        for debug in [false, true] {
            let options = BackendOptions(name: "m", level: level, debug: debug, partInstructions: 8)
            #expect(NativeBackend.check(module, options: options) == nil)
            let (first, second) = (try NativeTools.emit(module, options), try NativeTools.emit(module, options))
            #expect(first.map(\.name) == ["m.o", "m.1.o"])
            #expect(first.map(\.bytes) == second.map(\.bytes))
            var alone = options
            alone.partInstructions = nil
            let whole = try NativeTools.emit(module, alone)
            alone.partInstructions = 1000
            #expect(try NativeTools.emit(module, alone).map(\.bytes) == whole.map(\.bytes))
        }
        let library = try NativeTools.module(Self.text.replacingOccurrences(of: " entry {", with: " export {"))
        let options = BackendOptions(name: "m", level: level, partInstructions: 1)
        #expect(try NativeTools.emit(library, options).map(\.name) == ["m.o"])
    }

    /// Much code that stays as it is written is an object of its own, which LLVM writes without improving anything.
    @Test(.enabled(if: NativeTools.hasLLVM, missing))
    func codeAsWrittenIsApart() throws {
        let sums = (1...9).map { "    v\($0) = add.i32 v\($0 - 1), v0\n" }.joined()
        let plain = (0..<4).map {
            "func @plain\($0) (i32) -> (i32) as_written {\nblock0(v0: i32):\n\(sums)    ret v9\n}\n"
        }
        let calls = (0..<4).map { "    v\($0 + 1) = call @plain\($0)(v\($0))\n" }.joined()
        let main = "func @main (i32) -> (i32) entry {\nblock0(v0: i32):\n\(calls)    ret v4\n}\n"
        let module = try NativeTools.module(
            "module \"m\"\nmemory size 0 stack 0 pointer 8\n" + plain.joined() + main)
        let options = BackendOptions(name: "m", byproducts: [.llvmIR], partInstructions: 8)
        #expect(NativeBackend.check(module, options: options) == nil)
        let artifacts = try NativeTools.emit(module, options)
        #expect(artifacts.map(\.name) == ["m.o", "m.ll", "m.1.o", "m.1.ll"])
        for (place, defines) in [(1, false), (3, true)] {
            let text = String(decoding: artifacts[place].bytes, as: UTF8.self)
            for number in 0..<4 {
                let isDefined = text.split(separator: "\n").contains {
                    $0.hasPrefix("define") && $0.contains("plain\(number)")
                }
                #expect(isDefined == defines)
            }
        }
        var small = options
        small.partInstructions = 40
        #expect(try NativeTools.emit(module, small).map(\.name) == ["m.o", "m.ll"])
    }

    /// Code may use the signatures of many calls at once, and blocks may be reached in many ways.
    @Test(.enabled(if: NativeTools.hasLLVM, missing))
    func edgesWithArgumentsAreLegal() throws {
        let module = try NativeTools.module(
            """
            module "m"

            func @f (i32, i1) -> (i32) export {
            block0(v0: i32, v1: i1):
                br_if v1, block1(v0, v1), block2
            block1(v2: i32, v3: i1):
                br_if v3, block3(v2), block3(v0)
            block2:
                switch.i32 v0 { 1: block3(v0), 2: block3(v0), 3: block1(v0, v1), default: block3(v0) }
            block3(v4: i32):
                ret v4
            }

            func @forever () -> () export {
            block0:
                jump block1
            block1:
                jump block1
            }

            """)
        #expect(NativeBackend.check(module, options: BackendOptions(name: "m")) == nil)
    }
}
