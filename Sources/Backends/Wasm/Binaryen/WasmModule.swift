// A WebAssembly module in Binaryen: declarations, optimisation, validation and output. The one owner of Binaryen's
// module.
// Requires: the library is loaded, and held by `BinaryenLibrary.use`.

import CBinaryen
import Support

/// A module that is being built. A class, because it frees Binaryen's module when it goes.
final class WasmModule {
    let reference: BinaryenModuleRef
    /// The expressions made since they were last taken; nil when no one wants them.
    private var created: [WasmExpression]?
    /// The functions that are not inlined where they are called once.
    private var functionsApart: [String] = []

    /// What the modules of this back end use beyond the first version of WebAssembly.
    static var features: BinaryenFeatures {
        BinaryenFeatureBulkMemory() | BinaryenFeatureMutableGlobals() | BinaryenFeatureNontrappingFPToInt()
            | BinaryenFeatureSignExt() | BinaryenFeatureTailCall() | BinaryenFeatureMultivalue()
    }

    /// An empty module.
    convenience init() { self.init(BinaryenModuleCreate()) }

    /// The module in `binary`, which must be valid: Binaryen ends the process when it is not. More may be defined in
    /// it, a second table of functions too.
    convenience init(reading binary: [UInt8]) {
        var bytes = binary.map { CChar(bitPattern: $0) }
        self.init(BinaryenModuleRead(&bytes, bytes.count))
        BinaryenModuleSetFeatures(reference, WasmModule.features | BinaryenFeatureReferenceTypes())
    }

    private init(_ module: BinaryenModuleRef?) {
        guard let module else { preconditionFailure("WasmModule: Binaryen made no module") }
        reference = module
        BinaryenModuleSetFeatures(module, WasmModule.features)
    }

    deinit { BinaryenModuleDispose(reference) }

    // MARK: Functions

    struct Function {
        fileprivate let reference: BinaryenFunctionRef
    }

    /// Defines a function; `variables` are its locals behind the parameters.
    func define(
        _ name: String, parameters: WasmType, results: WasmType, variables: [WasmType], body: WasmExpression
    ) -> Function {
        var types = variables.map(\.reference)
        let made = BinaryenAddFunction(
            reference, name, parameters.reference, results.reference, &types, UInt32(types.count), body.reference)
        guard let made else { preconditionFailure("WasmModule: Binaryen made no function") }
        return Function(reference: made)
    }

    func importFunction(
        _ name: String, from module: String, _ externalName: String, parameters: WasmType, results: WasmType
    ) {
        BinaryenAddFunctionImport(
            reference, name, module, externalName, parameters.reference, results.reference)
    }

    /// How many parameters and variables a function has; 0 when there is no function of this name.
    func localCount(_ name: String) -> Int {
        BinaryenGetFunction(reference, name).map { Int(BinaryenFunctionGetNumLocals($0)) } ?? 0
    }

    /// Whether there is a function of this name.
    func hasFunction(_ name: String) -> Bool { BinaryenGetFunction(reference, name) != nil }

    /// Takes an export away. Answers the name of the function that was exported; nil when there is no such export.
    func takeExport(_ externalName: String) -> String? {
        guard let export = BinaryenGetExport(reference, externalName) else { return nil }
        let name = String(cString: BinaryenExportGetValue(export))
        BinaryenRemoveExport(reference, externalName)
        return name
    }

    func exportFunction(_ name: String, as externalName: String) {
        _ = BinaryenAddFunctionExport(reference, name, externalName)
    }

    /// Keeps a function from being inlined because it is called from one place only.
    func keepApart(_ name: String) { functionsApart.append(name) }

    // MARK: Tables and memory

    /// The one table of functions, with `functions` at their places, in ascending order.
    func addTable(size: Int) {
        let size = UInt32(size)
        _ = BinaryenAddTable(reference, WasmModule.tableName, size, size, BinaryenTypeFuncref())
    }

