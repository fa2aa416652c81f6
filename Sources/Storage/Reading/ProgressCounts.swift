package import Domain

/// What a person has reached, counted from the rows.
package enum ProgressCounts {
    /// One row: leads, meetings done, deals won, tasks done.
    package static func of(_ person: Person) -> SQL {
        SQL(
            """
            SELECT (SELECT COUNT(*) FROM contacts WHERE workspace_id = $1 AND user_id = $2 AND stage IS NOT NULL),
                (SELECT COUNT(*) FROM tasks WHERE workspace_id = $1 AND user_id = $2 AND status = 'done' AND kind = 'meeting'),
                (SELECT COUNT(*) FROM deals WHERE workspace_id = $1 AND user_id = $2 AND status = 'won'),
                (SELECT COUNT(*) FROM tasks WHERE workspace_id = $1 AND user_id = $2 AND status = 'done')
            """, [.workspace(person.workspace), .integer(person.user)])
    }

    package static func progress(_ row: Row) -> Progress {
        Progress(leadsGenerated: row.integer(0), meetingsCompleted: row.integer(1), dealsClosed: row.integer(2), tasksCompleted: row.integer(3))
    }

    package static func targets(_ person: Person) -> SQL {
        SQL(
            "SELECT id, product, target, achieved FROM targets WHERE workspace_id = $1 AND user_id = $2 ORDER BY id LIMIT 200",
            [.workspace(person.workspace), .integer(person.user)])
    }

    package static func target(_ row: Row) -> TargetFact {
        TargetFact(id: row.integer(0), product: row.text(1), target: row.integer(2), achieved: row.integer(3))
    }
}
