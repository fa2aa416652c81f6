import Domain
import Storage

extension ProviderSignIn {
    /// The account of somebody whom the provider has proven: the one that was linked, the one of a verified address, or a new one.
    func account(of person: ProvenPerson) async throws -> Accounts.Account {
        let linked = try await store.read(AccountIdentities.account(issuer: provider.settings.issuer, subject: person.subject)).first
        let account = if let linked { Accounts.Account(linked) } else { try await link(person) }
        guard account.isActive else { throw ProviderRefusal(.disabled) }
        return try await following(person.role, account)
    }

    private func link(_ person: ProvenPerson) async throws -> Accounts.Account {
        guard let email = person.email else { throw ProviderRefusal(person.doubt ?? .unverified) }
        let now = clock.now()
        let known = try await store.read(Accounts.signingIn(email: email)).first.map(Accounts.Account.init)
        guard known != nil || person.role != nil else { throw ProviderRefusal(.role) }
        let make = known.map { linking($0, now) } ?? create(email, person, now)
        do {
            _ = try await store.commit(
                make + [AccountIdentities.link(email, issuer: provider.settings.issuer, subject: person.subject, now: now)])
        } catch StoreError.duplicate {
            throw ProviderRefusal(.other)
        }
        authenticator.forget()
        guard let account = try await store.read(Accounts.signingIn(email: email)).first.map(Accounts.Account.init) else {
            throw ProviderRefusal(.stale)
        }
        return account
    }

    /// An invited account is active from then on.
    private func linking(_ account: Accounts.Account, _ now: Timestamp) -> [SQL] {
        [Accounts.activate(account.id, now: now), entry(.accountLinked, account.id, account.email, account.role, account.workspace, now)]
    }

    /// Just in time: a user of the first workspace with an account and no password.
    private func create(_ email: String, _ person: ProvenPerson, _ now: Timestamp) -> [SQL] {
        Accounts.insertWithUser(.first, name: person.name, email: email, role: person.role ?? .viewer, by: theProvider, now: now)
            + [Accounts.activate(email: email, now: now)]
    }

    /// It is by the provider's word, not by anybody's here.
    private var theProvider: Actor { Actor(name: provider.settings.issuer, means: .system) }

    private func entry(_ action: AuditAction, _ id: Int64, _ email: String, _ role: Role, _ workspace: WorkspaceID, _ now: Timestamp) -> SQL {
        AuditEntries.entry(
            workspace, by: theProvider, action, AuditSubject("account", id: id),
            after: .object(["email": .string(email), "role": .string(role.rawValue)]), now: now)
    }

    /// The role that the provider tells, where it is to tell one. It takes no owner's away.
    private func following(_ role: Role?, _ account: Accounts.Account) async throws -> Accounts.Account {
        guard provider.settings.roleClaim != nil, account.role != role, account.role != .owner else { return account }
        guard let role else { throw ProviderRefusal(.role) }
        let now = clock.now()
        _ = try await store.commit([
            Accounts.setRole(account.id, to: role, now: now), entry(.changed("account"), account.id, account.email, role, account.workspace, now),
        ])
        authenticator.forget()
        var changed = account
        changed.role = role
        return changed
    }
}
