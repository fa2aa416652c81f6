import Domain
import Testing

@testable import Web

@Suite struct `A limit on requests` {
    @Test func `lets through a minute's quota at once, then one whenever its time has come`() {
        let meter = Meter(.address, quota: 60)
        for left in (0..<60).reversed() { #expect(meter.take(at: 0).remaining == left) }
        let refused = meter.take(at: 0)
        #expect(refused.isRefused && refused.remaining == 0 && refused.seconds == 1)
        #expect(meter.take(at: 999).isRefused)
        #expect(!meter.take(at: 1000).isRefused)
        #expect(meter.take(at: 1000).isRefused)
        #expect(!meter.take(at: 61_000).isRefused)
        #expect(meter.take(at: 61_000).remaining == 58)
    }

    @Test func `says in whole seconds when all is there again, and to whom is refused when the next is let through`() {
        let meter = Meter(.signIn, quota: 10)
        #expect(meter.take(at: 0).seconds == 6)
        for _ in 0..<9 { _ = meter.take(at: 0) }
        #expect(meter.take(at: 100) == RateVerdict(rate: .signIn, quota: 10, remaining: 0, seconds: 6, isRefused: true))
        #expect(meter.take(at: 5100).seconds == 1)
    }

    @Test func `counts each by himself, and an IPv6 subscriber's addresses as one`() throws {
        let meter = Meter(.address, quota: 1)
        #expect(!meter.take(RateKey(IPAddress("192.0.2.1")), at: 0).isRefused)
        #expect(!meter.take(RateKey(IPAddress("192.0.2.2")), at: 0).isRefused)
        #expect(!meter.take(RateKey(IPAddress("2001:db8:1:2::3")), at: 0).isRefused)
        #expect(meter.take(RateKey(IPAddress("2001:db8:1:2:ffff::4")), at: 0).isRefused)
        #expect(!meter.take(RateKey(IPAddress("2001:db8:1:3::3")), at: 0).isRefused)
    }

    @Test func `remembers who asks all the time, however often its cells are turned over`() {
        let meter = Meter(.address, quota: 2)
        var passed = 0
        for second in 0..<600 where !meter.take(at: Int64(second) * 1000).isRefused { passed += 1 }
        // Two at once, and then two a minute.
        #expect(passed == 2 + 20 - 1)
    }

    @Test func `takes no more room than it may, however many addresses come`() throws {
        let meter = Meter(.address, quota: 2)
        for number in 0..<(3 * RateTable.mostCells) {
            let address = try #require(IPAddress("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"))
            #expect(!meter.take(RateKey(address), at: 0).isRefused)
        }
        #expect(meter.table.count <= 2 * RateTable.mostCells)
        // After minutes without anybody they are gone.
        _ = meter.take(at: 200_000)
        #expect(meter.table.count == 1)
    }

    @Test func `of several instances has them tell each other before more than a twentieth is untold`() {
        let meter = Meter(.key, quota: 100)
        for _ in 0..<5 { #expect(!meter.take(at: 0, isShared: true).isRefused) }
        let step = meter.table.take(key, at: start, isShared: true)
        #expect(step == .tellFirst)
        let untold = meter.table.untold(key)
        #expect(untold == 5)
        // The others have used up all but one.
        meter.table.told(key, untold, until: (start.milliseconds + 59_400) * 1000)
        #expect(!meter.take(at: 0, isShared: true).isRefused)
        #expect(meter.take(at: 0, isShared: true).isRefused)
    }

    @Test func `is set by a list that names its classes`() throws {
        #expect(try RateQuotas("model=20, Key = 300").perMinute == [.address: 1200, .account: 1200, .key: 300, .model: 20, .signIn: 10])
        for text in ["model", "model=0", "model=x", "mode=1", "model=1=2", "model=-1", "yes"] {
            let error = #expect(throws: ValidationError.self) { try RateQuotas(text) }
            #expect(error?.issues.first?.field == "RATE_LIMITS")
        }
    }
}

private let key = RateKey(IPAddress("192.0.2.1"))
private let start = Timestamp(seconds: 1_767_225_600)

/// A table and its verdicts.
private final class Meter {
    var table: RateTable

    init(_ rate: RateClass, quota: Int) { table = RateTable(rate, quota: quota) }

    func take(_ asker: RateKey = key, at milliseconds: Int64, isShared: Bool = false) -> RateVerdict {
        let now = Timestamp(milliseconds: start.milliseconds + milliseconds)
        guard case .verdict(let verdict) = table.take(asker, at: now, isShared: isShared) else {
            Issue.record("asks to tell the others")
            return RateVerdict(rate: .address, quota: 0, remaining: 0, seconds: 0, isRefused: true)
        }
        return verdict
    }
}
