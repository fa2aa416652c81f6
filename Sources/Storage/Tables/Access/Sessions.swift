package import Domain

/// Who is signed in: a browser with its cookie, or an API client with its refresh tokens.
package enum Sessions {
    package enum Kind: String, Sendable { case browser, api }

    package static let table = Table(
        "sessions", noun: "session",
        fields: [
            .readOnly("account_id", .integer(Field.identifiers), "Whose it is.").filterable(),
            .readOnly("kind", .choice(["browser", "api"]), "A browser, or a client of the API."),
            .readOnly("address", .text(0...100), "From where it was begun.", nullable: true),
            .readOnly("client", .text(0...200), "What the client calls itself.", nullable: true),
            .readOnly("last_used_at", .time, "When it was last used, to the minute.").sortable(),
            .readOnly("expires_at", .time, "When it ends by itself."),
        ]
    )

    package struct New: Sendable, Unprinted {
        package var kind: Kind
        package var address: String?
        package var client: String?
        package var tokenHash: String
        package var expiresAt: Timestamp

        package init(kind: Kind, address: String?, client: String?, tokenHash: String, expiresAt: Timestamp) {
            self.kind = kind
            self.address = address
            self.client = client
            self.tokenHash = tokenHash
            self.expiresAt = expiresAt
        }
    }

    /// The second statement returns the session's id.
    package static func begin(_ new: New, of account: Accounts.Account, now: Timestamp) -> [SQL] {
        [
            Accounts.signedIn(account.id, now: now),
            SQL(
                """
                INSERT INTO sessions (
                    workspace_id, account_id, kind, address, client, begun_with, last_used_at, proven_at, expires_at, created_at, updated_at, version)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $7, $7, 1) RETURNING id
                """,
                [
                    .workspace(account.workspace), .integer(account.id), .text(new.kind.rawValue), .optional(new.address), .optional(new.client),
                    .text(new.tokenHash), .time(now), .time(new.expiresAt),
                ]),
            SQL(
                """
                INSERT INTO session_tokens (hash, workspace_id, session_id) SELECT begun_with, workspace_id, id FROM sessions WHERE begun_with = $1
                """, [.text(new.tokenHash)]),
        ]
    }

    /// The live session of a token: `session_id, kind, used_at, last_used_at`, and the account's columns.
    package static func ofToken(hash: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT s.id, s.kind, t.used_at, s.last_used_at, \(accountColumns)
            FROM session_tokens t JOIN sessions s ON s.id = t.session_id JOIN accounts a ON a.id = s.account_id
            WHERE t.hash = $1 AND s.expires_at > $2
            """, [.text(hash), .time(now)]
        ).quick()
    }

    /// The same of a session that is known by its id, as an access token tells it.
    package static func live(_ id: Int64, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT s.id, s.kind, NULL, s.last_used_at, \(accountColumns) FROM sessions s JOIN accounts a ON a.id = s.account_id
            WHERE s.id = $1 AND s.expires_at > $2
            """, [.integer(id), .time(now)]
        ).quick()
    }

    static let accountColumns = Accounts.columns(of: "a")

    /// The network addresses that an account has sessions from: `address`.
    package static func addresses(of account: Int64, in workspace: WorkspaceID) -> SQL {
        SQL(
            "SELECT DISTINCT address FROM sessions WHERE workspace_id = $1 AND account_id = $2 AND address IS NOT NULL LIMIT 1000",
            [.workspace(workspace), .integer(account)])
    }

    package static func used(_ id: Int64, now: Timestamp) -> SQL {
        SQL("UPDATE sessions SET last_used_at = $2 WHERE id = $1", [.integer(id), .time(now)])
    }

    /// Whether who is signed in has shown that it is them since then.
    package static func isProven(_ id: Int64, in workspace: WorkspaceID, since: Timestamp) -> SQL {
        SQL(
            "SELECT 1 FROM sessions WHERE workspace_id = $1 AND id = $2 AND proven_at > $3",
            [.workspace(workspace), .integer(id), .time(since)])
    }

    package static func prove(_ id: Int64, in workspace: WorkspaceID, now: Timestamp) -> SQL {
        SQL("UPDATE sessions SET proven_at = $3 WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id), .time(now)])
    }

    /// Puts a new refresh token in the place of an old one; fails with `TokenUsed` where another call has done so.
    package static func rotate(_ id: Int64, from old: String, to new: String, expiresAt: Timestamp, now: Timestamp) -> [SQL] {
        [
            SQL("UPDATE session_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL RETURNING hash", [.text(old), .time(now)])
                .expectingOneRow(orThrow: TokenUsed()),
            SQL(
                "INSERT INTO session_tokens (hash, workspace_id, session_id) SELECT $1, workspace_id, id FROM sessions WHERE id = $2",
                [.text(new), .integer(id)]),
            SQL("UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1", [.integer(id), .time(now), .time(expiresAt)]),
        ]
    }

    /// Those of an account that go on, the youngest first: rows of `table`.
    package static func of(_ account: Int64, in workspace: WorkspaceID, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT \(table.columnList) FROM sessions WHERE workspace_id = $1 AND account_id = $2 AND expires_at > $3 ORDER BY id DESC LIMIT 1000
            """, [.workspace(workspace), .integer(account), .time(now)])
    }

    /// Each end is entered into the audit trail.
    ///
    /// - Parameter actor: who ends it.
    package static func end(_ id: Int64, of account: Int64, in workspace: WorkspaceID, by actor: Actor = .current, now: Timestamp) -> SQL {
        end(
            "workspace_id = $1 AND account_id = $2 AND id = $3", [.workspace(workspace), .integer(account), .integer(id)], by: actor, now: now)
    }

    package static func endAll(
        of account: Int64, in workspace: WorkspaceID, but kept: Int64? = nil, by actor: Actor = .current, now: Timestamp
    ) -> SQL {
        end(
            "workspace_id = $1 AND account_id = $2 AND id <> $3", [.workspace(workspace), .integer(account), .integer(kept ?? 0)], by: actor,
            now: now)
    }

    private static func end(_ condition: String, _ arguments: [SQLValue], by actor: Actor, now: Timestamp) -> SQL {
        let mark = AuditMark(.deletes, .sessionEnded, table.audited(condition, arguments), by: .actor(actor), at: now)
        return SQL("DELETE FROM sessions WHERE \(condition) RETURNING id", arguments).audited(mark)
    }

    /// What has ended by itself, at most so many at a time.
    package static func sweep(now: Timestamp, most: Int64 = 1000) -> SQL {
        SQL(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
            [.time(now), .integer(most)])
    }
}

/// A refresh token was used a second time: whoever has it may have stolen it.
package struct TokenUsed: Error, Equatable, Sendable {
    package init() {}
}
