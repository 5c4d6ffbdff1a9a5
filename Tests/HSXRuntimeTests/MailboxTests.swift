// Mailboxes of a task that runs alone.

import HSXRuntime
import Testing

@Suite struct HSXMailboxTests {
    private let machine = Machine()

    private func open(_ target: String) -> (status: UInt32, handle: UInt32) {
        machine.store(target, at: 0x100)
        return (machine.service(5, 0, 0x100, 3), machine[1])
    }

    private func bind(_ target: String, capacity: UInt32, mode: UInt32 = 3) -> (status: UInt32, descriptor: UInt32) {
        machine.store(target, at: 0x100)
        return (machine.service(5, 1, 0x100, capacity, mode), machine[1])
    }

    private func send(_ handle: UInt32, _ text: String, flags: UInt32 = 0, channel: UInt32 = 0) -> UInt32 {
        machine.store(text, at: 0x200)
        return machine.service(5, 2, handle, 0x200, UInt32(text.utf8.count), flags, channel)
    }

    /// Receives into 64 bytes; the text, or nil when there is nothing.
    private func receive(_ handle: UInt32) -> String? {
        let status = machine.service(5, 3, handle, 0x300, 64, 0, 0)
        #expect(status == 0 || status == 3)
        return status == 0 ? machine.text(at: 0x300, count: Int(machine[1])) : nil
    }

    @Test func handlesCountFromOneAndAreNotReused() {
        #expect(open("app:a") == (0, 1))
        #expect(open("app:a") == (0, 2))
        #expect(machine.service(5, 6, 1) == 0 && machine.service(5, 6, 1) == 0xFF)
        #expect(open("app:b") == (0, 3))
        #expect(send(1, "x") == 0xFF && machine[1] == 0)
    }

    @Test func messagesArriveInOrderWithTheirFields() {
        let handle = open("app:a").handle
        #expect(send(handle, "first", flags: 0x41, channel: 9) == 0 && machine[1] == 5)
        #expect(send(handle, "second") == 0)
        #expect(machine.service(5, 4, handle) == 0)
        #expect(machine[1] == 2 && machine[2] == 27 && machine[3] == 5)
        #expect(receive(handle) == "first")
        #expect(machine[2] == 0x41 && machine[3] == 9 && machine[4] == 0)
        #expect(receive(handle) == "second" && receive(handle) == nil)
        #expect(machine[0] == 3 && machine[1] == 0)
    }

    @Test func namesResolve() {
        for (same, other) in [("x", "svc:x"), ("svc:x@0", "svc:x"), ("shared:x@4", "shared:x"), ("pid:3", "pid:03")] {
            let first = bind(same, capacity: 0)
            let second = bind(other, capacity: 0)
            #expect(first.status == 0 && first.descriptor == second.descriptor)
        }
        #expect(bind("app:y", capacity: 0).descriptor != bind("app:y@1", capacity: 0).descriptor)
        for wrong in ["", "app:", "what:x", "app:x@", "app:x@1z", "pid:x", String(repeating: "n", count: 33)] {
            #expect(open(wrong) == (0xFF, 0))
        }
        #expect(open(String(repeating: "n", count: 32)).status == 0)
        machine.memory[0xFFFF] = 0x41
        #expect(machine.service(5, 0, 0xFFFF, 3) == 0xFF)  // has no end inside memory
    }

    @Test func fullAndTooLarge() {
        let handle = open("app:a").handle  // capacity 64, so 56 bytes at most
        #expect(send(handle, String(repeating: "m", count: 57)) == 0xFF)
        #expect(send(handle, String(repeating: "m", count: 40)) == 0)
        #expect(send(handle, String(repeating: "m", count: 9)) == 1)
        #expect(send(handle, String(repeating: "m", count: 8)) == 0)
        #expect(send(handle, "") == 0)
        #expect(machine.service(5, 4, handle) == 0 && machine[1] == 2)
    }

    @Test func buffersAreChecked() {
        let handle = open("app:a").handle
        #expect(machine.service(5, 2, handle, 0xFFFE, 3, 0, 0) == 0xFF)
        #expect(send(handle, "four") == 0)
        #expect(machine.service(5, 3, handle, 0x300, 3, 0, 0) == 0xFF)
        #expect(machine.service(5, 3, handle, 0xFFFD, 64, 0, 0) == 0xFF)
        #expect(machine.service(5, 3, handle, 0xFFFC, 64, 0, 0) == 0)
        #expect(machine.text(at: 0xFFFC, count: 4) == "four")
    }

    @Test func fanOutReachesEveryReader() {
        #expect(bind("app:f", capacity: 64, mode: 0x0B).status == 0)
        let sender = open("app:f").handle
        let one = open("app:f").handle
        let two = open("app:f").handle
        #expect(send(sender, "a") == 0 && send(sender, "b") == 0)
        let late = open("app:f").handle
        #expect(receive(one) == "a" && receive(one) == "b" && receive(one) == nil)
        #expect(receive(two) == "a")
        #expect(receive(late) == nil)
        #expect(receive(two) == "b" && receive(two) == nil)
    }

    @Test func fanOutDropsTheOldestAndSaysSo() {
        #expect(bind("app:f", capacity: 18, mode: 0x18).status == 0)
        let sender = open("app:f").handle
        let reader = open("app:f").handle
        for text in ["a", "b", "c"] { #expect(send(sender, text) == 0) }
        #expect(receive(reader) == "b" && machine[2] == 0x08)
        #expect(receive(reader) == "c" && machine[2] == 0)
    }

    @Test func fanOutMayRefuse() {
        #expect(bind("app:f", capacity: 18, mode: 0x28).status == 0)
        let sender = open("app:f").handle
        let reader = open("app:f").handle
        #expect(send(sender, "a") == 0 && send(sender, "b") == 0 && send(sender, "c") == 1)
        #expect(receive(reader) == "a" && send(sender, "c") == 0)
        // The slower reader goes; what it held back goes with it.
        #expect(machine.service(5, 6, reader) == 0)
    }

    @Test func tapsGetCopies() {
        let sender = open("app:a").handle
        let tap = open("app:a").handle
        #expect(machine.service(5, 5, tap, 1) == 0 && machine.service(5, 5, 99, 1) == 0xFF)
        #expect(send(sender, "a") == 0)
        #expect(receive(tap) == "a" && receive(tap) == nil)
        #expect(receive(sender) == "a")
        // A full tap loses its oldest copy instead of stopping the sender.
        for _ in 0..<10 {
            #expect(send(sender, "0123456789") == 0)
            #expect(receive(sender) == "0123456789")
        }
        #expect(receive(tap) == "0123456789" && machine[2] == 0x08)
        #expect(machine.service(5, 5, tap, 0) == 0 && receive(tap) == nil)
    }

    @Test func tablesAreBounded() {
        for number in 1...64 { #expect(open("app:a") == (0, UInt32(number))) }
        #expect(open("app:a") == (0xFF, 0))
        for number in 2...256 { #expect(bind("app:\(number)", capacity: minusOne).descriptor == UInt32(number)) }
        #expect(bind("app:one-more", capacity: 1).status == 0xFF)
        #expect(bind("app:2", capacity: 8).descriptor == 2)
    }
}
