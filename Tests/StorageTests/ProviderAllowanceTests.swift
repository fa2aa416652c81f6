import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `What instances ask of a provider together` {
    @Test(arguments: DatabaseKind.allCases) func `keeps to its limits in every minute, whoever asks`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            // 600 requests in a minute, and 6,000 tokens of which a call takes 20: half of the requests.
            let share = AllowanceShare(requests: .milliseconds(100), tokens: .milliseconds(200))
            let instances = try (0..<3).map { _ in try database.opened() }
            var granted: [Timestamp] = []
            for step in 0..<400 {
                let now = start.adding(.milliseconds(Int64(step) * 50))
                if try await !instances[step % 3].commit(ProviderAllowances.take(share, of: "key", now: now)).isEmpty { granted.append(now) }
            }
            // Twenty seconds at five a second, and the burst of the first.
            #expect((100...105).contains(granted.count), "\(granted.count)")
            let other = try await instances[0].commit(ProviderAllowances.take(share, of: "other", now: start.adding(.seconds(20))))
            #expect(other.count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `gives a share to one of many who ask at once`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let share = AllowanceShare(requests: .milliseconds(250), tokens: .zero)
            let granted = try await concurrently(Array(0..<8)) { _ in
                let store = try database.opened()
                var count = 0
                for _ in 0..<5 where try await !store.commit(ProviderAllowances.take(share, of: "key", now: start)).isEmpty { count += 1 }
                return count
            }
            #expect(granted.reduce(0) { $0 + $1.output } == 4)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `says how long there is nothing, and waits as the provider asks`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            let long = AllowanceShare(requests: .zero, tokens: .seconds(3))
            func take(after wait: Duration) async throws -> Bool {
                try await !store.commit(ProviderAllowances.take(long, of: "key", now: start.adding(wait))).isEmpty
            }
            func wait(at wait: Duration) async throws -> AllowanceWait {
                ProviderAllowances.wait(for: long, try await store.read(ProviderAllowances.read("key"))[0], now: start.adding(wait))
            }
            #expect(try await take(after: .zero))
            #expect(try await !take(after: .seconds(2)))
            #expect(try await wait(at: .seconds(2)) == AllowanceWait(duration: .seconds(1), isClosed: false))
            // A call that took less than it might gives the rest back.
            _ = try await store.commit(ProviderAllowances.correct(.zero - .seconds(1), of: "key"))
            #expect(try await take(after: .seconds(2)))
            for wait in [20, 5] { _ = try await store.commit(ProviderAllowances.close("key", until: start.adding(.seconds(Int64(wait))))) }
            #expect(try await !take(after: .seconds(10)))
            #expect(try await wait(at: .seconds(10)) == AllowanceWait(duration: .seconds(10), isClosed: true))
            #expect(try await take(after: .seconds(20)))
        }
    }
}

private let start = TemporaryDatabase.birth
