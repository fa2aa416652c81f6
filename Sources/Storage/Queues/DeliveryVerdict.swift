package import Domain

/// What an attempt leaves in a delivery's row.
package struct DeliveryVerdict: Sendable, Equatable {
    package enum State: String, Sendable { case delivered, failed, queued, dead, unknown, cancelled }

    package var state: State
    package var error: String?
    package var status: Int?
    /// When it is tried again; nil where it has reached its end.
    package var retryAt: Timestamp?

    package init(_ state: State, error: String? = nil, status: Int? = nil, retryAt: Timestamp? = nil) {
        self.state = state
        self.error = error
        self.status = status
        self.retryAt = retryAt
    }

    /// As it is to be told of a delivery of which an earlier attempt may have arrived: that it did not is known of none then.
    package func afterwards(of claim: DeliveryQueue.Claim) -> DeliveryVerdict {
        guard claim.mayHaveArrived, state == .cancelled || state == .dead else { return self }
        return DeliveryVerdict(.unknown, error: "An earlier attempt may have arrived. \(error ?? "")", status: status)
    }

    /// Whether it leaves open if the message has arrived, and it is tried again.
    private var leavesOpen: Bool { state == .queued }

    /// Records the verdict: one row where it counts.
    ///
    /// It also counts where the lease has run out meanwhile and the row says unknown of this very claim: the truth came
    /// late. Running the statement twice changes nothing, also where the same worker has claimed the delivery again
    /// meanwhile, so it can be repeated until it is known to have worked.
    package func record(_ claim: DeliveryQueue.Claim, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE deliveries SET state = $4, error = $5, response_status = $6, next_attempt_at = $7, finished_at = $8, delivered_at = $9,
                may_have_arrived = CASE WHEN $12 = 1 THEN 1 ELSE may_have_arrived END,
                lease_owner = NULL, lease_expires_at = NULL, updated_at = $10, version = version + 1
            WHERE workspace_id = $1 AND id = $2
            AND (state = 'sending' AND lease_owner = $3 AND version = $11 OR state = 'unknown' AND version = $11 + 1 AND $4 <> 'unknown')
            RETURNING id
            """,
            [
                .workspace(claim.workspace), .integer(claim.id), .text(owner), .text(state.rawValue),
                // PostgreSQL keeps no U+0000, which a receiver's answer may contain; a verdict must not fail for it.
                .optional(error.map { String($0.withoutNUL.prefix(2000)) }),
                .optional(status.map(Int64.init)), .optional(retryAt?.milliseconds), retryAt == nil ? .time(now) : .null,
                state == .delivered ? .time(now) : .null, .time(now), .integer(claim.fence), .integer(leavesOpen ? 1 : 0),
            ]
        ).audited(end(of: claim, now))
    }

    /// `record`, and what follows for the message where nobody gets it.
    package func statements(_ claim: DeliveryQueue.Claim, owner: String, today: CountedDay, now: Timestamp) -> [SQL] {
        let record = record(claim, owner: owner, now: now)
        guard state == .cancelled || state == .dead else { return [record] }
        return [record]
            + WithheldMessages.follow(claim.workspace, delivery: claim.id, because: error, countedOn: today, today: today, now: now)
    }

    /// Nothing where it is tried again.
    private func end(of claim: DeliveryQueue.Claim, _ now: Timestamp) -> AuditMark? {
        guard retryAt == nil else { return nil }
        return Deliveries.ended(
            state.rawValue, where: "workspace_id = $1 AND id = $2 AND state = $3 AND updated_at = $4",
            [.workspace(claim.workspace), .integer(claim.id), .text(state.rawValue), .time(now)], key: "ended:\(state):\(claim.fence):", at: now)
    }
}
