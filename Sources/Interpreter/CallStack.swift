// The active calls of a run: frames of values, and the stack of linear memory that their slots lie in.

/// What a call has to put back when it returns.
struct CallFrame {
    let function: Int
    let position: Int
    let base: Int
    let entryPointer: UInt64
    let bottom: UInt64
}

/// The frame in use and those that wait for it.
struct CallStack {
    /// The frames of all active calls, one after another.
    var values: [UInt64] = []
    var callers: [CallFrame] = []
    var function = 0
    /// Where the frame in use starts in `values`.
    var base = 0
    /// The stack pointer when the function was entered, and below its slots.
    var entryPointer: UInt64 = 0
    var bottom: UInt64 = 0

    subscript(place: UInt32) -> UInt64 {
        @inline(__always) get { values[base &+ Int(place)] }
        @inline(__always) set { values[base &+ Int(place)] = newValue }
    }
}
