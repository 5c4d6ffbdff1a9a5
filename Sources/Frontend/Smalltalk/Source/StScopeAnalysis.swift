// Finds out what the names in a method mean and which variables its blocks share (StScopes). Follows the code in the
// order in which it runs; a loop is followed once, and looked at again when it ends.

import Support

struct StScopeAnalysis {
    private var result = StScopes()
    private let names: StasmScope
    private let file: SourceFileID
    private var time = 0
    private var diagnostics: [Diagnostic] = []

    private static let mostArguments = 15

    /// The scopes of a method; nil with errors in the log: E2723, E2724, E2728.
    static func scopes(_ method: StMethod, _ names: StasmScope, log: inout DiagnosticLog) -> StScopes? {
        var analysis = StScopeAnalysis(names: names, file: method.selector.span.file)
        analysis.run(method)
        for diagnostic in analysis.diagnostics { log.report(diagnostic) }
        guard analysis.diagnostics.isEmpty else { return nil }
        analysis.result.place()
        return analysis.result
    }

    private init(names: StasmScope, file: SourceFileID) {
        self.names = names
        self.file = file
    }

    private mutating func run(_ method: StMethod) {
        let unused = StScope(kind: .closure, parent: 0, owner: 0, isRepeated: false)
        result.scopes = Array(repeating: unused, count: method.blockCount + 1)
        result.scopes[0] = StScope(kind: .method, parent: 0, owner: 0, isRepeated: false)
        checkArguments(method.parameters.count, method.selector.span)
        declare(method.parameters, method.temporaries, 0)
        visit(method.body, 0)
    }

    private mutating func declare(_ parameters: [StasmName], _ temporaries: [StasmName], _ scope: Int) {
        for name in parameters { result.scopes[scope].variables.append(newVariable(name, scope, isArgument: true)) }
        for name in temporaries { result.scopes[scope].variables.append(newVariable(name, scope, isArgument: false)) }
        result.scopes[scope].argumentCount = parameters.count
    }

    private mutating func newVariable(_ name: StasmName, _ scope: Int, isArgument: Bool) -> Int {
        result.variables.append(StVariable(name: name, isArgument: isArgument, scope: scope, declared: time))
        return result.variables.count - 1
    }

    private mutating func checkArguments(_ count: Int, _ span: SourceSpan) {
        guard count > Self.mostArguments else { return }
        diagnostics.append(.stLimit("\(count) arguments, where \(Self.mostArguments) is the most", span))
    }

    // MARK: Statements and expressions

    private mutating func visit(_ body: [StStatement], _ scope: Int) {
        for statement in body { visit(statement.value, scope) }
    }

    private mutating func visit(_ expression: StExpression, _ scope: Int) {
        switch expression {
        case .literal: break
        case .variable(let name): read(name, scope)
        case .assignment(let targets, let value):
            visit(value, scope)
            for target in targets { assign(target, scope) }
        case .sends(let receiver, let messages):
            if messages.first.flatMap({ StInlined($0, to: receiver) })?.takesReceiver != true {
                visitReceiver(receiver, scope)
            }
            for (index, message) in messages.enumerated() {
                visit(message, to: index == 0 ? receiver : nil, scope)
            }
        case .cascade(let receiver, let messages):
            visitReceiver(receiver, scope)
            for message in messages { visitArguments(message, scope) }
        case .block(let block):
            open(block, .closure, scope)
            visit(block.body, block.number)
        case .brace(let values, _):
            for value in values { visit(value, scope) }
        }
    }

    private mutating func visitReceiver(_ receiver: StExpression, _ scope: Int) {
        if case .variable(let name) = receiver, name.text == StReserved.super.rawValue { return }
        visit(receiver, scope)
    }

    private mutating func visitArguments(_ message: StMessage, _ scope: Int) {
        checkArguments(message.arguments.count, message.span)
        for argument in message.arguments { visit(argument, scope) }
    }

    // MARK: Messages

    private mutating func visit(_ message: StMessage, to receiver: StExpression?, _ scope: Int) {
        guard let inlined = StInlined(message, to: receiver) else { return visitArguments(message, scope) }
        switch inlined {
        case .condition(let first, let second), .nilTest(let first, let second):
            for block in [first, second].compactMap(\.self) { inline(block, isLoop: false, scope) }
        case .and(let block), .or(let block): inline(block, isLoop: false, scope)
        case .loop(let condition, _, let body):
            let start = beginLoop()
            inline(condition, isLoop: true, scope)
            if let body { inline(body, isLoop: true, scope) }
            endLoop(start)
        case .forever(let body):
            let start = beginLoop()
            inline(body, isLoop: true, scope)
            endLoop(start)
        case .range(let limit, _, let body):
            visit(limit, scope)
            let isConstant = if case .literal = limit { true } else { false }
            loop(body, hidden: isConstant ? 0 : 1, scope)
        case .times(let body): loop(body, hidden: 2, scope)
        }
    }

