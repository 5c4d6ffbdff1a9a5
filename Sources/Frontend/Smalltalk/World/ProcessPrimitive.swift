// The primitives of processes and semaphores (spec/smalltalk.md 2.7), and the variables of contexts (2.6).

enum ProcessPrimitive {
    static let signal = 85, wait = 86, resume = 87, suspend = 88, yield = 167
}

enum FrameField {
    static let sender = 0, pc = 1, stackPointer = 2, receiver = 5
}
