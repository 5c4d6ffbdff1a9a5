// The source locations of one function as LLVM's, with the chains of calls that code was inlined through.

import CLLVM
import IR
import Support

/// Turns the locations of a function into LLVM's, each once.
struct FunctionLocations {
    private let function: Function
    let debug: DebugEmitter
    let subprogram: LLVMMetadata
    private let file: UInt32
    private let line: UInt32
    private var known: SecondaryMap<LocationID, LLVMMetadata?>
    /// Of code that has no place in the source.
    let nowhere: LLVMMetadata
    /// Where the function begins.
    let start: LLVMMetadata

    init(_ id: FunctionID, _ function: Function, _ target: LLVMValue, _ debug: DebugEmitter) {
        self.function = function
        self.debug = debug
        let first = FunctionLocations.firstOwn(function)
        file = function.declaration?.file ?? first?.file ?? 0
        line = function.declaration?.line ?? first?.line ?? 0
        subprogram = debug.subprogram(id, at: (file, line))
        LLVMSetSubprogram(target.handle, subprogram.handle)
        known = SecondaryMap(initial: nil, count: function.locations.count)
        nowhere = debug.location(0, 0, in: subprogram, at: nil)
        start = debug.location(line, 0, in: subprogram, at: nil)
    }

    /// The first location in the order of the code that is the function's own.
    private static func firstOwn(_ function: Function) -> SourceLocation? {
        var block = function.entry
        while let current = block {
            block = function.layout.next(current)
            var cursor = function.layout.first(in: current)
            while let instruction = cursor {
                cursor = function.layout.next(instruction)
                var id = function.location(instruction)
                guard id != .none else { continue }
                while function.locations[id].inlinedAt != .none { id = function.locations[id].inlinedAt }
                return function.locations[id]
            }
        }
        return nil
    }

    /// LLVM's location for `id`.
    mutating func location(_ id: LocationID) -> LLVMMetadata {
        guard id != .none else { return nowhere }
        if let location = known[id] { return location }
        let place = function.locations[id]
        let call = place.inlinedAt == .none ? nil : location(place.inlinedAt)
        let scope = scope(place)
        let location = debug.location(place.line, place.column, in: scope, at: call)
        known[id] = location
        return location
    }

    private func scope(_ place: SourceLocation) -> LLVMMetadata {
        guard place.inlinedAt != .none, let name = place.inlinedFunction else {
            return place.file == file ? subprogram : debug.scope(subprogram, inFile: place.file)
        }
        return debug.subprogram(name, file: place.file, line: place.line)
    }

    /// `file:line` of a location, for people; nil for none.
    func text(_ id: LocationID) -> String? {
        guard id != .none else { return nil }
        return "\(debug.fileName(function.locations[id].file)):\(function.locations[id].line)"
    }

    /// Names the parameters, of which the source says nothing: the machine registers that hold them, or the numbers of
    /// their values.
    func describeParameters(_ arguments: [LLVMValue], _ builder: LLVMBuilder) {
        for (index, argument) in arguments.enumerated() {
            let variable = debug.variable(
                FunctionLocations.name(index, function.signature), UInt32(index + 1),
                debug.type(function.signature.parameters[index]), in: subprogram, file: file, line: line)
            debug.describe(variable, is: argument, debug.expression(), at: start, block: builder.block)
        }
    }

    /// LLVM's node for a variable of the source, and the place that stands for its scope.
    mutating func variable(_ id: DebugVariableID) -> (node: LLVMMetadata, place: LLVMMetadata) {
        let variable = function.debugVariables[id]
        let type = debug.type(variable.type)
        guard function.locations.contains(variable.location) else {
            let node = debug.variable(variable.name, variable.parameter, type, in: subprogram, file: file, line: line)
            return (node, start)
        }
        let place = function.locations[variable.location]
        let isInlined = place.inlinedAt != .none && place.inlinedFunction != nil
        let scope = isInlined ? scope(place) : subprogram
        let call = place.inlinedAt == .none ? nil : location(place.inlinedAt)
        let node = debug.variable(
            variable.name, variable.parameter, type, in: scope, file: place.file, line: place.line)
        return (node, debug.location(place.line, place.column, in: scope, at: call))
    }

    private static func name(_ index: Int, _ signature: Signature) -> String {
        guard case .registers(let fixed) = signature.convention, index < fixed.parameters.count else {
            return "v\(index)"
        }
        return "r\(fixed.parameters[index])"
    }
}
