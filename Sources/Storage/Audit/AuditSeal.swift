package import Domain

/// An entry's place in the chain of its workspace.
package struct AuditSeal: Sendable, Equatable {
    /// Counts the workspace's entries from 1.
    package var sequence: Int64
    /// Random, so that nobody can guess an erased body by its digest; nil once the body is erased.
    package var salt: String?
    /// Of salt and bodies, in hexadecimal, as the hashes.
    package var digest: String
    package var previous: String
    package var hash: String

    package init(sequence: Int64, salt: String?, digest: String, previous: String, hash: String) {
        self.sequence = sequence
        self.salt = salt
        self.digest = digest
        self.previous = previous
        self.hash = hash
    }

    /// Nil for a row of `AuditEntries.columns` that is not sealed yet.
    init?(_ row: Row) {
        guard let sequence = row.optionalInteger(13), let hash = row.optionalText(17) else { return nil }
        self.init(sequence: sequence, salt: row.optionalText(14), digest: row.text(15), previous: row.text(16), hash: hash)
    }
}

/// Where the chain of a workspace ends.
package struct AuditHead: Sendable, Equatable {
    package var sequence: Int64
    package var hash: String

    /// Before the first entry.
    package static let start = AuditHead(sequence: 0, hash: String(repeating: "0", count: 64))

    package init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// Another process has sealed entries meanwhile.
package struct SealedMeanwhile: Error, Equatable, Sendable {}

extension AuditEntries {
    /// The workspaces with entries that are not sealed: `workspace_id`.
    package static let unsealedWorkspaces = SQL(
        "SELECT w.id FROM workspaces w WHERE EXISTS (SELECT 1 FROM audit_entries e WHERE e.workspace_id = w.id AND e.hash IS NULL) ORDER BY w.id")

    /// One row `sequence, hash`, or none before the first sealing.
    package static func head(_ workspace: WorkspaceID) -> SQL {
        SQL("SELECT sequence, hash FROM audit_heads WHERE workspace_id = $1", [.workspace(workspace)])
    }

    package static func head(_ rows: [Row]) -> AuditHead {
        rows.first.map { AuditHead(sequence: $0.integer(0), hash: $0.text(1)) } ?? .start
    }

    /// The oldest entries that are not sealed.
    package static func unsealed(_ workspace: WorkspaceID, limit: Int64) -> SQL {
        SQL(
            "SELECT \(columns) FROM audit_entries WHERE workspace_id = $1 AND hash IS NULL ORDER BY id LIMIT $2",
            [.workspace(workspace), .integer(limit)])
    }

    /// Puts entries at the end of the chain; fails with `SealedMeanwhile` where its end is not `head` any more.
    ///
    /// They are found by their ids, and not in the index of all that are not sealed.
    package static func seal(_ workspace: WorkspaceID, _ seals: [(id: Int64, seal: AuditSeal)], after head: AuditHead) -> [SQL] {
        guard let last = seals.last?.seal else { return [] }
        let rows = ValueRows(
            ["id": .integer, "sequence": .integer, "salt": .text, "digest": .text, "previous_hash": .text, "hash": .text],
            seals.map { id, seal in
                [.integer(id), .integer(seal.sequence), .text(seal.salt ?? ""), .text(seal.digest), .text(seal.previous), .text(seal.hash)]
            }, after: [.workspace(workspace)])
        return [
            SQL(
                "INSERT INTO audit_heads (workspace_id, sequence, hash) VALUES ($1, $2, $3) ON CONFLICT (workspace_id) DO NOTHING",
                [.workspace(workspace), .integer(AuditHead.start.sequence), .text(AuditHead.start.hash)]),
            SQL(
                "UPDATE audit_heads SET sequence = $2, hash = $3 WHERE workspace_id = $1 AND sequence = $4 AND hash = $5 RETURNING sequence",
                [.workspace(workspace), .integer(last.sequence), .text(last.hash), .integer(head.sequence), .text(head.hash)]
            ).expectingOneRow(orThrow: SealedMeanwhile()),
            rows.statement("s", by: "audit_entries.id") { s in
                """
                UPDATE audit_entries SET sequence = \(s["sequence"]), salt = \(s["salt"]), digest = \(s["digest"]),
                    previous_hash = \(s["previous_hash"]), hash = \(s["hash"])
                FROM \(s.rows) WHERE \(s.areMatched) AND +audit_entries.workspace_id = $1 AND COALESCE(audit_entries.hash, '') = ''
                RETURNING audit_entries.id
                """
            }.expecting(rows: seals.count...seals.count, orThrow: SealedMeanwhile()),
        ]
    }

    /// A part of the chain, in its order.
    package static func chain(_ workspace: WorkspaceID, after sequence: Int64, limit: Int64) -> SQL {
        SQL(
            "SELECT \(columns) FROM audit_entries WHERE workspace_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
            [.workspace(workspace), .integer(sequence), .integer(limit)])
    }

    /// Takes bodies and salts away, for a person's right to it: the chain still holds. Only what is sealed can be erased.
    package static func erase(_ workspace: WorkspaceID, _ subject: AuditSubject, now: Timestamp) -> SQL {
        erase(workspace, "subject_kind = $3 AND subject_id = $4", [.text(subject.kind), .optional(subject.id)], now)
    }

    /// The same of the entries of these ids.
    package static func erase(_ workspace: WorkspaceID, ids: [Int64], now: Timestamp) -> SQL? {
        ids.isEmpty ? nil : erase(workspace, "id IN (\(placeholders(3...ids.count + 2)))", ids.map(SQLValue.integer), now).oneOff()
    }

    private static func erase(_ workspace: WorkspaceID, _ which: String, _ values: [SQLValue], _ now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE audit_entries SET body_before = NULL, body_after = NULL, salt = NULL, erased_at = $2
            WHERE workspace_id = $1 AND \(which) AND hash IS NOT NULL AND erased_at IS NULL RETURNING id
            """, [.workspace(workspace), .time(now)] + values)
    }
}
