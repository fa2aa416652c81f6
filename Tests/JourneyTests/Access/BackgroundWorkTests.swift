import Dispatch
import Synchronization
import Testing

@testable import Journey

/// Work behind all others: what it waits for, and that it ends once.
@Suite("Background work", .timeLimit(.minutes(10)))
struct BackgroundWorkTests {
    @Test("What finds no idle processor is worked on all the same")
    func starved() async {
        let work = BackgroundWork(name: "test", patience: .zero)
        let isFirst = Atomic(true), release = DispatchSemaphore(value: 0)
        let outcome = await withCheckedContinuation { waiter in
            work.run {
                // As a thread hangs that gets no processor.
                if isFirst.exchange(false, ordering: .relaxed) { release.wait() }
                return { waiter.resume(returning: "done") }
            }
        }
        release.signal()
        #expect(outcome == "done")
    }

    @Test("What both threads have worked on ends once")
    func once() async {
        let work = BackgroundWork(name: "test", patience: .zero)
        let ends = Atomic(0)
        await meeting(of: work) { ends.add(1, ordering: .relaxed) }
        // Both have ended the first by then.
        await meeting(of: work) {}
        #expect(ends.load(ordering: .relaxed) == 1)
    }

    @Test("Work ends in the order in which it came, also where more is added meanwhile")
    func order() async {
        let work = BackgroundWork(name: "test", patience: .seconds(60))
        let order = Mutex<[Int]>([])
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                let (ended, end) = AsyncStream.makeStream(of: Void.self)
                work.run {
                    {
                        order.withLock { $0.append(number) }
                        end.finish()
                    }
                }
                group.addTask { for await _ in ended {} }
            }
        }
        #expect(order.withLock { $0 } == Array(0..<20))
    }

    /// Returns once both threads are at the same work.
    private func meeting(of work: BackgroundWork, _ end: @escaping @Sendable () -> Void) async {
        let here = Atomic(0), both = DispatchSemaphore(value: 0)
        let (ended, over) = AsyncStream.makeStream(of: Void.self)
        work.run {
            if here.add(1, ordering: .acquiringAndReleasing).newValue == 2 { both.signal() } else { both.wait() }
            return {
                end()
                over.finish()
            }
        }
        for await _ in ended {}
    }
}
