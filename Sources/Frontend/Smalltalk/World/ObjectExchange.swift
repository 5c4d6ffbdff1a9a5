// `become:` (spec/smalltalk.md 2.7): the primitives by which references to objects lead to others from then on, and the
// objects that can take part.

import IR

/// How references change.
struct ObjectExchange: Hashable, Sendable {
    /// References to the first object lead to the second, and those to the second stay.
    var isOneWay = false
    /// The number that an object is known by stays with the references to it, not with the object.
    var movesHash = true
    /// Only objects of one class: what is known of all that comes to a place that everything comes to.
    var isWithinClass = false

    /// What a primitive of two arrays does; nil for other primitives.
    init?(primitive: Int) {
        switch primitive {
        case 72: isOneWay = true
        case 128: break
        case 248, 249: (isOneWay, movesHash) = (true, primitive == 249)
        default: return nil
        }
    }

    init(isOneWay: Bool) { self.isOneWay = isOneWay }

    /// What a primitive of hubc's own module does with its receiver and its argument.
    init?(function: String) {
        switch function {
        case "primitiveExchange": self.init(isOneWay: false)
        case "primitiveForward": self.init(isOneWay: true)
        default: return nil
        }
    }
}

extension SmalltalkWorld {
    /// Whether references to instances of a class can change: they are objects of a layout, and none that compiled code
    /// itself knows, as bindings of global variables are.
    func isExchangeable(_ id: ClassID) -> Bool {
        let kept = [
            facts.character, facts.methodContext, symbolClass, facts.association, processes?.processClass,
            processes?.schedulerClass,
            processes?.semaphoreClass, processes?.listClass, classID(of: .object(facts.trueObject)),
            classID(of: .object(facts.falseObject)),
        ]
        guard facts.frameClass != nil, image.classes[id].instance == nil, isObject(id) else { return false }
        return !(behaviors.sorted() + kept).compactMap(\.self).contains { inherits(id, from: $0) }
    }

    /// Whether instances are objects of a layout, not values of their own.
    func isObject(_ id: ClassID) -> Bool {
        ![facts.smallInteger, facts.undefined, facts.float, facts.blockClosure, facts.blockContext].contains(id)
    }

    /// The class of selectors.
    var symbolClass: ClassID? {
        image.memory.object(image.special, 20).flatMap { classID(of: .object($0)) }
    }
}
