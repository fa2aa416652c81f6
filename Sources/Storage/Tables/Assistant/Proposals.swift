package import Domain

/// The changes that the assistant has proposed. A row's state goes from `proposed` to `confirmed`, `declined` or `failed`, once;
/// one that was left alone for a day counts as `expired`.
package enum Proposals {
    package static let states = ["proposed", "confirmed", "declined", "failed", "expired"]
    package static let validity = Duration.seconds(86_400)

    /// As JSON shows them; `arguments` follow as an object.
    package static let columns: [Field] = [
        .readOnly("id", .integer(Field.identifiers), "The proposal's id."),
        .readOnly("user_id", .reference(table: "users"), "Who is to decide."),
        .readOnly("conversation_id", .integer(Field.identifiers), "The conversation it was made in.", nullable: true),
        .readOnly("message_id", .integer(Field.identifiers), "The person's message that led to it.", nullable: true),
        .readOnly("tool", .text(1...64), "What kind of change it is."),
        .readOnly("sentence", .text(1...1000), "What will happen."),
        .readOnly("state", .choice(states), "Whether somebody has decided on it: failed could not be carried out, expired was left alone."),
        .readOnly("result", .text(0...2000), "What came of it.", nullable: true),
        .readOnly("expires_at", .time, "Until when it can be confirmed."),
        .readOnly("decided_at", .time, "When it was confirmed or declined.", nullable: true),
        .readOnly("created_at", .time, "When it was made."),
    ]
    /// For its name and whose its rows are; the statements stand here.
    package static let table = Table("proposals", noun: "proposal", fields: Array(columns.dropFirst()))
    package static var argumentsIndex: Int { columns.count }

    /// The columns, then `arguments, subject_version`; `now` is a placeholder.
    private static func selection(now: String) -> String {
        let names = columns.map { column in
            column.name == "state" ? "CASE WHEN state = 'proposed' AND expires_at <= \(now) THEN 'expired' ELSE state END AS state" : column.name
        }
        return (names + ["arguments", "subject_version"]).joined(separator: ", ")
    }

    package static func find(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> SQL {
        SQL(
            "SELECT \(selection(now: "$3")) FROM proposals WHERE workspace_id = $1 AND id = $2",
            [.workspace(workspace), .integer(id), .time(now)])
    }

    /// A person's, newest first, from before an id.
    package static func of(_ person: Person, state: String?, before: Int64?, limit: Int64, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT * FROM (
                SELECT \(selection(now: "$3")) FROM proposals WHERE workspace_id = $1 AND user_id = $2 AND id < $4) p
            WHERE CAST($5 AS TEXT) IS NULL OR p.state = $5 ORDER BY p.id DESC LIMIT $6
            """, [.workspace(person.workspace), .integer(person.user), .time(now), .integer(before ?? .max), .optional(state), .integer(limit)])
    }

    /// What the latest message that led to any has led to, in a conversation, and can still be decided on; the oldest first.
    package static func open(_ person: Person, in conversation: Int64?, now: Timestamp) -> SQL {
        undecided(person, in: conversation, now: now, ofLatest: "")
    }

    /// What can still be decided on in a conversation, whatever has been proposed and decided since: of the latest message with any; the oldest
    /// first.
    package static func waiting(_ person: Person, in conversation: Int64?, now: Timestamp) -> SQL {
        undecided(person, in: conversation, now: now, ofLatest: " AND o.state = 'proposed' AND o.expires_at > $3")
    }

    /// - Parameter condition: of which proposals `o` the latest message is meant.
    private static func undecided(_ person: Person, in conversation: Int64?, now: Timestamp, ofLatest condition: String) -> SQL {
        SQL(
            """
            SELECT \(selection(now: "$3")) FROM proposals
            WHERE workspace_id = $1 AND user_id = $2 AND state = 'proposed' AND expires_at > $3 AND conversation_id IS NOT DISTINCT FROM $4
            AND message_id = (
                SELECT MAX(o.message_id) FROM proposals o
                WHERE o.workspace_id = $1 AND o.user_id = $2 AND o.conversation_id IS NOT DISTINCT FROM $4\(condition))
            ORDER BY id
            """, [.workspace(person.workspace), .integer(person.user), .time(now), .optional(conversation)])
    }

    /// What has been decided on since a person's message, in its conversation; the oldest first.
    package static func decided(since message: Int64, _ person: Person, in conversation: Int64?, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT \(selection(now: "$3")) FROM proposals
            WHERE workspace_id = $1 AND user_id = $2 AND conversation_id IS NOT DISTINCT FROM $4 AND decided_at >= (
                SELECT q.created_at FROM communications q WHERE q.workspace_id = $1 AND q.user_id = $2 AND q.id = $5)
            ORDER BY id
            """, [.workspace(person.workspace), .integer(person.user), .time(now), .optional(conversation), .integer(message)])
    }

    /// A new one: its `id`, or no row where the question has led to the same already.
    ///
    /// - Parameter result: what came of it, where the person had allowed it before; nil for one to be decided on.
    package static func insert(_ wish: ToolWish, for person: Person, in conversation: Int64?, question: Int64, result: String? = nil, now: Timestamp)
        -> SQL
    {
        SQL(
            """
            INSERT INTO proposals (workspace_id, user_id, conversation_id, message_id, tool, arguments, fingerprint, sentence, subject_version,
                state, result, expires_at, decided_at, created_at, updated_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 1)
            ON CONFLICT (workspace_id, message_id, fingerprint) WHERE message_id IS NOT NULL DO NOTHING RETURNING id
            """,
            [
                .workspace(person.workspace), .integer(person.user), .optional(conversation), .integer(question), .text(wish.tool),
                .text(wish.arguments), .text(wish.fingerprint), .text(wish.sentence), .optional(wish.version),
                .text(result == nil ? "proposed" : "confirmed"), .optional(result), .time(now.adding(validity)), result == nil ? .null : .time(now),
                .time(now),
            ]
        ).audited(person, wish, question, isDone: result != nil, now)
    }

    /// Ends an open one. Of two decisions at the same time one finds it open, and the other fails with `ProposalClosed`.
    package static func decide(_ proposal: Proposal, _ state: String, result: String?, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE proposals SET state = $3, result = $4, decided_at = $5, updated_at = $5, version = version + 1
            WHERE workspace_id = $1 AND id = $2 AND state = 'proposed' AND expires_at > $5 RETURNING id
            """, [.workspace(proposal.person.workspace), .integer(proposal.id), .text(state), .optional(result), .time(now)]
        ).expectingOneRow(orThrow: ProposalClosed(id: proposal.id, state: "decided"))
            .audited(
                AuditMark(
                    .changes, AuditAction(rawValue: "proposal.\(state)"),
                    audited("workspace_id = $1 AND id = $2", [.workspace(proposal.person.workspace), .integer(proposal.id)]), at: now))
    }
}

extension Proposals {
    fileprivate static func audited(_ condition: String, _ arguments: [SQLValue]) -> AuditedRows {
        let shown = columns.filter { ["id", "user_id", "conversation_id", "tool", "sentence", "state", "result"].contains($0.name) }
        return AuditedRows("proposals", noun: "proposal", columns: shown, where: condition, arguments)
    }
}

extension SQL {
    /// A change that was made at once, since the person has allowed its kind, is entered as one that was confirmed.
    fileprivate func audited(_ person: Person, _ wish: ToolWish, _ question: Int64, isDone: Bool, _ now: Timestamp) -> SQL {
        guard isDone else { return self }
        let rows = Proposals.audited(
            "workspace_id = $1 AND message_id = $2 AND fingerprint = $3 AND state = 'confirmed' AND created_at = $4",
            [.workspace(person.workspace), .integer(question), .text(wish.fingerprint), .time(now)])
        return audited(AuditMark(.creates, .proposalConfirmed, rows, key: "confirmed:", at: now))
    }
}
