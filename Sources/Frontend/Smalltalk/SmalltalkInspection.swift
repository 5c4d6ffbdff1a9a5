// What `hubc inspect` says about Smalltalk images.

import Support

public enum SmalltalkInspection {
    /// An image as a whole: its format, its size, its classes, and the code that is not sound.
    public static func describe(_ image: SmalltalkImage) -> JSONValue {
        let statistics = Statistics(image)
        let classes = image.classes.ids.filter { image.classes[$0].instance == nil }
        return .object([
            ("format", .string("image")), ("number", .integer(image.header.format.number)),
            ("memory", .string(image.header.format.name)),
            ("byte_order", .string(image.isBigEndian ? "big" : "little")),
            ("heap_bytes", .integer(image.header.heapBytes)), ("objects", .integer(image.memory.objects.count)),
            ("methods", .integer(image.methods.count)), ("quick_methods", .integer(statistics.quick)),
            ("code_bytes", .integer(statistics.bytes)), ("instructions", .integer(statistics.instructions)),
            ("blocks", .integer(statistics.blocks)), ("sends", .integer(statistics.sends)),
            ("loops", .integer(statistics.loops)), ("deepest_stack", .integer(statistics.deepest)),
            ("faults", .array(statistics.faults.map { .string($0) })),
            ("classes", .array(sorted(classes, image).map { summary($0, image) })),
        ])
    }

    /// The class of a name, which may end in ' class'; nil when there is none.
    public static func describe(_ image: SmalltalkImage, className: String) -> JSONValue? {
        guard let id = image.findClass(className) else { return nil }
        let superclass = image.classes[id].superclass.map { JSONValue.string(image.classes[$0].name) } ?? .null
        return .object([
            ("class", .string(className)), ("superclass", superclass),
            ("methods", .array(image.classes[id].methods.map { methodSummary($0, image) })),
        ])
    }

    /// The method of a name, 'Class>>selector'; nil when there is none.
    public static func describe(_ image: SmalltalkImage, method name: String) -> JSONValue? {
        guard let id = image.findMethod(name) else { return nil }
        let header = image.methods[id].header
        var members: [(String, JSONValue)] = [
            ("method", .string(name)), ("header", .integer(header.value)),
            ("arguments", .integer(header.argumentCount)),
            ("temporaries", .integer(header.temporaryCount)), ("primitive", .integer(header.primitive)),
            ("large_frame", .bool(header.hasLargeFrame)), ("bytecodes", .string(header.isSista ? "Sista V1" : "V3")),
            ("literals", .array((0..<header.literalCount).map { .string(text(image.literal(id, $0), image)) })),
        ]
        do throws(MethodFault) {
            if let code = try image.methodCode(id) {
                members += complexity(MethodComplexity(code))
                members.append(("instructions", .array(instructions(code, id, image))))
            }
        } catch {
            members.append(("fault", .string(error.text)))
        }
        return .object(members)
    }

    // MARK: Parts

    private struct Statistics {
        var quick = 0, bytes = 0, instructions = 0, blocks = 0, sends = 0, loops = 0, deepest = 0
        var faults: [String] = []

        init(_ image: SmalltalkImage) {
            for id in image.methods.ids {
                do throws(MethodFault) {
                    guard let code = try image.methodCode(id) else {
                        quick += 1
                        continue
                    }
                    let complexity = MethodComplexity(code)
                    bytes += complexity.bytes
                    instructions += complexity.instructions
                    blocks += complexity.blocks
                    sends += complexity.sends
                    loops += complexity.loops
                    deepest = max(deepest, complexity.stackDepth)
                } catch {
                    faults.append("\(image.name(id)): \(error.text)")
                }
            }
        }
    }

    private static func sorted(_ ids: [ClassID], _ image: SmalltalkImage) -> [ClassID] {
        ids.sorted { (image.classes[$0].name, $0) < (image.classes[$1].name, $1) }
    }

