// What the virtual machine knows of an image's processes (spec/smalltalk.md 2.6, 3.5): the scheduler, and the classes
// of what waits in its lists. A compiled program starts with one process; those that the image was saved with are gone.

import Support

package struct ProcessFacts: Sendable {
    package let scheduler: ObjectID
    package let activeProcess: ObjectID
    package let processClass: ClassID
    package let schedulerClass: ClassID
    package let semaphoreClass: ClassID
    /// The class of the scheduler's lists.
    package let listClass: ClassID
    /// The scheduler's lists of processes that are ready, by priority from 1.
    package let lists: [ObjectID]
    private let forgotten: Set<ObjectID>

    /// The variables of these objects.
    package enum Link { static let next = 0, context = 1, priority = 2, list = 3 }
    package enum List { static let first = 0, last = 1, signals = 2 }
    package enum Scheduler { static let lists = 0, active = 1 }

    /// Nil for an image without a scheduler.
    package init?(_ image: SmalltalkImage) {
        let memory = image.memory
        func classID(_ object: ObjectID) -> ClassID? { image.classIDs[memory.objects[object].classID] }
        guard let binding = memory.object(image.special, 3), let scheduler = memory.object(binding, 1),
            let array = memory.object(scheduler, Scheduler.lists),
            let active = memory.object(scheduler, Scheduler.active),
            let semaphore = memory.object(image.special, 18).flatMap({ image.classIDs[$0] }),
            let schedulerClass = classID(scheduler), let processClass = classID(active)
        else { return nil }
        var lists: [ObjectID] = []
        for case .object(let list) in memory.slots(array) { lists.append(list) }
        guard let first = lists.first, let listClass = classID(first), lists.count == memory.slotCount(array),
            lists.allSatisfy({ classID($0) == listClass }), image.shape(processClass).fieldCount > Link.list,
            image.shape(semaphore).fieldCount > List.signals, image.shape(listClass).fieldCount > List.last
        else { return nil }
        (self.scheduler, self.lists, activeProcess) = (scheduler, lists, active)
        (self.processClass, self.schedulerClass) = (processClass, schedulerClass)
        (semaphoreClass, self.listClass) = (semaphore, listClass)
        forgotten = Set(lists)
    }

    /// Whether the program starts with nil in a variable of an object of the image.
    package func isForgotten(_ object: ObjectID, _ index: Int) -> Bool {
        forgotten.contains(object) && index <= List.last || object == activeProcess && index != Link.priority
    }
}
