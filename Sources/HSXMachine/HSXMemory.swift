// Sizes and places that the machine and its loader fix.

/// The two address spaces: code (its own array, from 0) and data (64 KiB).
public enum HSXMemory {
    /// Where the initialised data of an image goes in the data space.
    public static let dataBase: UInt32 = 0x4000
    /// The size of the data space, and one past its last address.
    public static let dataSpaceSize: UInt32 = 0x1_0000
    /// Where the stack of a task that runs alone begins; it grows down, toward the data.
    public static let stackTop: UInt32 = 0x8000
    /// The bytes below `stackTop` that the compiler leaves to the stack, as many as the executive gives a task.
    public static let stackRoom: UInt32 = 0x1000
    /// The greatest size of the code, of the data and of the zeroed data of an image, in bytes.
    public static let maximumSectionSize = 0x1_0000
    /// The first code address that JMP, JZ and JNZ cannot reach.
    public static let branchLimit: UInt32 = 0x1000
}