    /// A counted loop, with variables that have no names.
    private mutating func loop(_ body: StBlock, hidden: Int, _ scope: Int) {
        let start = beginLoop()
        open(body, .inlined(isLoop: true), scope)
        for _ in 0..<hidden {
            let name = StasmName("", body.span)
            result.scopes[body.number].hidden.append(newVariable(name, body.number, isArgument: false))
        }
        visit(body.body, body.number)
        endLoop(start)
    }

    private mutating func inline(_ block: StBlock, isLoop: Bool, _ scope: Int) {
        open(block, .inlined(isLoop: isLoop), scope)
        visit(block.body, block.number)
    }

    private mutating func open(_ block: StBlock, _ kind: StScope.Kind, _ parent: Int) {
        let owner: Int, isRepeated: Bool
        switch kind {
        case .method, .closure: (owner, isRepeated) = (block.number, false)
        case .inlined(let isLoop):
            (owner, isRepeated) = (result.scopes[parent].owner, isLoop || result.scopes[parent].isRepeated)
        }
        result.scopes[block.number] = StScope(kind: kind, parent: parent, owner: owner, isRepeated: isRepeated)
        checkArguments(block.parameters.count, block.span)
        declare(block.parameters, block.temporaries, block.number)
    }

    // MARK: Loops

    private mutating func beginLoop() -> Int {
        time += 1
        return time
    }

    /// A variable from outside that blocks in the loop use changes behind their backs when it is assigned in the loop.
    private mutating func endLoop(_ start: Int) {
        for index in result.variables.indices {
            let variable = result.variables[index]
            if variable.declared < start, variable.firstCapture ?? 0 >= start, variable.lastAssignment ?? 0 >= start {
                result.variables[index].isRemote = true
            }
        }
    }

    // MARK: Names

    private mutating func read(_ name: StasmName, _ scope: Int) {
        if let variable = result.find(name.text, in: scope) { return use(variable, scope) }
        if let reserved = StReserved(rawValue: name.text) {
            guard case .super = reserved else { return }
            diagnostics.append(.stUnknown("'super' is only what messages are sent to", name.span))
        } else if !isKnown(name.text) {
            diagnostics.append(unknown(name, scope))
        }
    }

    private func isKnown(_ name: String) -> Bool {
        names.receiverVariables[name] != nil || names.classVariables.contains(name) || names.globals.contains(name)
    }

    private func unknown(_ name: StasmName, _ scope: Int) -> Diagnostic {
        var known: [String] = []
        var current: Int? = scope
        while let number = current {
            known += result.scopes[number].variables.map { result.variables[$0].name.text }
            current = number > 0 ? result.scopes[number].parent : nil
        }
        known += names.receiverVariables.keys.sorted() + names.classVariables.sorted() + names.globals.sorted()
        known += ["self", "super", "nil", "true", "false", "thisContext"]
        let nearest = NearestName.find(name.text, among: known)
        let isGlobal = name.text.utf8.first.map { $0 < UInt8(ascii: "a") } ?? false
        return .stUnknown(
            "there is no \(isGlobal ? "class or " : "")variable '\(name.text)'", name.span,
            notes: nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? [])
    }

    /// Notes that a scope uses a variable: all closures between them capture it.
    private mutating func use(_ variable: Int, _ scope: Int) {
        time += 1
        let holder = result.scopes[result.variables[variable].scope].owner
        var owner = result.scopes[scope].owner
        while owner != holder {
            if result.variables[variable].firstCapture == nil { result.variables[variable].firstCapture = time }
            if !result.scopes[owner].captured.contains(variable) { result.scopes[owner].captured.append(variable) }
            owner = result.scopes[result.scopes[owner].parent].owner
        }
    }

    private mutating func assign(_ name: StasmName, _ scope: Int) {
        if let variable = result.find(name.text, in: scope) {
            if result.variables[variable].isArgument {
                let place = DiagnosticNote("it is declared here", at: result.variables[variable].name.span)
                diagnostics.append(.stAssignment("'\(name.text)' is an argument", name.span, notes: [place]))
                return
            }
            use(variable, scope)
            let isOutside = result.scopes[scope].owner != result.scopes[result.variables[variable].scope].owner
            if isOutside || result.variables[variable].firstCapture != nil {
                result.variables[variable].isRemote = true
            }
            result.variables[variable].lastAssignment = time
        } else if StReserved(rawValue: name.text) != nil {
            diagnostics.append(.stAssignment("'\(name.text)' is no variable", name.span))
        } else if !isKnown(name.text) {
            diagnostics.append(unknown(name, scope))
        } else if names.receiverVariables[name.text] == nil, !names.classVariables.contains(name.text),
            names.classes.contains(name.text)
        {
            diagnostics.append(.stAssignment("'\(name.text)' is a class", name.span))
        }
    }
}

extension Diagnostic {
    fileprivate static func stUnknown(
        _ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []
    ) -> Diagnostic {
        .error("E2723", message, at: span, notes: notes)
    }

    fileprivate static func stAssignment(
        _ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []
    ) -> Diagnostic {
        .error("E2724", "\(message) and cannot be assigned to", at: span, notes: notes)
    }

    static func stLimit(_ message: String, _ span: SourceSpan) -> Diagnostic { .error("E2728", message, at: span) }
}
