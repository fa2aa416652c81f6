package import Domain

/// Who may sign in: an e-mail address, a password's hash, and a role in one workspace.
package enum Accounts {
    package static let table = Table(
        "accounts", noun: "account",
        fields: [
            .readOnly("user_id", .integer(Field.identifiers), "The user of the workspace that it is.").filterable(),
            .required("email", .email, "What to sign in with; unique on the server.").fixed().filterable().sortable().searchable(),
            .required("role", .choice(Role.allCases.map(\.rawValue)), "What it may do (docs/accounts.md).").filterable(),
            .optional("state", .choice(["invited", "active", "disabled"]), "Invited until a password is chosen.", initial: .text("invited"))
                .filterable(),
            .readOnly("last_sign_in_at", .time, "When it last signed in.", nullable: true).sortable(),
            .readOnly("has_second_factor", .boolean, "Whether signing in also takes a code (docs/sign-in.md).")
                .computed("CASE WHEN second_factor_since IS NULL THEN 0 ELSE 1 END"),
        ]
    )

    /// Whether there are any.
    package static let any = SQL("SELECT 1 FROM accounts LIMIT 1")

    package static func any(in workspace: WorkspaceID) -> SQL {
        SQL("SELECT 1 FROM accounts WHERE workspace_id = $1 LIMIT 1", [.workspace(workspace)])
    }

    /// An address as accounts keep it, in the one spelling that the letter I with a dot above has here.
    static func typed(_ email: String) -> String { email.replacing("\u{130}", with: "i\u{307}") }

    /// What `email_key` holds for an address as somebody has typed it: the letters A to Z in lower case. `lower` of a value would go by
    /// the database's own language, and find another's account.
    static func key(_ email: String) -> SQLValue { .text(typed(email).asciiLowercased) }

    /// What signing in needs to know, as `Account` reads it.
    package static func signingIn(email: String) -> SQL {
        SQL("SELECT \(columns(of: "a")) FROM accounts a WHERE a.email_key = $1", [key(email)])
    }

    /// What a mail to an address needs to know: `id, workspace_id, email, state`, and 1 where there is a password.
    package static func mailed(email: String) -> SQL {
        SQL(
            """
            SELECT id, workspace_id, email, state, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END FROM accounts WHERE email_key = $1
            """, [key(email)])
    }

    /// Those of every workspace, for commands on the database itself: `id, email, role, state, workspace_id, user_id, last_sign_in_at`.
    package static let everywhere = SQL(
        "SELECT id, email, role, state, workspace_id, user_id, last_sign_in_at FROM accounts ORDER BY workspace_id, id LIMIT 10000")

    package static func setState(_ id: Int64, to state: String, now: Timestamp) -> SQL {
        SQL("UPDATE accounts SET state = $2, updated_at = $3, version = version + 1 WHERE id = $1", [.integer(id), .text(state), .time(now)])
    }

    /// The account with which a user signs in.
    package static func of(_ person: Person) -> SQL {
        SQL("SELECT id FROM accounts WHERE workspace_id = $1 AND user_id = $2", [.workspace(person.workspace), .integer(person.user)])
    }

    package static func find(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL("SELECT \(columns(of: "a")) FROM accounts a WHERE a.workspace_id = $1 AND a.id = $2", [.workspace(workspace), .integer(id)])
    }

    /// What `Account` reads, of a table under this name.
    static func columns(of name: String) -> String {
        ["id", "workspace_id", "user_id", "email", "password_hash", "role", "state", "second_factor_since"].map { "\(name).\($0)" }
            .joined(separator: ", ") + ", (SELECT w.requires_second_factor FROM workspaces w WHERE w.id = \(name).workspace_id)"
    }

    package struct Account: Sendable, Equatable, Unprinted {
        package var id: Int64
        package var workspace: WorkspaceID
        package var user: Int64
        package var email: String
        package var passwordHash: String?
        package var role: Role
        package var isActive: Bool
        package var hasSecondFactor: Bool
        /// Whether its workspace wants a second factor that it has not.
        package var lacksSecondFactor: Bool

        package var description: String { "Account(\(id))" }

        /// - Parameter row: of `Sessions.ofToken`, `Sessions.live` or `APIKeys.find`, whose own columns come first.
        package static func joined(_ row: Row) -> Account { Account(Row(Array(row.values.dropFirst(4)))) }

        /// - Parameter row: of `signingIn` or `find`.
        package init(_ row: Row) {
            id = row.integer(0)
            workspace = WorkspaceID(row.integer(1))
            user = row.integer(2)
            email = row.text(3)
            passwordHash = row.optionalText(4)
            role = Role(rawValue: row.text(5)) ?? .viewer
            isActive = row.text(6) == "active"
            hasSecondFactor = row.optionalInteger(7) != nil
            lacksSecondFactor = !hasSecondFactor && row.integer(8) == 1
        }
    }

    /// An account for a user that has none, as the row of `table`.
    package static func insert(_ person: Person, email: String, role: Role, state: String, passwordHash: String?, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO accounts (workspace_id, user_id, email, role, state, password_hash, created_at, updated_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1) RETURNING \(table.columnList)
            """,
            [
                .workspace(person.workspace), .integer(person.user), .text(typed(email)), .text(role.rawValue), .text(state), .optional(passwordHash),
                .time(now),
            ])
    }

    /// What the audit trail is to say of the statement that makes an account.
    package static func creation(by actor: Actor = .current, now: Timestamp) -> AuditMark {
        AuditMark(.creates, .created(table.noun), table.newlyInserted, by: .actor(actor), at: now)
    }

    /// Makes the user that the account is to be, taking the next free id: its statements, and then `insert` for the youngest user,
    /// entered into the audit trail.
    package static func insertWithUser(
        _ workspace: WorkspaceID, name: String, email: String, role: Role, by actor: Actor = .current, now: Timestamp
    ) -> [SQL] {
        Users.insert(workspace, ["name": .text(name), "email": .text(email)], now: now) + [
            SQL(
                """
                INSERT INTO accounts (workspace_id, user_id, email, role, state, created_at, updated_at, version)
                SELECT $1, id, $2, $3, 'invited', $4, $4, 1 FROM users WHERE workspace_id = $1 AND \(Users.isNumbered) ORDER BY id DESC LIMIT 1
                RETURNING \(table.columnList)
                """, [.workspace(workspace), .text(typed(email)), .text(role.rawValue), .time(now)]
            ).audited(creation(by: actor, now: now))
        ]
    }

    /// Sets a password and makes the account active, where it is not disabled.
    package static func setPassword(_ id: Int64, hash: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE accounts SET password_hash = $2, state = 'active', updated_at = $3, version = version + 1 WHERE id = $1 AND state <> 'disabled'
            RETURNING \(table.columnList)
            """, [.integer(id), .text(hash), .time(now)]
        ).expectingOneRow(orThrow: LinkSpent())
    }

    /// Lets in an account that was invited and whose owner has shown who they are.
    package static func activate(_ id: Int64, now: Timestamp) -> SQL {
        SQL(
            "UPDATE accounts SET state = 'active', updated_at = $2, version = version + 1 WHERE id = $1 AND state = 'invited'",
            [.integer(id), .time(now)])
    }

    /// The same of the account of an address.
    package static func activate(email: String, now: Timestamp) -> SQL {
        SQL(
            "UPDATE accounts SET state = 'active', updated_at = $2, version = version + 1 WHERE email_key = $1 AND state = 'invited'",
            [key(email), .time(now)])
    }

    package static func setRole(_ id: Int64, to role: Role, now: Timestamp) -> SQL {
        SQL(
            "UPDATE accounts SET role = $2, updated_at = $3, version = version + 1 WHERE id = $1",
            [.integer(id), .text(role.rawValue), .time(now)])
    }

    /// The same password under a new hash.
    package static func rehash(_ id: Int64, from old: String, to hash: String) -> SQL {
        SQL("UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2", [.integer(id), .text(old), .text(hash)])
    }

    package static func signedIn(_ id: Int64, now: Timestamp) -> SQL {
        SQL("UPDATE accounts SET last_sign_in_at = $2 WHERE id = $1", [.integer(id), .time(now)])
    }

    /// Fails with `LastOwner` where no active owner is left in the workspace; it comes after the change, in its commit.
    package static func mustKeepOwner(_ workspace: WorkspaceID) -> [SQL] {
        [
            // One such change at a time.
            Workspaces.lock(workspace),
            SQL(
                "SELECT id FROM accounts WHERE workspace_id = $1 AND role = 'owner' AND state = 'active' LIMIT 1", [.workspace(workspace)]
            ).expectingOneRow(orThrow: LastOwner()),
        ]
    }
}

/// The change would leave the workspace without an active owner.
package struct LastOwner: Error, Equatable, Sendable {}

/// A link that was used, has expired, or never was.
package struct LinkSpent: Error, Equatable, Sendable {
    package init() {}
}
