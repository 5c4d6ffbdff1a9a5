// From an image to the tree of its classes and methods. What it gives for a method is exact: encoding it again gives
// the same header, literals and bytes.

import Support

public enum StasmDisassembler {
    /// What of an image is not the kernel's.
    public static func text(_ image: SmalltalkImage, without kernel: SmalltalkKernel = SmalltalkKernel()) -> String {
        let ids = image.classes.ids.filter { image.classes[$0].instance == nil }
        let sorted = ids.sorted { (image.classes[$0].name, $0) < (image.classes[$1].name, $1) }
        let classes = StasmImageClasses(image)
        var globals = classes.globals()
        var items = sorted.map { StasmItem.classDefinition(classes.definition($0)) }
        for id in sorted { items += methods(id, image, without: kernel) }
        globals += StasmFreeNames.find(items + [.globals(globals)]).map { StasmName($0, .nowhere) }
        items.removeAll { item in
            if case .classDefinition(let definition) = item {
                kernel.classes.contains(definition.name.text)
            } else {
                false
            }
        }
        if !globals.isEmpty { items.insert(.globals(globals.sorted { $0.text < $1.text }), at: 0) }
        return StasmPrinter.print(StasmFile(items))
    }

    /// A class with its methods and those of its metaclass, or a metaclass with its own; nil when there is none of the
    /// name.
    public static func text(_ image: SmalltalkImage, className: String) -> String? {
        guard let id = image.findClass(className) else { return nil }
        let definition = StasmImageClasses(image).definition(image.classes[id].instance ?? id)
        let methods =
            image.classes[id].instance == nil ? methods(id, image) : image.classes[id].methods.map { item($0, image) }
        return StasmPrinter.print(StasmFile([.classDefinition(definition)] + methods))
    }

    /// The method of a name, 'Class>>selector'; nil when there is none.
    public static func text(_ image: SmalltalkImage, method name: String) -> String? {
        image.findMethod(name).map { StasmPrinter.print(StasmFile([item($0, image)])) }
    }

    private static func methods(
        _ id: ClassID, _ image: SmalltalkImage, without kernel: SmalltalkKernel = SmalltalkKernel()
    ) -> [StasmItem] {
        let both = image.classes[id].methods + (image.metaclass(of: id).map { image.classes[$0].methods } ?? [])
        return both.filter { !kernel.methods.contains(image.name($0)) }.map { item($0, image) }
    }

    private static func item(_ id: MethodID, _ image: SmalltalkImage) -> StasmItem { .method(method(id, image)) }

    package static func method(_ id: MethodID, _ image: SmalltalkImage) -> StasmMethod {
        let method = image.methods[id], owner = image.classes[method.classID]
        let name = owner.instance.map { image.classes[$0].name } ?? owner.name
        return StasmMethod(
            className: StasmName(name, .nowhere), isMeta: owner.instance != nil,
            selector: StasmName(method.selector, .nowhere), code: StasmImageCode(image).code(method.object))
    }
}
