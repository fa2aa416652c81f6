import Domain
import Logging
import TestSupport
import Testing

@testable import Web

@Suite struct `The count of connections` {
    private let one = IPAddress("192.0.2.1"), other = IPAddress("192.0.2.2"), proxy = IPAddress("10.0.0.1")

    @Test func `has a limit for each address, but none for a proxy that is trusted`() {
        let count = count(inAll: 100, perAddress: 2)
        #expect(count.open(from: one) && count.open(from: one))
        #expect(!count.open(from: one))
        #expect(count.open(from: other))
        count.closed(from: one)
        #expect(count.open(from: one) && !count.open(from: one))
        #expect((0..<50).allSatisfy { _ in count.open(from: proxy) })
    }

    @Test func `has a limit in all, and counts none that it refused`() {
        let count = count(inAll: 3, perAddress: nil)
        #expect((0..<3).allSatisfy { _ in count.open(from: one) })
        #expect((0..<5).allSatisfy { _ in !count.open(from: proxy) })
        count.closed(from: one)
        #expect(count.open(from: other))
        #expect(!count.open(from: other))
    }

    private func count(inAll: Int, perAddress: Int?) -> ConnectionCount {
        ConnectionCount(
            ConnectionLimits(inAll: inAll, perAddress: perAddress), proxies: TrustedProxies(["10.0.0.0/8"]),
            clock: TestClock(TemporaryDatabase.birth).wall,
            logger: Logger(label: "test"))
    }
}
