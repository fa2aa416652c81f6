package import Domain

/// The rows of the sample business.
package enum SampleRows {
    /// The tables that mark such rows, those that refer to others first.
    private static let tables = [
        "communications", "agent_runs", "sequence_positions", "tasks", "deals", "targets", "contacts", "products", "business_profiles",
    ]

    /// One row where there is any.
    package static func exist(_ workspace: WorkspaceID) -> SQL {
        let parts = tables.map { "EXISTS (SELECT 1 FROM \($0) WHERE workspace_id = $1 AND sample = 1)" }
        return SQL("SELECT 1 FROM workspaces WHERE id = $1 AND (\(parts.joined(separator: " OR ")))", [.workspace(workspace)])
    }

    /// One row where nobody has entered anything yet, and no agent written.
    package static func canComeFirst(to workspace: WorkspaceID) -> SQL {
        let parts = ["business_profiles", "contacts", "tasks", "agent_runs", "communications"].map { "SELECT 1 FROM \($0) WHERE workspace_id = $1" }
        let others = "SELECT 1 FROM users WHERE workspace_id = $1 AND id > \(Users.owner)"
        let nothing = (parts + [others]).map { "AND NOT EXISTS (\($0))" }.joined(separator: " ")
        return SQL("SELECT 1 FROM workspaces w WHERE w.id = $1 AND w.version = 1 \(nothing)", [.workspace(workspace)])
    }

    /// The addresses, as of the sample's, that contacts have already, in lower case: one column.
    package static func addresses(in workspace: WorkspaceID) -> SQL {
        SQL("SELECT LOWER(email) FROM contacts WHERE workspace_id = $1 AND LOWER(email) LIKE 'office@%'", [.workspace(workspace)])
    }

    /// The business, unless the person has one of their own.
    package static func profile(of person: Person, _ values: (business: String, products: [String], goal: String, keywords: [String]), now: Timestamp)
        -> SQL
    {
        SQL(
            """
            INSERT INTO business_profiles (workspace_id, user_id, business_type, products, tone, daily_goal, keywords, sample, created_at, updated_at, version)
            VALUES ($1, $2, $3, $4, 'friendly', $5, $6, 1, $7, $7, 1)
            ON CONFLICT (workspace_id, user_id) DO NOTHING
            """,
            [
                .workspace(person.workspace), .integer(person.user), .text(values.business), .text(JSONText.list(values.products)),
                .text(values.goal), .text(JSONText.list(values.keywords)), .time(now),
            ])
    }

    /// Gives its deals and tasks that name a contact to it, who is found by the address: one that a person has changed is not marked any
    /// more, and may be called otherwise.
    package static func link(_ person: Person, contact name: String, email: String) -> [SQL] {
        [("deals", "customer = $3"), ("tasks", "title LIKE '%' || CAST($3 AS TEXT) || '%'")].map { table, isNamed in
            SQL(
                """
                UPDATE \(table) SET contact_id = (
                    SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND c.user_id = $2 AND c.email_key = $4)
                WHERE workspace_id = $1 AND user_id = $2 AND sample = 1 AND \(isNamed)
                """, [.workspace(person.workspace), .integer(person.user), .text(name), .text(email)])
        }
    }

    /// Takes what agents wrote to people about contacts of the sample for its own: those people may have a profile of their own by
    /// then. The few names are looked up once, not for each message.
    private static let claimMessages = """
        WITH named AS MATERIALIZED (SELECT user_id, name FROM contacts WHERE workspace_id = $1 AND sample = 1)
        UPDATE communications SET sample = 1
        WHERE workspace_id = $1 AND direction = 'internal' AND run_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM named WHERE named.user_id = communications.user_id AND communications.body LIKE '%' || named.name || '%')
        """

    private static let releaseMessages = """
        UPDATE communications SET run_id = NULL, version = version + 1
        WHERE \(Unindexed.workspace) AND sample = 0 AND run_id IN (SELECT r.id FROM agent_runs r WHERE r.workspace_id = $1 AND r.sample = 1)
        """

    /// Deletes them all; each statement that deletes returns the ids. The workspace counts as changed, so that the next
    /// start does not take it for a new one.
    package static func remove(_ workspace: WorkspaceID) -> [SQL] {
        [
            SQL(claimMessages, [.workspace(workspace)]),
            SQL(
                """
                UPDATE agent_runs SET sample = 1 WHERE workspace_id = $1
                AND id IN (SELECT m.run_id FROM communications m WHERE m.workspace_id = $1 AND m.sample = 1 AND m.run_id IS NOT NULL)
                """, [.workspace(workspace)]),
        ]
            // What people entered themselves may be about the sample's contacts, and what they changed by its runs.
            + Contacts.release(
                "IN (SELECT k.id FROM contacts k WHERE k.workspace_id = $1 AND k.sample = 1)", [.workspace(workspace)], from: "sample = 0")
            + [SQL(releaseMessages, [.workspace(workspace)])]
            + tables.map { SQL("DELETE FROM \($0) WHERE workspace_id = $1 AND sample = 1 RETURNING id", [.workspace(workspace)]) }
            + [SQL("UPDATE workspaces SET version = version + 1 WHERE id = $1", [.workspace(workspace)])]
    }
}
