package import Domain

/// What was answered to a request that carried an `Idempotency-Key` header
/// (draft-ietf-httpapi-idempotency-key-header), so that sending it again changes nothing.
///
/// States: `started` -> `applied`, in the transaction of the request's own effect -> `answered`, with the response.
package enum IdempotencyKeys {
    package struct Record: Sendable, Equatable {
        package var fingerprint: String
        package var state: String
        package var status: Int64
        package var headers: String
        package var body: String
        package var owner: String
    }

    package static func find(_ workspace: WorkspaceID, key: String) -> SQL {
        SQL(
            "SELECT fingerprint, state, status, headers, body, owner FROM idempotency_keys WHERE workspace_id = $1 AND idempotency_key = $2",
            [.workspace(workspace), .text(key)])
    }

    package static func record(_ row: Row) -> Record {
        Record(fingerprint: row.text(0), state: row.text(1), status: row.integer(2), headers: row.text(3), body: row.text(4), owner: row.text(5))
    }

    /// Starts a request: one row where the key is new, none where it is known.
    package static func start(_ workspace: WorkspaceID, key: String, fingerprint: String, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO idempotency_keys (workspace_id, idempotency_key, fingerprint, state, status, headers, body, owner, created_at)
            VALUES ($1, $2, $3, 'started', 0, '', '', $4, $5) ON CONFLICT (workspace_id, idempotency_key) DO NOTHING RETURNING idempotency_key
            """, [.workspace(workspace), .text(key), .text(fingerprint), .text(owner), .time(now)])
    }

    /// Takes over a request that a process now gone had started without effect: one row where it was so.
    package static func takeOver(_ workspace: WorkspaceID, key: String, from former: String, owner: String) -> SQL {
        SQL(
            """
            UPDATE idempotency_keys SET owner = $4 WHERE workspace_id = $1 AND idempotency_key = $2 AND state = 'started' AND owner = $3
            RETURNING idempotency_key
            """, [.workspace(workspace), .text(key), .text(former), .text(owner)])
    }

    package static func markApplied(_ workspace: WorkspaceID, key: String) -> SQL {
        SQL(
            "UPDATE idempotency_keys SET state = 'applied' WHERE workspace_id = $1 AND idempotency_key = $2",
            [.workspace(workspace), .text(key)])
    }

    package static func answer(_ workspace: WorkspaceID, key: String, status: Int64, headers: String, body: String) -> SQL {
        SQL(
            "UPDATE idempotency_keys SET state = 'answered', status = $3, headers = $4, body = $5 WHERE workspace_id = $1 AND idempotency_key = $2",
            [.workspace(workspace), .text(key), .integer(status), .text(headers), .text(body)])
    }

    /// Forgets a request that had no effect, so that it can be tried again.
    package static func forget(_ workspace: WorkspaceID, key: String) -> SQL {
        SQL(
            "DELETE FROM idempotency_keys WHERE workspace_id = $1 AND idempotency_key = $2 AND state = 'started'",
            [.workspace(workspace), .text(key)])
    }

    package static func forget(before: Timestamp) -> SQL {
        SQL("DELETE FROM idempotency_keys WHERE created_at < $1", [.time(before)])
    }
}
