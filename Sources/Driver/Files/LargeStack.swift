// Runs hubc on a thread with a large stack: nested input nests the calls of parsers and printers, and the eight
// megabytes of a main thread would bound what can be compiled.

import Glibc

enum LargeStack {
    /// Only address space is taken until it is used.
    private static let size = 1 << 30

    /// What the thread is to do and what it answered.
    private final class Work {
        let body: () -> Int32
        var status: Int32 = 0
        init(_ body: @escaping () -> Int32) { self.body = body }
    }

    /// The status that `body` answers on a thread of its own; on the current one where no thread can be made.
    static func run(_ body: @escaping () -> Int32) -> Int32 {
        let work = Unmanaged.passRetained(Work(body))
        defer { work.release() }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, size)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue()
                work.status = work.body()
                return nil
            }, work.toOpaque())
        if failure != 0 { return body() }
        pthread_join(thread, nil)
        return work.takeUnretainedValue().status
    }
}
