package import Domain
package import Storage

/// Makes, invites, changes and lets in accounts.
package struct AccountDesk: Sendable {
    package static let linkLife = Duration.seconds(7 * 86_400)
    package static let setUpLife = Duration.seconds(86_400)

    let store: any Store
    let clock: WallClock
    let passwords: PasswordWork
    let authenticator: Authenticator
    /// Wakes what sends mails; nil where no mail server is set up.
    let mails: (any Signals)?

    package init(store: any Store, clock: WallClock, passwords: PasswordWork, authenticator: Authenticator, mails: (any Signals)? = nil) {
        self.store = store
        self.clock = clock
        self.passwords = passwords
        self.authenticator = authenticator
        self.mails = mails
    }

    package var sendsMail: Bool { mails != nil }

    /// The token of a link that makes the first owner; it counts for a day, and no more once there is an account.
    package func setUpLink() async throws -> String {
        let token = RandomToken.make()
        let now = clock.now()
        let link = OneTimeLinks.make(hash: RandomToken.hash(token), purpose: .setUp, account: nil, expiresAt: now.adding(Self.setUpLife))
        _ = try await store.commit(link)
        return token
    }

    /// What a link is for, and whose it is (nil for the first owner's).
    ///
    /// - Throws: `LinkSpent`, `StoreError`.
    package func link(_ token: String) async throws -> (purpose: String, email: String?) {
        guard let row = try await store.acrossWorkspaces.read(OneTimeLinks.find(hash: RandomToken.hash(token), now: clock.now())).first else {
            throw LinkSpent()
        }
        return (row.text(0), row.optionalText(1))
    }

    /// Carries out what a link is for: the first owner comes to be, or an account gets its password. Whatever sessions it had end.
    ///
    /// - Parameters:
    ///   - email: the first owner's; others have theirs.
    ///   - proof: asks an account for its second factor, which no link takes the place of.
    /// - Throws: `LinkSpent`, `ValidationError`, `TooBusy`, `StoreError`, and what `proof` throws.
    package func follow(
        _ token: String, email: String?, password: String, proving proof: (Accounts.Account) async throws -> Void = { _ in }
    ) async throws -> Accounts.Account {
        // Whoever follows a link is nobody yet.
        let store = store.acrossWorkspaces
        let hash = RandomToken.hash(token)
        guard let row = try await store.read(OneTimeLinks.find(hash: hash, now: clock.now())).first else { throw LinkSpent() }
        guard let address = row.optionalText(1) ?? email else {
            throw ValidationError(field: "email", "email is missing: say with which address you are going to sign in.")
        }
        try PasswordRule.check(password, of: address)
        let known = try await store.read(Accounts.signingIn(email: address)).first.map(Accounts.Account.init)
        if let known, row.optionalInteger(2) != nil { try await proof(known) }
        let passwordHash = try await passwords.hash(password)
        let now = clock.now()
        let spending = OneTimeLinks.spend(hash: hash, now: now)
        if let id = row.optionalInteger(2) {
            let ending: [SQL] =
                known.map { account in
                    let who = follower(account.id, account.email)
                    // A password is chosen anew because it was forgotten, or because somebody else may know it: then they may have made keys.
                    let keys =
                        row.text(0) == OneTimeLinks.Purpose.password.rawValue
                        ? [APIKeys.deleteAll(of: account.id, in: account.workspace, by: who, now: now)] : []
                    return keys + [
                        Sessions.endAll(of: account.id, in: account.workspace, by: who, now: now),
                        entry(.passwordChosen, account.id, account.workspace, by: who),
                    ]
                } ?? []
            _ = try await store.commit([spending, OneTimeLinks.drop(of: id), Accounts.setPassword(id, hash: passwordHash, now: now)] + ending)
        } else {
            let owner = Person(workspace: .first, user: Users.owner)
            let make = Accounts.insert(owner, email: address, role: .owner, state: "active", passwordHash: passwordHash, now: now)
            let who = follower(nil, address)
            let introduction = Users.introduce(owner, name: "", email: address, now: now)
            _ = try await store.commit([spending, introduction, make.audited(Accounts.creation(by: who, now: now))])
        }
        authenticator.forget()
        guard let account = try await store.read(Accounts.signingIn(email: address)).first.map(Accounts.Account.init) else { throw LinkSpent() }
        return account
    }

    /// Who follows a link: its owner, unless a command does so at once.
    private func follower(_ account: Int64?, _ email: String) -> Actor {
        let current = Actor.current
        return current.means == .terminal ? current : Actor(account: account, name: email, means: .session, address: current.address)
    }

    /// A new account and the token of its link, by which its owner chooses a password. Where a mail server is set up its owner gets a
    /// mail too, with a link of its own.
    ///
    /// - Throws: `StoreError.duplicate` where the address is taken.
    package func invite(email: String, name: String, role: Role, to workspace: WorkspaceID) async throws -> (
        row: Row, token: String
    ) {
        let now = clock.now()
        let make = Accounts.insertWithUser(workspace, name: name, email: email, role: role, now: now)
        guard let row = try await store.commit(make).last?.first else { throw StoreError.failed(reason: "an account was made and not returned") }
        authenticator.forget()
        // With the link to hand on, which takes the place of all that the account had.
        let mail = sendsMail ? [AccountMails.add(.invitation, to: email, now: now)] : []
        let token = try await link(.invitation, for: row.integer(0), in: workspace, besides: mail)
        mails?.send(.mails)
        return (row, token)
    }

    /// An account on behalf of whoever may write to the database: its id. A workspace's first one is its owner's own user.
    ///
    /// - Parameter role: nil for owner of the first account, else member.
    /// - Throws: `StoreError.duplicate` where the address is taken, `brokenReference` where there is no such workspace.
    package func create(email: String, name: String, role: Role?, in workspace: WorkspaceID) async throws -> Int64 {
        let now = clock.now()
        let isFirst = try await store.read(Accounts.any(in: workspace)).isEmpty
        let role = role ?? (isFirst ? .owner : .member)
        let owner = Person(workspace: workspace, user: Users.owner)
        let make =
            isFirst && role == .owner
            ? [
                Users.introduce(owner, name: name, email: email, now: now),
                Accounts.insert(owner, email: email, role: role, state: "invited", passwordHash: nil, now: now)
                    .audited(Accounts.creation(now: now)),
            ]
            : Accounts.insertWithUser(workspace, name: name, email: email, role: role, now: now)
        let rows = try await store.commit(make)
        authenticator.forget()
        return rows.last?.first?.integer(0) ?? 0
    }

    /// Keeps an account out, or lets it in again; its sessions end.
    ///
    /// - Throws: `LastOwner`, `StoreError`.
    package func setState(_ state: String, of account: Accounts.Account) async throws {
        let now = clock.now()
        let what = AuditEntries.entry(
            account.workspace, .changed("account"), AuditSubject("account", id: account.id), after: .object(["state": .string(state)]), now: now)
        _ = try await store.commit(
            [Accounts.setState(account.id, to: state, now: now), Sessions.endAll(of: account.id, in: account.workspace, now: now), what]
                + (account.role == .owner && state == "disabled" ? Accounts.mustKeepOwner(account.workspace) : []))
        authenticator.forget()
    }

    /// A link for an account: what it had before counts no more.
    ///
    /// - Parameter further: what belongs to the same transaction.
    package func link(
        _ purpose: OneTimeLinks.Purpose, for account: Int64, in workspace: WorkspaceID, besides further: [SQL] = []
    ) async throws -> String {
        let token = RandomToken.make()
        let now = clock.now()
        let link = OneTimeLinks.make(hash: RandomToken.hash(token), purpose: purpose, account: account, expiresAt: now.adding(Self.linkLife))
        _ = try await store.commit(link + [entry(.accountLinkMade, account, workspace)] + further)
        return token
    }

    private func entry(_ action: AuditAction, _ account: Int64, _ workspace: WorkspaceID, by actor: Actor = .current) -> SQL {
        AuditEntries.entry(workspace, by: actor, action, AuditSubject("account", id: account), now: clock.now())
    }

    /// One's own new password; other sessions end, and API keys where `endsKeys` says so.
    ///
    /// - Throws: `WrongPassword`, `ValidationError`, `TooManyTries`, `TooBusy`, `StoreError`.
    package func changePassword(of principal: Principal, from old: String, to new: String, endsKeys: Bool = false, address: String?) async throws {
        guard let id = principal.account, let row = try await store.read(Accounts.find(principal.workspace, id: id)).first else {
            throw NotSignedIn(isExpired: true)
        }
        let account = Accounts.Account(row)
        try PasswordRule.check(new, of: account.email, field: "new_password")
        _ = try await GuessLimit(store: store, clock: clock).enter(email: account.email, account: account, address: address)
        guard try await passwords.check(old, against: account.passwordHash) != .wrong else {
            try await store.commit(entry(.sessionRefused, id, principal.workspace, by: principal.actor(at: address)))
            throw WrongPassword()
        }
        let hash = try await passwords.hash(new)
        let (now, who) = (clock.now(), principal.actor(at: address))
        let change = Accounts.setPassword(id, hash: hash, now: now)
        let ending = Sessions.endAll(of: id, in: principal.workspace, but: principal.session, by: who, now: now)
        let entry = entry(.passwordChosen, id, principal.workspace, by: who)
        let keys = endsKeys ? [APIKeys.deleteAll(of: id, in: principal.workspace, by: who, now: now)] : []
        _ = try await store.commit([change, ending, entry] + keys)
        authenticator.forget()
    }
}