    private static func summary(_ id: ClassID, _ image: SmalltalkImage) -> JSONValue {
        let found = image.classes[id]
        let meta = image.metaclass(of: id)
        return .object([
            ("name", .string(found.name)),
            ("superclass", found.superclass.map { .string(image.classes[$0].name) } ?? .null),
            ("methods", .integer(found.methods.count)),
            ("class_methods", .integer(meta.map { image.classes[$0].methods.count } ?? 0)),
        ])
    }

    private static func methodSummary(_ id: MethodID, _ image: SmalltalkImage) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("selector", .string(image.methods[id].selector)),
            ("primitive", .integer(image.methods[id].header.primitive)),
        ]
        do throws(MethodFault) {
            if let code = try image.methodCode(id) { members += complexity(MethodComplexity(code)) }
        } catch {
            members.append(("fault", .string(error.text)))
        }
        return .object(members)
    }

    private static func complexity(_ complexity: MethodComplexity) -> [(String, JSONValue)] {
        [
            ("instruction_count", .integer(complexity.instructions)), ("bytes", .integer(complexity.bytes)),
            ("blocks", .integer(complexity.blocks)), ("sends", .integer(complexity.sends)),
            ("loops", .integer(complexity.loops)), ("stack_depth", .integer(complexity.stackDepth)),
            ("cyclomatic", .integer(complexity.cyclomatic)),
        ]
    }

    private static func instructions(_ code: MethodCode, _ id: MethodID, _ image: SmalltalkImage) -> [JSONValue] {
        let names = image.names(id)
        let bytes = image.code(id)
        return code.instructions.map { instruction in
            let start = bytes.startIndex + instruction.pc
            let text = InstructionText(instruction, names)
            let members: [(String, JSONValue)] = [
                ("pc", .integer(instruction.pc)),
                ("bytes", .string(Hexadecimal.text(bytes[start..<start + instruction.length]))),
                ("op", .string(text.name)),
            ]
            return .object(members + text.operands)
        }
    }

    /// A literal, as short as it can be told.
    private static func text(_ value: ImageValue?, _ image: SmalltalkImage) -> String {
        switch value {
        case nil: return "?"
        case .integer(let value): return String(value)
        case .float(let value): return String(value)
        case .character(let code): return "$" + (Unicode.Scalar(code).map(String.init) ?? "?")
        case .object(let id):
            let kind = image.className(.object(id))
            guard let text = image.memory.text(id) else { return "a \(kind)" }
            return kind == "Symbol" || kind == "ByteSymbol" ? "#\(text)" : "'\(text)'"
        }
    }
}

extension SmalltalkImage {
    /// The class of a name; that of a metaclass ends in ' class'. Nil when there is none.
    package func findClass(_ name: String) -> ClassID? { classes.ids.first { classes[$0].name == name } }

    package func metaclass(of id: ClassID) -> ClassID? { classIDs[memory.objects[classes[id].object].classID] }

    /// The method of a name, 'Class>>selector'; nil when there is none.
    package func findMethod(_ name: String) -> MethodID? {
        guard let arrows = name.firstRange(of: ">>"), let id = findClass(String(name[..<arrows.lowerBound])) else {
            return nil
        }
        let selector = name[arrows.upperBound...]
        return classes[id].methods.first { methods[$0].selector == selector }
    }
}

extension MethodFault {
    /// What is wrong, with the place: "nothing on the stack at pc 3".
    package var text: String { "\(kind.text), at pc \(pc)" }
}

extension MethodFault.Kind {
    package var text: String {
        switch self {
        case .undefined: "a bytecode that means nothing"
        case .truncated: "an instruction that is cut off"
        case .runsOff: "code that goes on behind its end"
        case .badTarget: "a jump out of the code or into an instruction"
        case .stackUnderflow: "too little on the stack"
        case .differentDepths(let one, let other): "\(one) or \(other) values on the stack"
        case .noLiteral(let index): "no literal \(index)"
        case .noTemporary(let index): "no temporary variable \(index)"
        case .latePrimitive: "a primitive that is called too late"
        case .badBlock: "a block without its number of arguments, its jump or its code"
        case .unknownClass: "a send to super starts above a class that is not known before the program runs"
        }
    }
}
