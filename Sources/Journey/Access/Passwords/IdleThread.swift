import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// One thread for long computations, which takes a processor only while nobody else wants it; they follow each other in the
/// order in which they came.
///
/// Linux treats a processor that has nothing but such work as an idle one (`SCHED_IDLE`, sched(7)), so who wakes up does not queue
/// behind it. A thread of a pool would keep that rank for whatever it does next.
final class IdleThread: Sendable {
    typealias Work = @Sendable () -> Void

    /// What the thread waits for, which outlives the owner until the thread has ended.
    private final class Line: Sendable {
        private let waiting = Mutex<[Work?]>([])
        private let arrivals = DispatchSemaphore(value: 0)

        /// - Parameter work: nil for the end.
        func add(_ work: Work?) {
            waiting.withLock { $0.append(work) }
            arrivals.signal()
        }

        func next() -> Work? {
            arrivals.wait()
            return waiting.withLock { $0.removeFirst() }
        }
    }

    private let name: String
    private let line = Line()
    private let isStarted = Mutex(false)

    init(name: String) { self.name = name }

    deinit { line.add(nil) }

    func run(_ work: @escaping Work) {
        startOnce()
        line.add(work)
    }

    private func startOnce() {
        let isFirst = isStarted.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        guard isFirst else { return }
        let thread = Thread { [line] in
            Self.giveWay()
            while let work = line.next() { work() }
        }
        thread.name = name
        thread.start()
    }

    private static func giveWay() {
        #if canImport(Glibc)
            // SCHED_IDLE of <sched.h>, which the Glibc module leaves out.
            let idle: Int32 = 5
            var parameters = sched_param()
            _ = sched_setscheduler(0, idle, &parameters)
        #endif
    }
}
