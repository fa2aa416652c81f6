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

    /// Takes over a request that `former` has started without effect so far: one row where it was so.
    ///
    /// - Parameter startedBefore: what started later is left to its process, which may be at work on it; nil where that
    ///   process is known to be gone. Should it be alive after all, `markApplied` undoes what it does.
    package static func takeOver(
        _ workspace: WorkspaceID, key: String, from former: String, owner: String, startedBefore: Timestamp?, now: Timestamp
    ) -> SQL {
        SQL(
            """
            UPDATE idempotency_keys SET owner = $4, created_at = $5
            WHERE workspace_id = $1 AND idempotency_key = $2 AND state = 'started' AND owner = $3 AND created_at < $6 RETURNING idempotency_key
            """,
            [
                .workspace(workspace), .text(key), .text(former), .text(owner), .time(now),
                .time(startedBefore ?? Timestamp(milliseconds: .max)),
            ])
    }

    /// To go into the commit of the request's own change, which is undone where the key is another's by now.
    ///
    /// - Throws: on commit, `LostKey`.
    package static func markApplied(_ workspace: WorkspaceID, key: String, owner: String) -> SQL {
        SQL(
            """
            UPDATE idempotency_keys SET state = 'applied'
            WHERE workspace_id = $1 AND idempotency_key = $2 AND owner = $3 AND state IN ('started', 'applied')
            """, [.workspace(workspace), .text(key), .text(owner)]
        ).expectingOneRow(orThrow: LostKey())
    }

    /// To go into each commit of a request that makes several: it holds on to its key, and is undone from where another took that over.
    ///
    /// - Throws: on commit, `LostKey`.
    package static func hold(_ workspace: WorkspaceID, key: String, owner: String, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE idempotency_keys SET created_at = $4
            WHERE workspace_id = $1 AND idempotency_key = $2 AND owner = $3 AND state = 'started'
            """, [.workspace(workspace), .text(key), .text(owner), .time(now)]
        ).expectingOneRow(orThrow: LostKey())
    }

    /// Where the request has had its effect, or none was to be had.
    package static func answer(_ workspace: WorkspaceID, key: String, owner: String, status: Int64, headers: String, body: String) -> SQL {
        SQL(
            """
            UPDATE idempotency_keys SET state = 'answered', status = $4, headers = $5, body = $6
            WHERE workspace_id = $1 AND idempotency_key = $2 AND owner = $3
            """, [.workspace(workspace), .text(key), .text(owner), .integer(status), .text(headers), .text(body)])
    }

    /// Forgets a request that had no effect, so that it can be tried again.
    package static func forget(_ workspace: WorkspaceID, key: String, owner: String) -> SQL {
        SQL(
            "DELETE FROM idempotency_keys WHERE workspace_id = $1 AND idempotency_key = $2 AND owner = $3 AND state = 'started'",
            [.workspace(workspace), .text(key), .text(owner)])
    }

    package static func forget(before: Timestamp) -> SQL {
        SQL("DELETE FROM idempotency_keys WHERE created_at < $1", [.time(before)])
    }
}

/// Another request with the same key has taken it over meanwhile; this one's change did not happen.
package struct LostKey: Error, Equatable {
    package init() {}
}
