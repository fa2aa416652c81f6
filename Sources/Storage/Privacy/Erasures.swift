package import Domain

/// The erasure of a contact, one row each: how far it is while it is open, and that it happened for ever after.
package enum Erasures {
    package struct Erasure: Sendable, Equatable {
        package var id: Int64
        package var workspace: WorkspaceID
        package var contact: Int64
        package var isDone: Bool
        /// A key of `ErasureStage`.
        package var stage: String
        /// The last id that a walk over texts has looked at.
        package var reached: Int64
        /// Nil once it is done.
        package var identity: ContactIdentity?
        package var requestedAt: Timestamp
        package var finishedAt: Timestamp?
        package var version: Int64
    }

    private static let columns = "id, workspace_id, contact_id, state, stage, reached, identity, created_at, finished_at, version"

    /// Who a contact is: `name, email, phone`.
    package static func identity(of contact: Int64, in workspace: WorkspaceID) -> SQL {
        SQL("SELECT name, email, phone FROM contacts WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(contact)])
    }

    package static func find(_ workspace: WorkspaceID, contact: Int64) -> SQL {
        SQL("SELECT \(columns) FROM erasures WHERE workspace_id = $1 AND contact_id = $2", [.workspace(workspace), .integer(contact)])
    }

    /// Those after one of them that are not done, the oldest first.
    package static func open(after id: Int64, limit: Int64) -> SQL {
        SQL("SELECT \(columns) FROM erasures WHERE state = 'open' AND id > $1 ORDER BY id LIMIT $2", [.integer(id), .integer(limit)])
    }

    package static func erasure(_ row: Row) -> Erasure {
        Erasure(
            id: row.integer(0), workspace: WorkspaceID(row.integer(1)), contact: row.integer(2), isDone: row.text(3) == "done", stage: row.text(4),
            reached: row.integer(5), identity: row.optionalText(6).flatMap(ContactIdentity.init(json:)), requestedAt: row.time(7),
            finishedAt: row.optionalInteger(8).map(Timestamp.init(milliseconds:)), version: row.integer(9))
    }

    /// Begins it: from this commit on nothing more is written or sent to the contact.
    ///
    /// - Parameter salt: as of `ErasedAddresses.keep`.
    package static func request(_ workspace: WorkspaceID, contact: Int64, _ identity: ContactIdentity, salt: String, now: Timestamp) -> [SQL] {
        [ContactHolds.lock(workspace)] + ErasedAddresses.keep(workspace, contact: contact, salt: salt, now: now)
            + ContactStop.statements(workspace, contact: contact, now: now) + [
                SQL(
                    """
                    INSERT INTO erasures (workspace_id, contact_id, state, stage, identity, created_at, updated_at, version)
                    VALUES ($1, $2, 'open', $3, $4, $5, $5, 1) ON CONFLICT (workspace_id, contact_id) DO NOTHING
                    """, [.workspace(workspace), .integer(contact), .text(ErasureStage.first.key), .text(identity.json), .time(now)])
            ]
    }

    /// Takes it further; fails with `ErasureMoved` where another instance has done so meanwhile.
    static func move(_ erasure: Erasure, to stage: String, reached: Int64 = 0, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE erasures SET stage = $2, reached = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND version = $5 AND workspace_id = $6
            """,
            [
                .integer(erasure.id), .text(stage), .integer(reached), .time(now), .integer(erasure.version), .workspace(erasure.workspace),
            ]
        ).expectingOneRow(orThrow: ErasureMoved())
    }

    /// Ends it: nobody knows any more whom it was about.
    static func finish(_ erasure: Erasure, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE erasures SET state = 'done', identity = NULL, finished_at = $2, updated_at = $2, version = version + 1
            WHERE id = $1 AND version = $3 AND workspace_id = $4
            """, [.integer(erasure.id), .time(now), .integer(erasure.version), .workspace(erasure.workspace)]
        ).expectingOneRow(orThrow: ErasureMoved())
    }
}

/// Another instance is at the same erasure, or somebody changed a row that it was about to change: look again.
package struct ErasureMoved: Error, Equatable {
    package init() {}
}
