// The variables of a method and of its blocks, and where they are kept: in the frame of the method or block that
// declares them, copied into the blocks that use them, or, where they change after a block has them, in an array that
// all share (a temp vector).

import Support

struct StVariable {
    let name: StasmName
    let isArgument: Bool
    /// The scope that declares it.
    let scope: Int
    /// When, counted in references.
    let declared: Int
    /// When a block first used it.
    var firstCapture: Int?
    var lastAssignment: Int?
    /// Whether it is kept in an array.
    var isRemote = false
    /// Its place in the frame, or in the array.
    var slot = 0
}

struct StScope {
    enum Kind {
        case method
        case closure
        /// A block whose code is that of the method or block around it.
        case inlined(isLoop: Bool)
    }

    /// What a closure gets when it is made.
    enum Copied: Hashable {
        case variable(Int)
        /// The array of a scope.
        case vector(Int)
    }

    var kind: Kind
    let parent: Int
    /// The method or closure whose frame it uses: itself, or the one around it.
    let owner: Int
    /// Whether its code can run more than once in one frame.
    let isRepeated: Bool
    var variables: [Int] = []
    /// Variables that only the code of a loop knows.
    var hidden: [Int] = []
    /// The variables of scopes around that a closure uses, in the order of their uses.
    var captured: [Int] = []
    var copied: [Copied] = []
    var argumentCount = 0
    /// How many of its variables are in its array.
    var vectorSize = 0
    var vectorSlot = 0
    /// How many slots the frame has; of methods and closures.
    var frameSize = 0
}

struct StScopes {
    var scopes: [StScope] = []
    var variables: [StVariable] = []

    /// The variable that a name means in a scope.
    func find(_ name: String, in scope: Int) -> Int? {
        var current = scope
        while true {
            if let found = scopes[current].variables.last(where: { variables[$0].name.text == name }) { return found }
            guard current > 0 else { return nil }
            current = scopes[current].parent
        }
    }

    /// Gives every variable its place. Requires: all uses are known.
    mutating func place() {
        for number in scopes.indices {
            let owner = scopes[number].owner
            if number == owner { openFrame(number) }
            for variable in scopes[number].variables where variables[variable].isRemote {
                variables[variable].slot = scopes[number].vectorSize
                scopes[number].vectorSize += 1
            }
            if scopes[number].vectorSize > 0 { scopes[number].vectorSlot = newSlot(owner) }
            let own = scopes[number].variables + scopes[number].hidden
            for variable in own where !variables[variable].isRemote {
                if number == owner, variables[variable].isArgument { continue }
                let slot = newSlot(owner)
                variables[variable].slot = slot
            }
        }
    }

    private mutating func newSlot(_ owner: Int) -> Int {
        scopes[owner].frameSize += 1
        return scopes[owner].frameSize - 1
    }

    /// Arguments come first, then what is copied.
    private mutating func openFrame(_ number: Int) {
        for variable in scopes[number].variables where variables[variable].isArgument {
            let slot = newSlot(number)
            variables[variable].slot = slot
        }
        for variable in scopes[number].captured {
            let copy: StScope.Copied =
                variables[variable].isRemote ? .vector(variables[variable].scope) : .variable(variable)
            if !scopes[number].copied.contains(copy) { scopes[number].copied.append(copy) }
        }
        scopes[number].frameSize += scopes[number].copied.count
    }

    /// Where the code of a scope finds a variable.
    func variable(_ variable: Int, from scope: Int) -> BytecodeVariable {
        let found = variables[variable]
        if found.isRemote { return .remote(found.slot, vector: vector(found.scope, from: scope)) }
        let owner = scopes[scope].owner
        if scopes[found.scope].owner == owner { return .temporary(found.slot) }
        return .temporary(copy(.variable(variable), owner))
    }

    /// Where the code of a scope finds the array of another.
    func vector(_ holder: Int, from scope: Int) -> Int {
        let owner = scopes[scope].owner
        return scopes[holder].owner == owner ? scopes[holder].vectorSlot : copy(.vector(holder), owner)
    }

    private func copy(_ copied: StScope.Copied, _ owner: Int) -> Int {
        guard let place = scopes[owner].copied.firstIndex(of: copied) else {
            preconditionFailure("StScopes: a closure lacks a variable that its code uses")
        }
        return scopes[owner].argumentCount + place
    }
}