    /// Puts functions, by rising place, into the table. Requires: the table and the functions have been added.
    func fillTable(_ functions: [(place: Int, name: String)]) {
        var start = functions.startIndex
        while start < functions.endIndex {
            var end = start + 1
            while end < functions.endIndex, functions[end].place == functions[end - 1].place + 1 { end += 1 }
            let run = functions[start..<end].map(\.name)
            let offset = constant(Int32(functions[start].place))
            withCStrings(run) { names in
                _ = BinaryenAddActiveElementSegment(
                    reference, WasmModule.tableName, "functions.\(start)", &names, UInt32(run.count), offset.reference)
            }
            start = end
        }
    }

    static let tableName = "functions"
    static let memoryName = "0"

    /// Bytes that memory holds at the start.
    struct Segment {
        let address: UInt32
        let bytes: [UInt8]
    }

    /// What memory holds at the start so far.
    var segments: [Segment] {
        (0..<BinaryenGetNumMemorySegments(reference)).map { index in
            var bytes = [CChar](repeating: 0, count: BinaryenGetMemorySegmentByteLength(reference, index))
            BinaryenCopyMemorySegmentData(reference, index, &bytes)
            let address = BinaryenGetMemorySegmentByteOffset(reference, index)
            return Segment(address: address, bytes: bytes.map { UInt8(bitPattern: $0) })
        }
    }

    /// The size of the memory so far, in pages.
    var pages: UInt32 { BinaryenMemoryGetInitial(reference, WasmModule.memoryName) }

