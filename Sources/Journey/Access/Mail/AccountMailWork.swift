import Domain
import Logging
import Storage

/// What `AccountMailer` does with mails.
///
/// A link is made when its mail is sent, so it is nowhere but in that mail. A mail that may have arrived is sent again, with another
/// link: both count, until one of them is followed.
struct AccountMailWork: LeasedWork {
    let noun = "mails"
    let mayWait = false
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    private let mailer: any Mailer
    private let links: MailedLinks
    private let owner: String
    private let outcomes: OutcomeLog<SQL>

    init(store: any Store, clock: WallClock, logger: Logger, mailer: any Mailer, text: AccountMailText, owner: String) {
        // An address may be an account's of any workspace.
        let store = store.acrossWorkspaces
        self.store = store
        self.clock = clock
        self.logger = logger
        self.mailer = mailer
        self.owner = owner
        links = MailedLinks(store: store, clock: clock, text: text)
        outcomes = OutcomeLog(store: store, clock: clock) { $0 }
    }

    func takeBackOthers() async throws { try await store.commit(AccountMails.takeBack(now: clock.now(), exceptOwner: owner)) }

    func due(isLookingBack: Bool) async throws -> [WorkspaceID] {
        let now = clock.now()
        let look = DueLook(
            abandoned: AccountMails.hasAbandoned(now: now), takeBack: [AccountMails.takeBack(now: now)], due: AccountMails.anyDue(now: now))
        return try await look.rows(in: store, isLookingBack: isLookingBack).isEmpty ? [] : [.first]
    }

    func claim(_ quotas: [FairShare.Quota]) async throws -> [AccountMails.Claim] {
        let limit = quotas.reduce(0) { $0 + $1.limit }
        let rows = try await store.commit(AccountMails.claim(owner: owner, limit: limit, lease: Lease.length, now: clock.now()))
        return rows.map(AccountMails.claimed)
    }

    func prepared(_ claims: [AccountMails.Claim]) async throws -> [AccountMails.Claim] { claims }
    func unprepared(_ claim: AccountMails.Claim) -> AccountMails.Claim { claim }

    func carryOut(_ claim: AccountMails.Claim) async -> SQL? {
        do {
            return end(of: claim, try await outcome(claim))
        } catch {
            tell(of: claim, error)
            return nil
        }
    }

    func record(_ outcome: SQL, of claim: AccountMails.Claim) async {
        do { try await outcomes.record(outcome) } catch { tell(of: claim, error) }
    }

    /// Its lease runs out, and it is taken up again.
    private func tell(of claim: AccountMails.Claim, _ error: any Error) {
        logger.error("a mail could not be worked on; it is tried again", metadata: ["mail.id": "\(claim.id)", "error": "\(error)"])
    }

    /// Nil where there is nobody to send it to, which is told nobody.
    private func outcome(_ claim: AccountMails.Claim) async throws -> MailOutcome? {
        switch try await links.mail(for: claim) {
        case .nobody: return nil
        case .late: return .refusedForGood(reason: "It could not be sent within the life of its link.", code: nil)
        case .mail(let mail): return await mailer.send(mail)
        }
    }

    private func end(of claim: AccountMails.Claim, _ outcome: MailOutcome?) -> SQL {
        switch outcome {
        case nil, .accepted: return AccountMails.remove(claim)
        case .refusedForGood(let reason, let code): return failure(claim, reason, code, next: nil)
        case .refusedForNow(let reason, let code): return failure(claim, reason, code, next: again(claim))
        case .unknown(let reason): return failure(claim, reason, nil, next: again(claim))
        }
    }

    private func again(_ claim: AccountMails.Claim) -> Timestamp? {
        RetryPlan.mails.delay(afterAttempt: claim.attempts).map(clock.now().adding)
    }

    private func failure(_ claim: AccountMails.Claim, _ reason: String, _ code: Int?, next: Timestamp?) -> SQL {
        logger.warning(
            next == nil ? "a mail was given up" : "a mail was not sent, or may not have been; it is tried again",
            metadata: ["mail.id": "\(claim.id)", "kind": "\(claim.kind)", "reason": "\(reason)", "attempts": "\(claim.attempts)"])
        return AccountMails.fail(claim, reason: reason, code: code, next: next, now: clock.now())
    }

    func renew(_ ids: [Int64]) async throws {
        try await store.commit(AccountMails.renew(ids, owner: owner, lease: Lease.length, now: clock.now()))
    }

    func giveBackAll(except ids: [Int64]) async throws {
        try await store.commit(AccountMails.releaseAll(of: owner, except: ids, now: clock.now()))
    }

    func settle() async throws {}
}

/// All mails share the turn of one workspace, whosever accounts they are for: the queue is of none.
extension AccountMails.Claim: LeasedRow {
    var workspace: WorkspaceID { .first }
}
