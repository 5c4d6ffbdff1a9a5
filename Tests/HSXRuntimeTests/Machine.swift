// A machine and its host for tests: wraps the C handles, collects output, and encodes instruction words.

import Foundation
import HSXRuntime

/// What a program wrote, filled by C callbacks; a class because they need a stable address.
final class Recorder {
    var output: [UInt8] = []
    var frames: [(identifier: UInt32, bytes: [UInt8])] = []
    var trace: [(pc: UInt32, word: UInt32)] = []
}

/// Owns one machine and one host; a class because both are freed with it.
final class Machine {
    let recorder = Recorder()
    let host: OpaquePointer
    let vm: OpaquePointer

    init(sandbox: String? = nil) {
        let user = Unmanaged.passUnretained(recorder).toOpaque()
        var config = hub_hsx_host_config()
        config.user = user
        config.output = { user, bytes, count in
            recording(user).output += UnsafeBufferPointer(start: bytes, count: count)
        }
        config.can_transmit = { user, identifier, bytes, count in
            recording(user).frames.append((identifier, Array(UnsafeBufferPointer(start: bytes, count: count))))
        }
        let made = (sandbox ?? "").withCString { path in
            config.sandbox = sandbox == nil ? nil : path
            return hub_hsx_host_create(&config)
        }
        host = made!
        vm = hub_hsx_vm_create(host)!
    }

    deinit {
        hub_hsx_vm_destroy(vm)
        hub_hsx_host_destroy(host)
    }

    /// Loads words at byte address 0 and resets the machine.
    convenience init(_ words: [UInt32], sandbox: String? = nil) {
        self.init(sandbox: sandbox)
        precondition(load(words))
    }

    // Not inside #expect itself: the macro lets pointers to array arguments outlive their arrays.
    func load(_ words: [UInt32], at origin: UInt32 = 0) -> Bool { hub_hsx_load_words(vm, words, words.count, origin) }

    func load(code: [UInt8], data: [UInt8] = [], entry: UInt32 = 0) -> Bool {
        hub_hsx_load(vm, code, code.count, data, data.count, entry)
    }

    @discardableResult func run(_ limit: UInt64 = 0) -> hub_hsx_status { hub_hsx_run(vm, limit) }
    @discardableResult func step() -> hub_hsx_status { hub_hsx_step(vm) }

    subscript(register: Int) -> UInt32 {
        get { hub_hsx_registers(vm)[register] }
        set { hub_hsx_registers(vm)[register] = newValue }
    }

    var registers: [UInt32] { Array(UnsafeBufferPointer(start: hub_hsx_registers(vm), count: 16)) }
    var memory: UnsafeMutablePointer<UInt8> { hub_hsx_memory(vm) }
    var pc: UInt32 { hub_hsx_pc(vm) }
    var sp: UInt32 { hub_hsx_sp(vm) }
    var retired: UInt64 { hub_hsx_retired(vm) }
    var state: String { String(cString: hub_hsx_task_state(vm)) }

    func store(_ bytes: [UInt8], at address: Int) {
        for (offset, byte) in bytes.enumerated() { memory[address + offset] = byte }
    }

    func store(_ text: String, at address: Int) { store(Array(text.utf8) + [0], at: address) }

    func text(at address: Int, count: Int) -> String {
        String(decoding: UnsafeBufferPointer(start: memory + address, count: count), as: UTF8.self)
    }

    /// Calls a service directly with R0 and up, with the arguments in R1 and up, without the machine; answers R0.
    @discardableResult func service(_ module: UInt32, _ function: UInt32, _ arguments: UInt32...) -> UInt32 {
        for (register, value) in arguments.enumerated() { self[register + 1] = value }
        var outcome = hub_hsx_outcome()
        hub_hsx_service(host, module, function, hub_hsx_registers(vm), memory, &outcome)
        precondition(outcome.kind == HUB_HSX_CONTINUE)
        return self[0]
    }
}

private func recording(_ user: UnsafeMutableRawPointer?) -> Recorder {
    Unmanaged<Recorder>.fromOpaque(user!).takeUnretainedValue()
}

/// One instruction word.
func word(_ opcode: UInt32, _ rd: UInt32 = 0, _ rs1: UInt32 = 0, _ rs2: UInt32 = 0, imm: Int32 = 0) -> UInt32 {
    opcode << 24 | rd << 20 | rs1 << 16 | rs2 << 12 | UInt32(bitPattern: imm) & 0xFFF
}

func svc(_ module: UInt32, _ function: UInt32) -> UInt32 { 0x3000_0000 | module << 8 | function }

let ret = word(0x25)
let minusOne = UInt32.max
