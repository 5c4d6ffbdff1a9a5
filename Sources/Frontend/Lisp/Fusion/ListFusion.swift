// Turns list functions that are applied to each other's lists into one loop without the lists in between, where the
// program cannot tell.

import Support

enum ListFusion {
    /// The program with its pipelines as loops; `library` is the number of functions that are hubc's own.
    static func fused(_ program: CoreProgram, library: Int) -> CoreProgram {
        let calls = ListCalls(program)
        let pure = PureFunctions(program, calls, library: library)
        var result = program
        for id in program.functions.ids.dropFirst(library) {
            let function = program.functions[id]
            var absorbed: Set<CoreID> = []
            // Calls come behind what they are given.
            for node in function.nodes.ids.reversed() where !absorbed.contains(node) {
                guard let pipeline = ListPipeline.longest(endingAt: node, in: function, calls, pure) else { continue }
                absorbed.formUnion(pipeline.absorbed)
                let entry = result.functions.append(CoreFunction(name: ""))
                let loop = result.functions.append(CoreFunction(name: ""))
                let made = PipelineLoop.make(
                    pipeline, entry: entry, loop: loop, name: "\(function.name).lists.\(entry.rawValue)",
                    function.nodes[node].span
                ) { result.library($0) }
                result.functions[entry] = made.entry
                result.functions[loop] = made.loop
                let span = function.nodes[node].span
                let arguments = made.arguments.compactMap { operand -> CoreID? in
                    switch operand {
                    case .node(let node): node
                    case .local(let local): result.functions[id].nodes.append(CoreNode(kind: .local(local), span: span))
                    case .value: nil
                    }
                }
                result.functions[id].nodes[node] = CoreNode(kind: .call(entry, arguments), span: span)
            }
        }
        return result
    }
}
