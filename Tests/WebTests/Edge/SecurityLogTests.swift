import Domain
import Logging
import Storage
import TestSupport
import Testing

@testable import Journey
@testable import Web

@Suite struct `The log of refusals` {
    private let address = IPAddress("192.0.2.1")

    @Test func `tells the first of a storm at once, and the number of the others a minute later`() async throws {
        let clock = TestClock(TemporaryDatabase.birth), lines = LogLines()
        let log = SecurityLog(logger: lines.logger, clock: clock.wall)
        for _ in 0..<1000 { log.tell(WrongPassword(), "signIn", by: nil, from: address) }
        #expect(lines.all == ["a sign-in was refused address=192.0.2.1 what=signIn: password"])
        let running = Task { await log.run() }
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .seconds(60))
        try await eventually { lines.all.count == 2 }
        #expect(lines.all.last == "a sign-in was refused address=192.0.2.1 again=999 what=signIn: password")
        log.tell(WrongPassword(), "signIn", by: nil, from: address)
        #expect(lines.all.count == 3)
        log.tell(WrongPassword(), "signIn", by: nil, from: address)
        running.cancel()
        await running.value
        #expect(lines.all.count == 4, "the server tells the rest when it stops")
    }

    @Test func `names who asks, and what was refused`() {
        let lines = LogLines()
        let log = SecurityLog(logger: lines.logger, clock: TestClock(TemporaryDatabase.birth).wall)
        let member = Principal(workspace: .first, user: 2, role: .member, account: 7, name: "ann@example.com", means: .session)
        log.tell(NotAllowed(permission: .configure, principal: member), "createAgent", by: member, from: address)
        let verdict = RateVerdict(rate: .account, quota: 1, remaining: 0, seconds: 60, isRefused: true)
        log.tell(RateRefused(verdict: verdict), "listContacts", by: member, from: address)
        log.tell(TokenReused(account: 7), "refreshTokens", by: nil, from: nil)
        #expect(
            lines.all == [
                "a call was refused for want of a permission account.id=7 address=192.0.2.1 what=createAgent",
                "requests are refused: there are too many account.id=7 address=192.0.2.1 what=account",
                "a refresh token came a second time: its session was ended account.id=7 address=unknown what=refreshTokens",
            ])
    }

    @Test func `holds no person's address, and of a stranger's words what can be no line of ours`() {
        let lines = LogLines()
        let log = SecurityLog(logger: lines.logger, clock: TestClock(TemporaryDatabase.birth).wall)
        log.tell(ForeignRequest.page("https://evil.example\n2026 notice: all is well"), "", by: nil, from: address)
        log.tell(ForeignRequest.name(String(repeating: "a", count: 1000), known: []), "", by: nil, from: address)
        #expect(lines.all[0].hasSuffix("name=https://evil.example?2026?notice:?all?is?well what=origin"))
        #expect(lines.all[1].count < 250 && !lines.all.joined().contains("\n"))
    }

    @Test func `has a few hundred lines a minute at most, however many addresses come`() {
        let lines = LogLines()
        let log = SecurityLog(logger: lines.logger, clock: TestClock(TemporaryDatabase.birth).wall)
        for number in 0..<5000 { log.tell(LinkSpent(), "getLink", by: nil, from: IPAddress("10.0.\(number / 250).\(number % 250)")) }
        log.tellRepeats()
        #expect(lines.all.count == 201 && lines.all.last == "more was refused within a minute than is told count=4800")
        for number in 0..<300 { log.tell(LinkSpent(), "getLink", by: nil, from: IPAddress("2001:db8::\(number)")) }
        #expect(lines.all.count == 202, "all IPv6 addresses of a subscriber are one")
    }

    @Test func `tells what no stranger can bring about, whatever else is going on`() {
        let lines = LogLines()
        let log = SecurityLog(logger: lines.logger, clock: TestClock(TemporaryDatabase.birth).wall)
        for number in 0..<1000 { log.tell(LinkSpent(), "getLink", by: nil, from: IPAddress("10.0.\(number / 250).\(number % 250)")) }
        log.tell(TokenReused(account: 7), "refreshTokens", by: nil, from: address)
        #expect(lines.all.last?.hasPrefix("a refresh token came a second time") == true)
    }

    @Test func `tells nothing of what is nobody's attempt`() {
        let lines = LogLines()
        let log = SecurityLog(logger: lines.logger, clock: TestClock(TemporaryDatabase.birth).wall)
        for error in [NotSignedIn(isExpired: false), ValidationError(field: "name", "name is missing."), CancellationError()] as [any Error] {
            log.tell(error, "getSession", by: nil, from: address)
        }
        #expect(lines.all.isEmpty)
    }
}
