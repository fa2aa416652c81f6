import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite struct `A mail to somebody who signs in` {
    private func mailer(_ access: AccessHarness, _ mailer: ScriptedMailer) -> AccountMailer {
        AccountMailer(
            store: access.store, clock: access.clock.wall, logger: Logger(label: "test"), mailer: mailer, site: "https://crm.example.com",
            wakeup: Wakeup(), draining: Draining(), owner: "here", isAlone: true)
    }

    private func reset(_ access: AccessHarness) -> PasswordReset {
        PasswordReset(store: access.store, clock: access.clock.wall, signals: LocalSignals())
    }

    private func desk(_ access: AccessHarness) -> AccountDesk {
        AccountDesk(
            store: access.store, clock: access.clock.wall, passwords: PasswordWork(cost: .init(logN: 10, blockSize: 8, parallelism: 1)),
            authenticator: access.services.authenticator, mails: LocalSignals())
    }

    private func waiting(_ access: AccessHarness) async throws -> [String] {
        try await access.store.read(SQL("SELECT state FROM account_mails ORDER BY id")).map { $0.text(0) }
    }

    @Test(arguments: DatabaseKind.allCases) func `holds a link for a new password, once and for half an hour`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            let server = ScriptedMailer(.accepted)
            let session = try await access.signIn()
            try await reset(access).request(for: "Owner@Example.com", from: "192.0.2.9")
            try await mailer(access, server).drain()
            let mail = try #require(server.mails.first)
            let link = try #require(server.links.first)
            #expect(server.mails.count == 1 && mail.to == AccessHarness.email && mail.text.contains("\nhttps://crm.example.com/sign-in#\(link)\n"))
            #expect(try await waiting(access) == [], "what was sent is kept")
            _ = try await access.services.accounts.follow(link, email: nil, password: "other words of ours")
            await #expect(throws: NotSignedIn(isExpired: true)) { try await access.services.authenticator.principal(.cookie(session.token)) }
            await #expect(throws: LinkSpent()) { try await access.services.accounts.follow(link, email: nil, password: "third words of ours") }
            try await access.signIn(password: "other words of ours")

            try await reset(access).request(for: AccessHarness.email, from: nil)
            try await mailer(access, server).drain()
            access.clock.advance(by: .seconds(30 * 60))
            await #expect(throws: LinkSpent()) { try await access.services.accounts.link(server.links[1]) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `goes to accounts of every workspace, and into the audit trail of theirs`(kind: DatabaseKind)
        async throws
    {
        try await AccessHarness.with(kind) { access in
            let made = try await access.store.commit(
                Workspaces.create(name: "Other", timeZone: "UTC", agents: AgentCatalog.rows, now: access.clock.now))
            let other = WorkspaceID(try #require(made.joined().first).integer(0))
            let account = try await desk(access).create(email: "ines@example.com", name: "Ines", role: .owner, in: other)
            try await access.store.commit(SQL("UPDATE accounts SET password_hash = 'x', state = 'active' WHERE id = $1", [.integer(account)]))
            let server = ScriptedMailer(.accepted)
            try await reset(access).request(for: "ines@example.com", from: nil)
            try await mailer(access, server).drain()
            #expect(server.mails.map(\.to) == ["ines@example.com"])
            let entries = try await access.store.read(
                SQL("SELECT workspace_id FROM audit_entries WHERE action = 'account.link_mailed'"))
            #expect(entries.map { $0.integer(0) } == [other.value])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `goes to nobody who is kept out, unknown, or has never had a password`(kind: DatabaseKind)
        async throws
    {
        try await AccessHarness.with(kind) { access in
            let server = ScriptedMailer(.accepted)
            try await access.store.commit(SQL("UPDATE accounts SET password_hash = NULL"))
            for who in [AccessHarness.email, "nobody@example.com", "no address"] { try await reset(access).request(for: who, from: nil) }
            try await mailer(access, server).drain()
            try await access.store.commit(SQL("UPDATE accounts SET password_hash = 'x', state = 'disabled'"))
            try await reset(access).request(for: AccessHarness.email, from: nil)
            try await mailer(access, server).drain()
            #expect(server.mails == [])
            #expect(try await waiting(access) == [])
        }
    }

    @Test func `is asked for by the same statements whether or not there is such an account`() async throws {
        try await AccessHarness.with { access in
            var commits: [Int] = []
            for who in [AccessHarness.email, "nobody@example.com"] {
                let store = CountingStore(access.store)
                try await PasswordReset(store: store, clock: access.clock.wall, signals: LocalSignals()).request(for: who, from: "192.0.2.9")
                #expect(store.reads == 0, "it must look nothing up")
                commits.append(store.commits.load(ordering: .relaxed))
            }
            #expect(commits[0] == commits[1])
        }
    }

    @Test func `is asked for three times at once, and then once in five minutes, which slows no sign-in`() async throws {
        try await AccessHarness.with { access in
            for _ in 0..<3 { try await reset(access).request(for: AccessHarness.email, from: nil) }
            await #expect(throws: TooManyTries.self) { try await reset(access).request(for: AccessHarness.email.uppercased(), from: nil) }
            try await access.signIn()
            access.clock.advance(by: .seconds(300))
            try await reset(access).request(for: AccessHarness.email, from: nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is asked for again makes the one before void, in whichever order they are sent`(
        kind: DatabaseKind
    ) async throws {
        try await AccessHarness.with(kind) { access in
            let server = ScriptedMailer(.accepted)
            let handed = try await access.services.accounts.link(.password, for: access.account()?.id ?? 0, in: .first)
            try await reset(access).request(for: AccessHarness.email, from: nil)
            try await mailer(access, server).drain()
            try await reset(access).request(for: AccessHarness.email, from: nil)
            try await reset(access).request(for: AccessHarness.email, from: nil)
            // The later one first.
            try await access.store.commit(
                SQL("UPDATE account_mails SET next_attempt_at = next_attempt_at + 1000 WHERE id = (SELECT MIN(id) FROM account_mails)"))
            try await mailer(access, server).drain()
            access.clock.advance(by: .seconds(1))
            try await mailer(access, server).drain()
            #expect(server.mails.count == 2, "one that was overtaken brings no link")
            await #expect(throws: LinkSpent()) { try await access.services.accounts.link(server.links[0]) }
            #expect(try await access.services.accounts.link(server.links[1]).purpose == "password")
            #expect(try await access.services.accounts.link(handed).purpose == "password", "a stranger voids what somebody handed on")
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is sent again where it may not have arrived, and either link counts until one is followed`(
        kind: DatabaseKind
    ) async throws {
        try await AccessHarness.with(kind) { access in
            let server = ScriptedMailer(.unknown(reason: "Cut."), .refusedForNow(reason: "Busy.", code: 451), .accepted)
            let mailer = mailer(access, server)
            try await reset(access).request(for: AccessHarness.email, from: nil)
            for _ in 0..<3 {
                try await mailer.drain()
                access.clock.advance(by: .seconds(21))
            }
            #expect(server.mails.count == 3 && Set(server.links).count == 3)
            for link in server.links { #expect(try await access.services.accounts.link(link).purpose == "password") }
            _ = try await access.services.accounts.follow(server.links[0], email: nil, password: "other words of ours")
            await #expect(throws: LinkSpent()) { try await access.services.accounts.link(server.links[2]) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `that is refused for good is tried once, and stays for a week for whoever looks why`(
        kind: DatabaseKind
    ) async throws {
        try await AccessHarness.with(kind) { access in
            let server = ScriptedMailer(.refusedForGood(reason: "No such mailbox.", code: 550))
            try await reset(access).request(for: AccessHarness.email, from: nil)
            try await mailer(access, server).drain()
            access.clock.advance(by: .seconds(86_400))
            try await mailer(access, server).drain()
            #expect(server.mails.count == 1)
            let row = try #require(try await access.store.read(AccountMails.troubles).first)
            #expect(row.integer(0) == 1 && row.integer(1) == 0 && row.text(2) == "No such mailbox.")
            access.clock.advance(by: .seconds(6 * 86_400))
            try await access.store.commit(AccountMails.sweep(now: access.clock.now))
            #expect(try await waiting(access) == [])
        }
    }

    @Test func `is given up once its link would have run out`() async throws {
        try await AccessHarness.with { access in
            let server = ScriptedMailer(.refusedForNow(reason: "Busy.", code: 451))
            let mailer = mailer(access, server)
            try await reset(access).request(for: AccessHarness.email, from: nil)
            try await mailer.drain()
            access.clock.advance(by: .seconds(30 * 60))
            try await mailer.drain()
            #expect(server.mails.count == 1)
            #expect(try await waiting(access) == ["dead"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `whose sender is gone is sent by another, once its lease has run out`(kind: DatabaseKind)
        async throws
    {
        try await AccessHarness.with(kind) { access in
            try await reset(access).request(for: AccessHarness.email, from: nil)
            let claim = AccountMails.claim(owner: "gone", limit: 1, lease: Lease.length, now: access.clock.now)
            #expect(try await access.store.commit(claim).count == 1)
            let server = ScriptedMailer(.accepted)
            try await mailer(access, server).drain()
            #expect(server.mails == [])
            access.clock.advance(by: Lease.length)
            try await mailer(access, server).drain()
            #expect(server.mails.count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is claimed by one of many at once`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            for number in 0..<20 { try await access.store.commit(AccountMails.add(.password, to: "a\(number)@example.com", now: access.clock.now)) }
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await access.store.commit(
                            AccountMails.claim(owner: "\(number)", limit: 20, lease: Lease.length, now: access.clock.now)
                        ).map { AccountMails.claimed($0).id }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 20 && Set(claimed).count == 20)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `invites, beside the link that is shown, for seven days`(kind: DatabaseKind) async throws {
        try await AccessHarness.with(kind) { access in
            let server = ScriptedMailer(.accepted)
            let shown = try await desk(access).invite(email: "ines@example.com", name: "Ines", role: .member, to: .first).token
            try await mailer(access, server).drain()
            let mailed = try #require(server.links.first)
            #expect(server.mails.map(\.to) == ["ines@example.com"] && mailed != shown)
            access.clock.advance(by: .seconds(7 * 86_400 - 1))
            for link in [shown, mailed] { #expect(try await desk(access).link(link).purpose == "invitation") }
            _ = try await desk(access).follow(shown, email: nil, password: "words of a guest")
            await #expect(throws: LinkSpent()) { try await desk(access).link(mailed) }
        }
    }

    @Test func `that waited in a backup is not sent by the database that was restored from it`() async throws {
        try await AccessHarness.with { access in
            try await reset(access).request(for: AccessHarness.email, from: nil)
            _ = try await access.store.commit(RestoredWork.settle(schema: 25, now: access.clock.now))
            #expect(try await waiting(access) == ["queued"], "an earlier schema has no such table")
            _ = try await access.store.commit(RestoredWork.settle(schema: 26, now: access.clock.now))
            #expect(try await waiting(access) == [])
        }
    }

    @Test func `is in the audit trail with whence it was asked for`() async throws {
        try await AccessHarness.with { access in
            try await reset(access).request(for: AccessHarness.email, from: "192.0.2.9")
            try await mailer(access, ScriptedMailer(.accepted)).drain()
            let rows = try await access.store.read(
                SQL("SELECT actor_account, actor_address, subject_id FROM audit_entries WHERE action = 'account.link_mailed'"))
            let account = try await access.account()
            #expect(rows.count == 1 && rows[0][0] == .null && rows[0].text(1) == "192.0.2.9" && rows[0].integer(2) == account?.id)
        }
    }
}
