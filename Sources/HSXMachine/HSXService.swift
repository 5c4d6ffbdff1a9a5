// The services behind SVC: one table of what each reads and writes. An unknown service is assumed to do everything.

/// A service of the executive, chosen by the immediate of SVC.
public struct HSXService: Hashable, Sendable {
    /// 0...15.
    public let module: UInt8
    public let function: UInt8
    /// `MODULE_FUNCTION`, or `SVC_m_f` when unknown.
    public let name: String
    /// The registers whose old value matters. Every register of `outputs` that is not certainly written is among them;
    /// R0 always is written.
    public let inputs: HSXRegisterSet
    /// The registers that may be written.
    public let outputs: HSXRegisterSet
    public let effects: HSXServiceEffects

    /// The immediate of SVC.
    public var number: Int { Int(module) << 8 | Int(function) }
}

/// What a service does besides writing registers.
public struct HSXServiceEffects: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let readsMemory = HSXServiceEffects(rawValue: 1)
    public static let writesMemory = HSXServiceEffects(rawValue: 2)
    /// Control does not come back.
    public static let doesNotReturn = HSXServiceEffects(rawValue: 4)
    /// Changes or depends on the world outside the machine, so calls must keep their order.
    public static let isVisible = HSXServiceEffects(rawValue: 8)
    public static let all: HSXServiceEffects = [.readsMemory, .writesMemory, .isVisible]
}

extension HSXService {
    private static let r0: HSXRegisterSet = HSXRegisterSet(numbers: 0...0)
    private static let r1: HSXRegisterSet = HSXRegisterSet(numbers: 1...1)
    private static let r0r1: HSXRegisterSet = HSXRegisterSet(numbers: 0...1)
    private static let r1r2: HSXRegisterSet = HSXRegisterSet(numbers: 1...2)
    private static let r1r3: HSXRegisterSet = HSXRegisterSet(numbers: 1...3)
    private static let r1r4: HSXRegisterSet = HSXRegisterSet(numbers: 1...4)
    private static let r1r5: HSXRegisterSet = HSXRegisterSet(numbers: 1...5)

    private static let reads: HSXServiceEffects = [.readsMemory, .isVisible]
    private static let writes: HSXServiceEffects = [.writesMemory, .isVisible]
    private static let visible: HSXServiceEffects = [.isVisible]

    /// All known services, in the order of their numbers.
    public static let all: [HSXService] = [
        HSXService(0x0, 0, "CORE_GET_STEPS", [], r0, visible),
        HSXService(0x1, 0, "TASK_EXIT", r0, [], [.doesNotReturn, .isVisible]),
        HSXService(0x1, 1, "UART_WRITE", r1r2, r0, reads),
        HSXService(0x2, 0, "CAN_TX", r1r3, r0, reads),
        HSXService(0x4, 0, "FS_OPEN", r1r2, r0, reads),
        HSXService(0x4, 1, "FS_READ", r1r3, r0, writes),
        HSXService(0x4, 2, "FS_WRITE", r1r3, r0, reads),
        HSXService(0x4, 3, "FS_CLOSE", r1, r0, visible),
        HSXService(0x4, 10, "FS_LISTDIR", r1r3, r0, [.readsMemory, .writesMemory, .isVisible]),
        HSXService(0x4, 11, "FS_DELETE", r1, r0, reads),
        HSXService(0x4, 12, "FS_RENAME", r1r2, r0, reads),
        HSXService(0x4, 13, "FS_MKDIR", r1, r0, reads),
        HSXService(0x5, 0, "MBX_OPEN", r1r2, r0r1, reads),
        HSXService(0x5, 1, "MBX_BIND", r1r3, r0r1, reads),
        HSXService(0x5, 2, "MBX_SEND", r1r5, r0r1, reads),
        HSXService(0x5, 3, "MBX_RECV", r1r5, HSXRegisterSet(numbers: 0...4), writes),
        HSXService(0x5, 4, "MBX_PEEK", r1r3, HSXRegisterSet(numbers: 0...3), visible),
        HSXService(0x5, 5, "MBX_TAP", r1r2, r0, visible),
        HSXService(0x5, 6, "MBX_CLOSE", r1, r0, visible),
        HSXService(0x6, 0, "EXEC_SLEEP_MS", r0, r0, visible),
        HSXService(0x7, 0, "VALUE_REGISTER", r1r4, r0r1, reads),
        HSXService(0x7, 1, "VALUE_LOOKUP", r1r2, r0r1, visible),
        HSXService(0x7, 2, "VALUE_GET", r1, r0, visible),
        HSXService(0x7, 3, "VALUE_SET", r1r2, r0, visible),
        HSXService(0x7, 4, "VALUE_LIST", r1r3, r0r1, writes),
        HSXService(0x7, 5, "VALUE_SUBSCRIBE", r1r2, r0r1, reads),
        HSXService(0x7, 6, "VALUE_PERSIST", r1r2, r0, visible),
        HSXService(0x8, 0, "COMMAND_REGISTER", r1r4, r0r1, reads),
        HSXService(0x8, 1, "COMMAND_LOOKUP", r1r2, r0r1, visible),
        HSXService(0x8, 2, "COMMAND_CALL", r1r2, r0r1, reads),
        HSXService(0x8, 3, "COMMAND_CALL_ASYNC", r1r3, r0r1, reads),
        HSXService(0x8, 4, "COMMAND_HELP", r1r3, r0r1, writes),
        // Only the low half of R0 is written, so its old value matters too.
        HSXService(0xE, 0, "LIBM_SIN", r0r1, r0, []),
        HSXService(0xE, 1, "LIBM_COS", r0r1, r0, []),
        HSXService(0xE, 2, "LIBM_EXP", r0r1, r0, []),
    ]

    /// The place in `all` of each known service number, -1 where there is none.
    private static let places: [Int8] = {
        var places = [Int8](repeating: -1, count: 4096)
        for (place, service) in all.enumerated() { places[service.number] = Int8(place) }
        return places
    }()

    private init(
        _ module: UInt8, _ function: UInt8, _ name: String, _ inputs: HSXRegisterSet, _ outputs: HSXRegisterSet,
        _ effects: HSXServiceEffects
    ) {
        self.module = module
        self.function = function
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.effects = effects
    }

    /// The service that SVC with immediate `number` (its low twelve bits) asks for.
    public static func at(number: Int) -> HSXService {
        let number = number & 0xFFF
        if places[number] >= 0 { return all[Int(places[number])] }
        let any = HSXRegisterSet(numbers: 0...5)
        let module = UInt8(number >> 8)
        let function = UInt8(number & 0xFF)
        return HSXService(module, function, "SVC_\(module)_\(function)", any, any, .all)
    }

    /// Whether the table knows the service.
    public var isKnown: Bool { Self.places[number] >= 0 }
}