    /// Declares the memory anew, exported as "memory". `maximum` nil: it may grow as far as it can. Sizes in pages.
    func setMemory(pages: UInt32, maximum: UInt32?, segments: [Segment]) {
        var texts: [UnsafePointer<CChar>?] = []
        let buffers = segments.map { segment in
            let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(segment.bytes.count, 1))
            for (place, byte) in segment.bytes.enumerated() { buffer[place] = CChar(bitPattern: byte) }
            texts.append(UnsafePointer(buffer.baseAddress))
            return buffer
        }
        defer { buffers.forEach { $0.deallocate() } }
        var passive = segments.map { _ in false }
        var offsets: [BinaryenExpressionRef?] = segments.map { constant(Int32(bitPattern: $0.address)).reference }
        var sizes = segments.map { UInt32($0.bytes.count) }
        BinaryenSetMemory(
            reference, pages, maximum ?? .max, "memory", &texts, &passive, &offsets, &sizes, UInt32(segments.count),
            false, false, WasmModule.memoryName)
    }

    // MARK: Debug metadata

    /// Declares a source file and answers its number.
    func addSourceFile(_ name: String) -> UInt32 { BinaryenModuleAddDebugInfoFileName(reference, name) }

    /// Says where the code of an expression came from; line and column from 1, column 0 when unknown.
    func setLocation(_ function: Function, _ expression: WasmExpression, file: UInt32, line: UInt32, column: UInt32) {
        // Columns of source maps count from 0.
        BinaryenFunctionSetDebugLocation(
            function.reference, expression.reference, file, line, column > 0 ? column - 1 : 0)
    }

    /// From now on keeps a list of the expressions that are made.
    func recordExpressions() { created = [] }

    /// The expressions made since the last call, when they are recorded.
    func takeCreated() -> [WasmExpression] {
        guard created != nil else { return [] }
        defer { created = [] }
        return created ?? []
    }

    /// Takes in an expression that Binaryen has made.
    func made(_ reference: BinaryenExpressionRef?) -> WasmExpression {
        let expression = WasmExpression(reference)
        created?.append(expression)
        return expression
    }

    // MARK: Passes and output

    /// What Binaryen's optimiser is told; at level 0 it only drops what nothing uses.
    struct Optimization {
        /// 0 to 4 and 0 to 2, as Binaryen counts.
        let level: Int32
        let shrinkLevel: Int32
        /// Whether no address below 1024 is ever used.
        let isLowMemoryUnused: Bool
    }

    /// `plain` are functions that stay as they are written.
    func optimize(_ optimization: Optimization, except plain: Set<String>) {
        BinaryenSetOptimizeLevel(optimization.level)
        BinaryenSetShrinkLevel(optimization.shrinkLevel)
        BinaryenSetLowMemoryUnused(optimization.isLowMemoryUnused)
        if optimization.level == 0 {
            run(["remove-unused-module-elements"])
            return
        }
        let exports = exportFunctionsApart()
        defer { for name in exports { BinaryenRemoveExport(reference, name) } }
        if plain.isEmpty {
            BinaryenModuleOptimize(reference)
        } else {
            // Binaryen's own pipeline has no way around a function. This is that of its level 2, save that it works on
            // each function once: behind what it does between functions.
            run([
                "duplicate-function-elimination", "memory-packing", "once-reduction", "global-refining",
                "remove-unused-module-elements", "dae", "inlining",
            ])
            optimizeFunctions(except: plain)
            run([
                "duplicate-function-elimination", "simplify-globals", "remove-unused-module-elements",
                "reorder-globals", "directize",
            ])
        }
    }

    /// Exports the functions that shall stay apart, and answers by which names: Binaryen inlines no exported function
    /// for being called once.
    private func exportFunctionsApart() -> [String] {
        functionsApart.map { name in
            var export = name
            while BinaryenGetExport(reference, export) != nil { export += "'" }
            exportFunction(name, as: export)
            return export
        }
    }

    private func run(_ passes: [String]) {
        withCStrings(passes) { BinaryenModuleRunPasses(reference, &$0, UInt32(passes.count)) }
    }

    /// Runs the passes over single functions, as Binaryen does it: functions side by side.
    private func optimizeFunctions(except plain: Set<String>) {
        var functions: [BinaryenFunctionRef] = []
        for index in 0..<BinaryenGetNumFunctions(reference) {
            guard let function = BinaryenGetFunctionByIndex(reference, index),
                BinaryenFunctionGetBody(function) != nil, let name = BinaryenFunctionGetName(function),
                !plain.contains(String(cString: name))
            else { continue }
            functions.append(function)
        }
        // Each thread changes functions of its own; what they share Binaryen locks.
        nonisolated(unsafe) let (module, all) = (reference, functions)
        Parallel.forEach(functions.map { _ in WasmModule.functionWeight }) { BinaryenFunctionOptimize(all[$0], module) }
    }

    /// More than enough for a thread of its own.
    private static let functionWeight = 1 << 16

    /// Whether Binaryen finds nothing wrong; it prints what it finds to standard error.
    func isValid() -> Bool { BinaryenModuleValidate(reference) }

    /// The binary form; with `names` the name section; with a `sourceMapURL` a source map too.
    func write(names: Bool, sourceMapURL: String?) -> (binary: [UInt8], sourceMap: [UInt8]?) {
        BinaryenSetDebugInfo(names)
        let output = BinaryenModuleAllocateAndWrite(reference, sourceMapURL)
        defer {
            hub_binaryen_free(output.binary)
            hub_binaryen_free(output.sourceMap)
        }
        let binary = [UInt8](UnsafeRawBufferPointer(start: output.binary, count: output.binaryBytes))
        return (binary, output.sourceMap.map { Array(String(cString: $0).utf8) })
    }

    /// The text form.
    func text() -> [UInt8] {
        guard let text = BinaryenModuleAllocateAndWriteText(reference) else { return [] }
        defer { hub_binaryen_free(text) }
        return Array(String(cString: text).utf8)
    }
}

/// Calls `body` with pointers to zero-terminated copies of `strings`.
func withCStrings<Result>(_ strings: [String], _ body: (inout [UnsafePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { string in
        let bytes = Array(string.utf8CString)
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
        _ = buffer.initialize(from: bytes)
        return buffer
    }
    defer { copies.forEach { $0.deallocate() } }
    var pointers = copies.map { UnsafePointer($0.baseAddress) }
    return body(&pointers)
}
