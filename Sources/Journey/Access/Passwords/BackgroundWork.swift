import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Long computations that give way to all others; they follow each other in the order in which they came.
///
/// One thread takes a processor only while nobody else wants it: Linux treats a processor that has nothing but such work as an idle one
/// (`SCHED_IDLE`, sched(7)), so who wakes up does not queue behind it. On a machine that others keep busy that thread may not get on at
/// all, so what has not begun after `patience`, or has not ended so long after that, is taken up by a second one, which has a small share
/// of the processors (`nice`) and rests for as long as it works. Threads of a pool would keep these ranks for whatever they do next.
final class BackgroundWork: Sendable {
    /// Computes, on either thread or on both, and returns what is to be done with the outcome, which is done once.
    typealias Work = @Sendable () -> @Sendable () -> Void

    private final class Job: Sendable {
        private struct State {
            /// Nil once it is done.
            var work: Work?
            /// When it came, and from its beginning on when that was.
            var waitsSince = ContinuousClock.now
        }

        private let state: Mutex<State>

        init(_ work: @escaping Work) { state = Mutex(State(work: work)) }

        /// Nil once it is done.
        var waitsSince: ContinuousClock.Instant? { state.withLock { $0.work == nil ? nil : $0.waitsSince } }

        func carryOut() {
            let work = state.withLock { state in
                state.waitsSince = .now
                return state.work
            }
            guard let end = work?() else { return }
            let isFirst = state.withLock { state in
                defer { state.work = nil }
                return state.work != nil
            }
            if isFirst { end() }
        }
    }

    private let name: String
    private let patience: Duration
    private let idle = JobLine<Job>()
    private let patient = JobLine<Job>()
    private let isStarted = Atomic(false)

    init(name: String, patience: Duration = .seconds(1)) {
        self.name = name
        self.patience = patience
    }

    deinit {
        idle.add(nil)
        patient.add(nil)
    }

    func run(_ work: @escaping Work) {
        if !isStarted.exchange(true, ordering: .acquiringAndReleasing) { start() }
        let job = Job(work)
        idle.add(job)
        patient.add(job)
    }

    private func start() {
        Self.thread("\(name)-idle") { [idle] in
            Self.takeIdleProcessorsOnly()
            while let job = idle.next() { job.carryOut() }
        }
        Self.thread("\(name)-patient") { [patient, patience] in
            Self.takeSmallShare()
            while let job = patient.next() {
                while let since = job.waitsSince, since + patience > .now { Self.sleep(until: since + patience) }
                let start = ContinuousClock.now
                job.carryOut()
                Self.sleep(until: .now + start.duration(to: .now))
            }
        }
    }

    private static func thread(_ name: String, _ block: @escaping @Sendable () -> Void) {
        let thread = Thread(block: block)
        thread.name = name
        thread.start()
    }

    private static func sleep(until time: ContinuousClock.Instant) {
        let left = ContinuousClock.now.duration(to: time)
        if left > .zero { Thread.sleep(forTimeInterval: left / .seconds(1)) }
    }

    private static func takeIdleProcessorsOnly() {
        #if canImport(Glibc)
            // SCHED_IDLE of <sched.h>, which the Glibc module leaves out.
            let idle: Int32 = 5
            var parameters = sched_param()
            _ = sched_setscheduler(0, idle, &parameters)
        #endif
    }

    /// A tenth of one processor beside a thread that wants all of it.
    private static func takeSmallShare() {
        #if canImport(Glibc)
            // Of the calling thread alone.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        #endif
    }
}

/// What a thread waits for, which outlives the owner until the thread has ended.
private final class JobLine<Job: Sendable>: Sendable {
    private let waiting = Mutex<[Job?]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    /// - Parameter job: nil for the end.
    func add(_ job: Job?) {
        waiting.withLock { $0.append(job) }
        arrivals.signal()
    }

    func next() -> Job? {
        arrivals.wait()
        return waiting.withLock { $0.removeFirst() }
    }
}
