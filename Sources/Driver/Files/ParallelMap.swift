// Runs independent work on several threads with results in the order of the inputs, so that the number of jobs never
// shows in the output. Own threads rather than Dispatch's, because recursive parsers need more stack than Dispatch
// gives.

import Glibc
import Synchronization

/// Applies `transform` to every element on up to `jobs` threads; the results are in the order of `elements`.
package func parallelMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
) -> [Result] {
    guard jobs > 1, elements.count > 1 else { return elements.map(transform) }
    let work = SharedWork(elements, transform)
    let threads = (1..<min(jobs, elements.count)).compactMap { _ in WorkerThread { work.runToEnd() } }
    work.runToEnd()
    for thread in threads { thread.join() }
    return work.takeResults()
}

/// The elements still to do and the results so far. A class, because the threads share it.
private final class SharedWork<Element: Sendable, Result: Sendable>: Sendable {
    private let elements: [Element]
    private let transform: @Sendable (Element) -> Result
    private let next = Mutex(0)
    private let results: Mutex<[Result?]>

    init(_ elements: [Element], _ transform: @escaping @Sendable (Element) -> Result) {
        self.elements = elements
        self.transform = transform
        results = Mutex(Array(repeating: nil, count: elements.count))
    }

    func runToEnd() {
        while let index = takeIndex() {
            let result = transform(elements[index])
            results.withLock { $0[index] = result }
        }
    }

    private func takeIndex() -> Int? {
        next.withLock { next in
            guard next < elements.count else { return nil }
            defer { next += 1 }
            return next
        }
    }

    func takeResults() -> [Result] { results.withLock { $0.compactMap { $0 } } }
}

/// One POSIX thread with a stack of its own size.
private struct WorkerThread {
    /// Room for the nested calls of parsers; only address space is taken until it is used.
    private static let stackSize = 256 << 20
    private let handle: pthread_t

    /// A box for the closure, which crosses the C call as a pointer. A class for that reason alone.
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread; nil when the system gives none, in which case the others do its share.
    init?(_ run: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        let body = Unmanaged.passRetained(Body(run))
        var handle = pthread_t()
        let status = pthread_create(
            &handle, &attributes,
            { argument in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.release()
            return nil
        }
        self.handle = handle
    }

    func join() { pthread_join(handle, nil) }
}
