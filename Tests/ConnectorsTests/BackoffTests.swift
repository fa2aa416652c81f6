import Connectors
import Testing

@Suite struct `A backoff` {
    @Test func `doubles its longest wait with each retry, up to its cap`() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(8)) { $0.upperBound }
        let waits = [0, 1, 2, 3, 4, 90].map { backoff.wait(beforeRetry: $0, askedFor: nil) }
        #expect(waits == [1, 2, 4, 8, 8, 8].map { Duration.seconds($0) })
    }

    @Test func `draws each wait from the whole span down to nothing`() {
        #expect(Backoff { $0.lowerBound }.wait(beforeRetry: 3, askedFor: nil) == .zero)
        let some = Backoff()
        #expect((0..<100).allSatisfy { _ in (.zero...(.milliseconds(500))).contains(some.wait(beforeRetry: 0, askedFor: nil)) })
    }

    @Test func `never comes back before the moment the provider asked for`() {
        #expect(Backoff { $0.lowerBound }.wait(beforeRetry: 0, askedFor: .seconds(20)) == .seconds(20))
    }
}
