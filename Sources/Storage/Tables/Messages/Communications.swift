package import Domain

/// Every message: between the product and a person (`internal`: what they typed, what was answered, what the agents wrote to
/// them), to a contact (`outbound`) and from one (`inbound`).
///
/// Only what is internal stands in a person's history. A message to a contact is a `draft` while a person is to decide on it.
package enum Communications {
    package static let table = Table(
        "communications", noun: "communication",
        fields: [
            .optional("user_id", .reference(table: "users"), "Whose history it is in.", initial: .integer(Users.owner)).fixed().filterable()
                .sortable(),
            .optional("conversation_id", .reference(table: "conversations"), "The conversation it belongs to.").fixed().filterable(),
            .optional("contact_id", .reference(table: "contacts"), "The contact it is about, or was written to or by.").filterable(),
            .readOnly("contact_name", .text(1...200), "The contact's name; null for one that somebody else looks after alone.", nullable: true)
                .computed(
                    """
                    (SELECT k.name FROM contacts k WHERE k.workspace_id = communications.workspace_id AND k.id = communications.contact_id
                    AND (k.user_id = communications.user_id OR k.shared = 1))
                    """),
            .optional(
                "direction", .choice(["internal", "outbound", "inbound"]),
                "internal: between a person and the product; outbound: to the contact; inbound: from the contact.", initial: .text("internal")
            )
            .fixed().filterable(),
            .readOnly("run_id", .reference(table: "agent_runs"), "The agent run that wrote it.", nullable: true).filterable(),
            .readOnly(
                "agent_type", .text(1...40),
                "Who wrote it: USER_MESSAGE, AGENT_RESPONSE, an agent's key, NOTE where a person created it, or NOTICE where the product tells of itself.",
                initial: .text("NOTE")
            )
            .filterable().sortable(),
            .readOnly("subject", .text(1...120), "The subject of a message to a contact, on one line.", nullable: true),
            .required("body", .text(1...20_000), "The message.").searchable(),
            .readOnly("writer", .text(0...200), "What wrote it: offline, or provider:model; null for a person.", nullable: true).filterable(),
            .readOnly(
                "status", .choice(["sent", "unanswered", "answered", "draft", "rejected"]),
                "Whether a typed message was answered; of a message to a contact, whether it waits for a person (draft) or may not go out (rejected).",
                initial: .text("sent")
            )
            .filterable(),
            .readOnly(
                "sent_at", .time,
                "When a message to a contact goes out, ahead of now while it waits for the contact's hours; null for a draft, and for what went to no contact.",
                nullable: true),
            .readOnly("written_body", .text(1...20_000), "What the agent wrote, where a person changed it before it was sent.", nullable: true),
            .readOnly("written_subject", .text(1...120), "The same of its subject.", nullable: true),
            .readOnly("rejected_because", .text(0...1000), "Why it was rejected, by a person or right before it was sent.", nullable: true),
            .readOnly(
                "facts", .textList(count: 200, length: 80), "The ids of the facts that the model says it drew on, such as deal:12.",
                initial: .text("[]")),
            Findings.field, Findings.subjectField, Risks.field,
            .readOnly("despite_findings", .boolean, "Whether a person sent it although findings were left.", initial: .integer(0)),
            .sample,
        ]
    )

    /// Fails with `failure` for what no person noted.
    package static func isNote(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        SQL("SELECT id FROM communications WHERE workspace_id = $1 AND id = $2 AND agent_type <> 'NOTE'", [.workspace(workspace), .integer(id)])
            .expecting(rows: 0...0, orThrow: failure)
    }

    /// Fails with `failure` for what went to a contact or came from one.
    package static func isInternal(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        SQL("SELECT id FROM communications WHERE workspace_id = $1 AND id = $2 AND direction <> 'internal'", [.workspace(workspace), .integer(id)])
            .expecting(rows: 0...0, orThrow: failure)
    }

    /// A person's history, newest first: `id, agent_type, body, created_at`.
    package static func history(_ person: Person, limit: Int64) -> SQL {
        SQL(
            """
            SELECT id, agent_type, body, created_at FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal' ORDER BY id DESC LIMIT $3
            """, [.workspace(person.workspace), .integer(person.user), .integer(limit)]
        ).quick()
    }

    /// Keeps what the person typed: `id, conversation_id`, or no row where the same text still waits for its answer there.
    package static func keep(_ person: Person, conversation: Int64?, typed body: String, now: Timestamp) -> SQL {
        let values = insertedValues(person, conversation: conversation, kind: .userMessage, body: body, status: "unanswered", writer: nil, now: now)
        var statement = SQL(insertUnlessWaitingOnSQLite, values).returningRow("SELECT id, conversation_id FROM communications WHERE id = $1")
        statement.postgresText = insertUnlessWaiting
        return statement.addingToHistory(of: [person]).quick().joining(insertEachUnlessWaiting)
    }

    /// The message with this text that waits for its answer: `id, conversation_id`, or no row.
    package static func unanswered(_ person: Person, conversation: Int64?, body: String, now: Timestamp) -> SQL {
        SQL(latestWaiting, [.workspace(person.workspace), .integer(person.user), .text(body), .optional(conversation), .time(now)])
    }

    /// A row where anything but answers stands between two messages of a conversation: what the person typed, or an agent wrote to them.
    package static func said(_ person: Person, conversation: Int64?, after first: Int64, before last: Int64) -> SQL {
        SQL(
            """
            SELECT id FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal' AND agent_type <> 'AGENT_RESPONSE'
            AND conversation_id IS NOT DISTINCT FROM $3 AND id > $4 AND id < $5 LIMIT 1
            """, [.workspace(person.workspace), .integer(person.user), .optional(conversation), .integer(first), .integer(last)])
    }

    /// What the person typed in a conversation before one of its messages, since some time, newest first: `body`.
    package static func typed(_ person: Person, conversation: Int64?, before last: Int64, since: Timestamp, limit: Int64) -> SQL {
        SQL(
            """
            SELECT body FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal' AND agent_type = 'USER_MESSAGE'
            AND conversation_id IS NOT DISTINCT FROM $3 AND id < $4 AND created_at > $5 ORDER BY id DESC LIMIT $6
            """,
            [.workspace(person.workspace), .integer(person.user), .optional(conversation), .integer(last), .time(since), .integer(limit)]
        ).oneOff()
    }

    private static let latestWaiting =
        "\(waiting("id, conversation_id", body: "$3", conversation: "$4", since: "$5 - \(resendMilliseconds)")) ORDER BY id DESC LIMIT 1"

    /// The same words an hour later are said anew.
    private static let resendMilliseconds = 3_600_000

    private static func waiting(_ columns: String, body: String, conversation: String, since: String) -> String {
        """
        SELECT \(columns) FROM communications{{among_unanswered}}
        WHERE workspace_id = $1 AND user_id = $2 AND status = 'unanswered' AND body = \(body) AND created_at > \(since)
        AND conversation_id IS NOT DISTINCT FROM \(givenOrDefault(conversation))
        """
    }

    private static func givenOrDefault(_ conversation: String) -> String {
        "COALESCE(\(conversation), (SELECT id FROM conversations WHERE workspace_id = $1 AND user_id = $2 AND is_default = 1))"
    }

    /// Fails with `AlreadyAnswered` where another request has answered it meanwhile: one question gets one answer.
    package static func markAnswered(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL(
            "UPDATE communications SET status = 'answered', version = version + 1 WHERE workspace_id = $1 AND id = $2 AND status = 'unanswered'",
            [.workspace(workspace), .integer(id)]
        ).expectingOneRow(orThrow: AlreadyAnswered()).quick(locking: id).joining(markEachAnswered).sparingFacts()
    }

    /// The plus sign and the empty text leave it one index to go by, planned while the table was empty or not.
    private static let markEachAnswered = JointForm(
        """
        UPDATE communications SET status = 'answered', version = version + 1
        WHERE id = ANY($2) AND +workspace_id = ($1)[array_position($2, id)] AND status || '' = 'unanswered' RETURNING id
        """, [.integer, .integer], by: 2, inColumn: 0)

    /// A message for a person's history: one row `id`. Without a conversation it goes to the default one.
    package static func insert(
        _ person: Person, conversation: Int64?, kind: MessageKind, body: String, status: String = "sent", writer: WriterName? = nil, now: Timestamp
    ) -> SQL {
        let values = insertedValues(person, conversation: conversation, kind: kind, body: body, status: status, writer: writer, now: now)
        return SQL(conversation == nil ? insertInDefault : insertInGiven, values).returningNumbers().addingToHistory(of: [person]).quick()
            .joining(conversation == nil ? insertEachInDefault : insertEachInGiven)
    }

    private static func insertedValues(
        _ person: Person, conversation: Int64?, kind: MessageKind, body: String, status: String, writer: WriterName?, now: Timestamp
    ) -> [SQLValue] {
        [
            .workspace(person.workspace), .integer(person.user), .optional(conversation), .text(kind.name), .text(body),
            .optional(writer?.description), .text(status), .time(now),
        ]
    }

    private static let insertion = "INSERT INTO \(insertedInto)"
    private static let insertedInto =
        "communications (workspace_id, user_id, conversation_id, agent_type, body, writer, status, sample, created_at, updated_at, version)"
    private static func inserted(in conversation: String, of workspace: String = "$1") -> String {
        "\(workspace), $2, \(conversation), $4, $5, $6, $7, 0, $8, $8, 1"
    }
    /// Of `VALUES` SQLite makes no table first, as it does of a selection.
    private static let insertInDefault = "\(insertion) VALUES (\(inserted(in: givenOrDefault("$3")))) RETURNING id"
    private static let insertInGiven = "\(insertion) VALUES (\(inserted(in: "$3"))) RETURNING id"
    private static let insertUnlessWaiting =
        "\(insertion) SELECT \(inserted(in: givenOrDefault("$3"))) WHERE NOT EXISTS (\(isWaiting)) RETURNING id, conversation_id"
    /// A row without a workspace is passed over.
    private static let insertUnlessWaitingOnSQLite =
        "INSERT OR IGNORE INTO \(insertedInto) VALUES (\(inserted(in: givenOrDefault("$3"), of: "CASE WHEN EXISTS (\(isWaiting)) THEN NULL ELSE $1 END"))) RETURNING id, conversation_id"
    private static let isWaiting = waiting("id, conversation_id", body: "$5", conversation: "$3", since: "$8 - \(resendMilliseconds)")

    private static let insertEachInDefault = insertEach(in: givenOrDefault("$3"))
    private static let insertEachInGiven = insertEach(in: "$3")
    private static func insertEach(in conversation: String) -> JointForm {
        JointForm("\(insertion) \(selected(in: conversation)) RETURNING id, user_id", insertedTypes, by: 2, inColumn: 1)
    }
    /// A sub-select of one row is looked up for each, where all that wait might be joined.
    private static let insertEachUnlessWaiting = JointForm(
        """
        \(insertion) \(selected(in: givenOrDefault("$3")))
        WHERE \(JointForm.own("(\(waiting("id", body: "$5", conversation: "$3", since: "$8 - \(resendMilliseconds)")) LIMIT 1)")) IS NULL
        RETURNING id, conversation_id, user_id
        """, insertedTypes, by: 2, inColumn: 2)
    private static func selected(in conversation: String) -> String {
        "SELECT \(JointForm.own(inserted(in: conversation))) FROM \(JointForm.callers)"
    }
    private static let insertedTypes: [ValueRows.Kind] = [.integer, .integer, .integer, .text, .text, .text, .text, .integer]

    /// What of a person's history is younger than a message, oldest first: rows of `table`'s columns.
    package static func history(_ person: Person, after id: Int64, limit: Int64) -> SQL {
        SQL(
            """
            SELECT \(table.columnList) FROM communications
            WHERE workspace_id = $1 AND user_id = $2 AND id > $3 AND direction = 'internal' ORDER BY id LIMIT $4
            """, [.workspace(person.workspace), .integer(person.user), .integer(id), .integer(limit)])
    }

    /// The last message of a person's history that was written `margin` before the one named, or before now where none is:
    /// `id`, no row for none.
    package static func historyMark(_ person: Person, at id: Int64?, margin: Duration, now: Timestamp) -> SQL {
        let arguments: [SQLValue] = [.workspace(person.workspace), .integer(person.user), .integer(margin.milliseconds)]
        let source = "SELECT id FROM communications WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal'"
        let last = "ORDER BY id DESC LIMIT 1"
        guard let id else { return SQL("\(source) AND created_at <= $4 - $3 \(last)", arguments + [.time(now)]) }
        return SQL(
            """
            \(source) AND id <= $4 AND created_at <= COALESCE((
                SELECT o.created_at FROM communications o WHERE o.workspace_id = $1 AND o.user_id = $2 AND o.id = $4), 0) - $3 \(last)
            """, arguments + [.integer(id)])
    }
}

extension MessageFact {
    /// Nil for what the product tells of itself, which nobody has said to it, and for a kind that there is none of.
    init?(id: Int64, kind name: String, body: String, createdAt: Timestamp) {
        guard let kind = MessageKind(name: name), kind != .notice else { return nil }
        self.init(id: id, kind: kind, body: body, createdAt: createdAt)
    }
}

/// The same text was sent twice at the same time, and the other request has answered it.
package struct AlreadyAnswered: Error, Equatable {
    package init() {}
}
