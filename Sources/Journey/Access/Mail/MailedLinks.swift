import Domain
import Storage

/// Makes mails, each with a link of its own that counts once.
struct MailedLinks: Sendable {
    /// Of a link for a new password; an invitation's lives as long as one that is handed on.
    static let passwordLife = Duration.seconds(30 * 60)

    enum Result: Equatable {
        /// There is no account of the address that may get such a mail, or it gets a later one.
        case nobody
        /// It was asked for longer ago than its link would live.
        case late
        case mail(Mail)
    }

    private struct Plan {
        var purpose: OneTimeLinks.Purpose
        var life: Duration
    }

    let store: any Store
    let clock: WallClock
    let text: AccountMailText

    /// - Throws: `StoreError`.
    func mail(for claim: AccountMails.Claim) async throws -> Result {
        guard let account = try await store.read(Accounts.mailed(email: claim.email)).first,
            let plan = plan(claim.kind, state: account.text(3), hasPassword: account.integer(4) == 1)
        else { return .nobody }
        let now = clock.now()
        guard now < claim.createdAt.adding(plan.life) else { return .late }
        let token = RandomToken.make()
        let link = OneTimeLinks.makeMailed(
            hash: RandomToken.hash(token), purpose: plan.purpose, account: account.integer(0), mail: claim.id, expiresAt: now.adding(plan.life))
        do { _ = try await store.commit(link + [entry(claim, account, now)]) } catch is MailOvertaken { return .nobody }
        let email = account.text(2)
        return .mail(plan.purpose == .invitation ? text.invitation(to: email, token: token) : text.newPassword(for: email, token: token))
    }

    /// Nothing for whoever is kept out, nor for whoever has never had a password and comes by a provider: the way in is decided there.
    private func plan(_ kind: AccountMails.Kind, state: String, hasPassword: Bool) -> Plan? {
        switch (kind, state) {
        case (_, "invited"): Plan(purpose: .invitation, life: AccountDesk.linkLife)
        case (.password, "active") where hasPassword: Plan(purpose: .password, life: Self.passwordLife)
        default: nil
        }
    }

    private func entry(_ claim: AccountMails.Claim, _ account: Row, _ now: Timestamp) -> SQL {
        let somebody = Actor(name: "somebody not signed in", means: .system, address: claim.askedFrom)
        return AuditEntries.entry(
            WorkspaceID(account.integer(1)), by: claim.kind == .password ? somebody : .system, .accountLinkMailed,
            AuditSubject("account", id: account.integer(0)), after: .object(["for": .string(claim.kind.rawValue)]), now: now)
    }
}
