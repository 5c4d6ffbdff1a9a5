// The classes without which there is no image: of what methods and classes are made. A program that does not define
// them gets bare ones.

import Support

enum StasmBaseClasses {
    private static let classVariables = [
        "superclass", "methodDict", "format", "instanceVariables", "organization", "subclasses", "name", "classPool",
        "sharedPools", "environment", "category",
    ]
    private static let metaclassVariables = [
        "superclass", "methodDict", "format", "instanceVariables", "organization", "thisClass",
    ]

    /// Where all classes keep what.
    enum Slot { static let superclass = 0, methods = 1, format = 2 }

    static let all: [StasmClass] = [
        definition("Object", nil), definition("UndefinedObject"), definition("True"), definition("False"),
        definition("SmallInteger", .immediate), definition("Character", .immediate),
        definition("LargePositiveInteger", .bytes), definition("LargeNegativeInteger", .bytes),
        definition("Float", .words), definition("String", .bytes), definition("Symbol", .bytes),
        definition("Array", .indexable), definition("ByteArray", .bytes),
        definition("Association", variables: ["key", "value"]),
        definition("MethodDictionary", .indexable, variables: ["tally", "array"]),
        definition("CompiledMethod", .code), definition("CompiledBlock", .code),
        definition("Class", variables: classVariables), definition("Metaclass", variables: metaclassVariables),
    ]

    private static func definition(
        _ name: String, _ parent: String? = "Object", _ shape: StasmShape? = nil, variables: [String] = []
    ) -> StasmClass {
        var result = StasmClass(
            name: StasmName(name, .nowhere), superclass: parent.map { StasmName($0, .nowhere) }, shape: shape)
        result.instanceVariables = variables.map { StasmName($0, .nowhere) }
        return result
    }

    private static func definition(_ name: String, _ shape: StasmShape, variables: [String] = []) -> StasmClass {
        definition(name, "Object", shape, variables: variables)
    }

    /// What is wrong with such classes of a program's own.
    static func faults(_ table: StasmClassTable) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        for base in all {
            guard let number = table.numbers[base.name.text] else { continue }
            let entry = table.entries[number]
            let span = entry.definition.name.span
            if let shape = base.shape, mattersShape(shape), entry.shape != shape {
                faults.append(.stasmClass("objects of class \(entry.name) are \(shape.rawValue)", span))
            }
            if let what = missing(entry) { faults.append(.stasmClass("the class \(entry.name) needs \(what)", span)) }
        }
        return faults
    }

    /// Whether objects that the assembler makes have that shape.
    private static func mattersShape(_ shape: StasmShape) -> Bool {
        switch shape {
        case .bytes, .words, .indexable: true
        case .fixed, .weak, .ephemeron, .immediate, .shorts, .longs, .code: false
        }
    }

    /// What the image needs of a class and does not have.
    private static func missing(_ entry: StasmClassTable.Entry) -> String? {
        let variables = entry.instanceVariables
        switch entry.name {
        case "Association": return variables.count == 2 ? nil : "two variables"
        case "Class":
            return variables.dropFirst(3).contains("name") ? nil : "three variables and then one called 'name'"
        case "Metaclass":
            return variables.count > 3 ? nil : "three variables and one for the class"
        case "Array": return variables.isEmpty ? nil : "to be without variables"
        default: return nil
        }
    }
}
