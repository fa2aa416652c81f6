package import Domain

/// The people of a workspace whom the agents write to. User 1, the owner, always exists.
package enum Users {
    package static let owner: Int64 = 1

    package static let table = Table(
        "users", noun: "user",
        fields: [
            .optional("name", .text(0...200), "How to address the person.", initial: .text("")).filterable().sortable().searchable(),
            .optional("email", .email, "The person's e-mail address.").filterable().sortable().searchable(),
        ],
        beforeDelete: handOver
    )

    /// Creates the user of this id, with a conversation of its own, unless it exists.
    package static func ensure(_ person: Person, now: Timestamp) -> [SQL] {
        let who: [SQLValue] = [.workspace(person.workspace), .integer(person.user), .time(now)]
        return [
            SQL(
                """
                INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) VALUES ($1, $2, '', $3, $3, 1)
                ON CONFLICT (workspace_id, id) DO NOTHING
                """, who),
            Conversations.ensureDefault(person, now: now),
        ]
    }

    /// SQL for ids that count for the next one. A client may choose larger ones, up to the largest, after which there is no next.
    static let isNumbered = "id < 1000000000000"

    /// The highest id that a user has, or had whose deletion the audit trail tells: what it tells of that one would seem to be about the next.
    private static let lastNumber = """
        (SELECT MAX(id) AS id FROM (
            SELECT CAST(0 AS BIGINT) AS id
            UNION ALL SELECT * FROM (SELECT id FROM users WHERE workspace_id = $1 AND \(isNumbered) ORDER BY id DESC LIMIT 1) AS present
            UNION ALL SELECT * FROM (
                SELECT subject_id AS id FROM audit_entries WHERE workspace_id = $1 AND subject_kind = '\(table.noun)' AND subject_\(isNumbered)
                ORDER BY subject_id DESC LIMIT 1) AS past) AS numbers)
        """

    /// Creates a user with the next free id: ids are chosen by clients too, so no sequence knows it.
    ///
    /// The workspace's row is locked first, so that two at once do not take the same id.
    package static func insert(_ workspace: WorkspaceID, _ values: Table.Values, now: Timestamp) -> [SQL] {
        let email = values["email"] ?? .null
        let name = values["name"] ?? .text("")
        return [
            Workspaces.lock(workspace),
            SQL(
                """
                INSERT INTO users (workspace_id, id, name, email, created_at, updated_at, version)
                SELECT $1, last.id + 1, $2, $3, $4, $4, 1
                FROM \(lastNumber) last WHERE last.\(isNumbered)
                RETURNING \(table.columnList)
                """, [.workspace(workspace), name, email, .time(now)]
            ).expectingOneRow(
                orThrow: StoreError.duplicate(columns: "users.id")),
            SQL(
                """
                INSERT INTO conversations (workspace_id, user_id, title, is_default, created_at, updated_at, version)
                SELECT $1, id, '', 1, $2, $2, 1 FROM users WHERE workspace_id = $1 AND \(isNumbered) ORDER BY id DESC LIMIT 1
                """, [.workspace(workspace), .time(now)]),
        ]
    }

    /// Gives a user the name and the address that it has none of yet; an address that another user has stays with that one.
    package static func introduce(_ person: Person, name: String, email: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE users SET name = CASE WHEN name = '' THEN $3 ELSE name END,
                email = CASE WHEN email IS NULL AND NOT EXISTS (SELECT 1 FROM users o WHERE o.workspace_id = $1 AND o.email_key = $5) THEN $4 ELSE email END,
                updated_at = $6, version = version + 1
            WHERE workspace_id = $1 AND id = $2 AND (name = '' AND $3 <> '' OR email IS NULL)
            """,
            [
                .workspace(person.workspace), .integer(person.user), .text(name), .text(Accounts.typed(email)), Accounts.key(email), .time(now),
            ])
    }

    /// Everybody: `id, email, name`.
    package static func everybody(in workspace: WorkspaceID) -> SQL {
        SQL("SELECT id, email, name FROM users WHERE workspace_id = $1", [.workspace(workspace)])
    }

    package static func exists(_ person: Person) -> SQL {
        SQL("SELECT name FROM users WHERE workspace_id = $1 AND id = $2", [.workspace(person.workspace), .integer(person.user)]).quick()
    }
}
