// What the object says of one function for debuggers: its lines, inlined calls and variables.

import HSXMachine
import IR
import Support

/// Collects the debug information of a function while it is emitted.
struct FunctionDebugInfo {
    private let function: Function
    private let module: Module
    private let start: UInt32
    private var lastLocation = LocationID.none
    private var hasLines = false
    private let isDebug: Bool
    private var ranges: VariableRanges

    init(_ function: Function, _ module: Module, start: UInt32, isDebug: Bool) {
        self.isDebug = isDebug
        self.function = function
        self.module = module
        self.start = start
        ranges = VariableRanges(function)
    }

    /// An item begins at `offset`.
    mutating func enter(_ item: CodeItem, _ compiled: CompiledFunction, at offset: UInt32, _ object: inout HSXObject) {
        ranges.change(to: compiled.snapshots[Int(item.snapshot)], at: offset)
        guard !hasLines || item.location != lastLocation else { return }
        addLine(item.location, at: offset, &object)
        lastLocation = item.location
        hasLines = true
    }

    private mutating func addLine(_ id: LocationID, at offset: UInt32, _ object: inout HSXObject) {
        guard id != .none else {
            // The compiler's own code counts to the line before it, or to the function's.
            let last = object.lineTable.rows.last
            if hasLines, var row = last {
                row.offset = offset
                row.isGenerated = true
                object.lineTable.rows.append(row)
            } else if let declaration = function.declaration {
                let file = object.lineTable.index(ofFile: fileName(declaration.file))
                object.lineTable.rows.append(
                    HSXLineRow(offset: offset, file: file, line: declaration.line, column: 0, isGenerated: true))
            }
            return
        }
        let location = function.locations[id]
        object.lineTable.rows.append(
            HSXLineRow(
                offset: offset, file: object.lineTable.index(ofFile: fileName(location.file)), line: location.line,
                column: location.column, call: call(id, &object)))
    }

    /// The place of the first instruction that has one, in the function itself.
    private var firstLocation: SourceLocation? {
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) where function.location(instruction) != .none {
                var location = function.locations[function.location(instruction)]
                while location.inlinedAt != .none { location = function.locations[location.inlinedAt] }
                return location
            }
        }
        return nil
    }

    private func fileName(_ file: UInt32) -> String {
        Int(file) < module.files.count ? module.files[Int(file)] : module.name
    }

    /// The number of the call that `id` was inlined through; 0 for code of the function itself.
    private func call(_ id: LocationID, _ object: inout HSXObject) -> UInt32 {
        let location = function.locations[id]
        guard location.inlinedAt != .none else { return 0 }
        let site = function.locations[location.inlinedAt]
        let parent = call(location.inlinedAt, &object)
        let file = object.lineTable.index(ofFile: fileName(site.file))
        return object.lineTable.number(
            of: HSXInlinedCall(
                function: location.inlinedFunction ?? "", file: file, line: site.line, column: site.column,
                parent: parent))
    }

    /// The function ends at `offset`.
    mutating func finish(at offset: UInt32, _ object: inout HSXObject) {
        ranges.close(at: offset)
        let first = function.declaration == nil ? firstLocation : nil
        let file = function.declaration?.file ?? first?.file
        object.functions.append(
            HSXFunctionRange(
                name: function.name, offset: start, size: offset - start,
                file: file.map { object.lineTable.index(ofFile: fileName($0)) } ?? .max,
                line: function.declaration?.line ?? first?.line ?? 0))
        guard isDebug else { return }
        for id in function.debugVariables.ids { addVariable(id, &object) }
    }

    private func addVariable(_ id: DebugVariableID, _ object: inout HSXObject) {
        let variable = function.debugVariables[id]
        let hasPlace = function.locations.contains(variable.location)
        let location = hasPlace ? function.locations[variable.location] : nil
        object.variables.append(
            HSXVariable(
                name: variable.name, type: module.debugTypeName(variable.type),
                size: module.debugSize(variable.type) ?? 0, function: function.name,
                file: object.lineTable.index(ofFile: fileName(location?.file ?? 0)), line: location?.line ?? 0,
                column: location?.column ?? 0, isParameter: variable.parameter != 0,
                call: hasPlace ? call(variable.location, &object) : 0, ranges: ranges[id]))
    }
}
