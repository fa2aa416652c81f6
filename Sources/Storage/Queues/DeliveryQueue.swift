package import Domain

/// The table of deliveries as a queue: claimed in batches under a lease, and judged by what is known of each.
package enum DeliveryQueue {
    /// A claimed delivery with what its channel needs.
    package struct Claim: Sendable, Equatable {
        package var id: Int64
        package var workspace: WorkspaceID
        /// Counted with the attempt under way.
        package var attempts: Int64
        /// As of `RunQueue.Claim`.
        package var fence: Int64
        package var key: String
        package var channel: String
        package var message: Message
        /// Nil where the webhook has been deleted.
        package var receiver: Receiver?
        /// Whether an earlier attempt, of which no answer is known, may have reached its receiver.
        package var mayHaveArrived = false
    }

    /// What a run wrote, as it is told outside.
    package struct Message: Sendable, Equatable {
        package var communication: Int64
        /// Nil where the run has been deleted.
        package var run: Int64?
        package var user: Int64
        package var kind: String
        package var wording: MessageWording
        package var writer: String
        package var createdAt: Timestamp
        /// From when on a message of the contact keeps it back (`MessageBeginning`).
        package var begunAt: Timestamp
        /// When one to a contact counted as sent.
        package var sentAt: Timestamp
        /// `internal`, or `outbound` for one to a contact.
        package var direction: String
        /// To whom an outbound one goes; nil where the contact has been deleted.
        package var recipient: Recipient?
        /// The agent's id; 0 where the agent is gone.
        package var agent: Int64
        /// How many messages the agent sends to contacts in a day; nil for no limit.
        package var agentCap: Int64?
    }

    /// A contact as it is when its message is sent: an address that was changed or withdrawn since the message was written is
    /// not written to, and what is judged before sending is what is sent to.
    package struct Recipient: Sendable, Equatable {
        package var contact: Int64
        package var name: String
        package var email: String?
    }

    package struct Receiver: Sendable, Equatable {
        package var url: String
        package var secret: String
        package var isIdempotent: Bool
        package var isEnabled: Bool
    }

    /// The workspaces with a delivery that is due.
    package static func dueWorkspaces(now: Timestamp) -> SQL { DueWork.workspaces(in: "deliveries", now: now) }

    /// Claims up to `limit` due deliveries of a workspace; the second statement tells what each of the owner's claims is.
    ///
    /// See `RunQueue.claim` for the shape of the statement. Both belong into one commit: a delivery is `sending` on record before anything of it goes out.
    package static func claim(_ workspace: WorkspaceID, owner: String, limit: Int, lease: Duration, now: Timestamp) -> [SQL] {
        [
            SQL(
                """
                WITH due AS MATERIALIZED (
                    SELECT q.id FROM deliveries q
                    WHERE q.workspace_id = $1 AND q.state IN ('queued', 'failed') AND q.next_attempt_at <= $4
                    ORDER BY q.next_attempt_at, q.id LIMIT $5 {{skip_locked}})
                UPDATE deliveries SET state = 'sending', attempts = attempts + 1, lease_owner = $2, lease_expires_at = $3,
                    updated_at = $4, version = version + 1
                WHERE id IN (SELECT id FROM due) AND +workspace_id = $1 AND state || '' IN ('queued', 'failed') AND +next_attempt_at <= $4
                RETURNING id
                """, [.workspace(workspace), .text(owner), .time(now.adding(lease)), .time(now), .integer(Int64(limit))]
            ).plannedAnew(),
            SQL(
                """
                SELECT d.id, d.workspace_id, d.attempts, d.key, d.channel, c.id, c.run_id, c.user_id, c.agent_type, c.body, c.writer, c.created_at,
                    w.url, w.secret, w.is_idempotent, w.enabled, d.version, c.direction, k.id, k.name, k.email,
                    COALESCE(r.agent_id, 0), COALESCE(c.sent_at, c.created_at), a.daily_cap, c.subject,
                    d.may_have_arrived, \(MessageBeginning.columns)
                FROM deliveries d JOIN communications c ON c.id = d.communication_id AND c.workspace_id = d.workspace_id
                LEFT JOIN contacts k ON k.id = c.contact_id AND k.workspace_id = c.workspace_id
                LEFT JOIN agent_runs r ON r.id = c.run_id AND r.workspace_id = c.workspace_id
                LEFT JOIN agents a ON a.id = r.agent_id AND a.workspace_id = r.workspace_id
                LEFT JOIN webhooks w ON w.id = d.webhook_id AND w.workspace_id = d.workspace_id
                WHERE d.workspace_id = $1 AND d.state = 'sending' AND d.lease_owner = $2
                """, [.workspace(workspace), .text(owner)]),
        ]
    }

    /// - Parameter answers: of both statements of `claim`.
    package static func claims(_ answers: [[Row]]) -> [Claim] {
        let ids = Set(answers[0].map { $0.integer(0) })
        return answers[1].filter { ids.contains($0.integer(0)) }.map(Claim.init)
    }

    /// Whether a worker is gone: one row where a lease has run out.
    package static func hasAbandoned(now: Timestamp) -> SQL {
        SQL("SELECT 1 FROM deliveries WHERE state = 'sending' AND lease_expires_at <= $1 LIMIT 1", [.time(now)])
    }

    /// Judges the deliveries whose worker is gone: all leases run out, and all of owners that cannot be alive.
    ///
    /// They may have arrived. A receiver that ignores repetitions gets them again, any other not; one that its senders
    /// die of is given up in the end.
    ///
    /// - Parameter owner: this process, as of `RunQueue.takeBack`.
    package static func takeBack(now: Timestamp, exceptOwner owner: String? = nil) -> [SQL] {
        let gone = "state = 'sending' AND \(AbandonedWork.condition)"
        let arguments: [SQLValue] = [.time(now), .optional(owner), .text("The instance that was sending it stopped before the answer came.")]
        return [
            SQL(
                """
                UPDATE deliveries SET state = 'queued', may_have_arrived = 1, next_attempt_at = \(AbandonedWork.nextAttempt), error = $3, lease_owner = NULL,
                    lease_expires_at = NULL, updated_at = $1, version = version + 1
                WHERE \(gone) AND \(AbandonedWork.hasAttemptsLeft) AND EXISTS (
                    SELECT 1 FROM webhooks w WHERE w.workspace_id = deliveries.workspace_id AND w.id = deliveries.webhook_id AND w.is_idempotent = 1)
                """, arguments),
            SQL(
                """
                UPDATE deliveries SET state = 'unknown', next_attempt_at = NULL, finished_at = $1, error = $3, lease_owner = NULL,
                    lease_expires_at = NULL, updated_at = $1, version = version + 1
                WHERE \(gone)
                """, arguments
            ).audited(
                Deliveries.ended(
                    "unknown", where: "state = 'unknown' AND updated_at = $1", [.time(now)], key: "abandoned:\(now.milliseconds):", at: now)),
        ]
    }

    /// Keeps the claims of these deliveries, whose answers are still awaited.
    package static func renew(_ deliveries: [Int64], owner: String, lease: Duration, now: Timestamp) -> SQL {
        let held = ValueRows(["id": .integer], deliveries.map { [.integer($0)] }, after: [.text(owner), .time(now.adding(lease))])
        return held.statement("held", by: "deliveries.id") { held in
            """
            UPDATE deliveries SET lease_expires_at = $2
            FROM \(held.rows) WHERE \(held.areMatched) AND deliveries.lease_owner = $1 AND deliveries.state || '' = 'sending'
            """
        }
    }

    /// Gives a claim back of which nothing went out, as at a shutdown.
    package static func release(_ claim: Claim, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE deliveries SET state = 'queued', attempts = attempts - 1, next_attempt_at = $3, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $3, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state = 'sending' AND workspace_id = $4 AND version = $5
            """, [.integer(claim.id), .text(owner), .time(now), .workspace(claim.workspace), .integer(claim.fence)])
    }

    /// Puts a claim back of which nothing went out, until its time has come; the attempt does not count.
    package static func postpone(_ claim: Claim, owner: String, until time: Timestamp, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE deliveries SET state = 'queued', attempts = attempts - 1, next_attempt_at = $6, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $3, version = version + 1
            WHERE id = $1 AND lease_owner = $2 AND state = 'sending' AND workspace_id = $4 AND version = $5
            """,
            [.integer(claim.id), .text(owner), .time(now), .workspace(claim.workspace), .integer(claim.fence), .time(time)])
    }

    /// Gives back all claims of an owner but those named, of which nothing went out: what a claim left behind whose
    /// answer was lost.
    package static func releaseAll(of owner: String, except deliveries: [Int64], now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE deliveries SET state = 'queued', attempts = attempts - 1, next_attempt_at = $2, lease_owner = NULL, lease_expires_at = NULL,
                updated_at = $2, version = version + 1
            WHERE lease_owner = $1 AND state = 'sending' AND id NOT IN (\(placeholders(3...deliveries.count + 3)))
            """, [.text(owner), .time(now), .integer(0)] + deliveries.map(SQLValue.integer)
        ).oneOff()
    }
}

extension DeliveryQueue.Claim {
    fileprivate init(_ row: Row) {
        self.init(
            id: row.integer(0), workspace: WorkspaceID(row.integer(1)), attempts: row.integer(2), fence: row.integer(16), key: row.text(3),
            channel: row.text(4),
            message: DeliveryQueue.Message(
                communication: row.integer(5), run: row.optionalInteger(6), user: row.integer(7), kind: row.text(8),
                wording: MessageWording(subject: row.optionalText(24), body: row.text(9)),
                writer: row.text(10), createdAt: row.time(11), begunAt: MessageBeginning.time(row, from: 26, writtenAt: row.time(11)),
                sentAt: row.time(22), direction: row.text(17),
                recipient: row.optionalInteger(18).map { .init(contact: $0, name: row.text(19), email: row.optionalText(20)) },
                agent: row.integer(21), agentCap: row.optionalInteger(23)),
            receiver: row.optionalText(12).map {
                DeliveryQueue.Receiver(url: $0, secret: row.text(13), isIdempotent: row.integer(14) != 0, isEnabled: row.integer(15) != 0)
            },
            mayHaveArrived: row.integer(25) != 0)
    }
}
