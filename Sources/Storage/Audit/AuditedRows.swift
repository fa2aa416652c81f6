package import Domain

/// The rows of a table that an entry is about, and what of them it shows.
package struct AuditedRows: Sendable {
    var table: String
    var kind: String
    /// Never secrets: what the API shows of the table.
    var columns: [Field]
    /// SQL that holds for them, with placeholders from `$1` on; nil for the row that the connection has just inserted.
    var condition: String?
    var arguments: [SQLValue]
    var workspace: String

    package init(
        _ table: String, noun: String, columns: [Field], where condition: String?, _ arguments: [SQLValue], workspace: String = "workspace_id"
    ) {
        self.table = table
        kind = AuditSubject.kind(of: noun)
        self.columns = columns
        self.condition = condition
        self.arguments = arguments
        self.workspace = workspace
    }
}

extension Table {
    /// As `insert`, and entered into the audit trail.
    package func auditedInsert(_ workspace: WorkspaceID, _ values: Values, now: Timestamp) -> [SQL] {
        var statements = insert(workspace, values, now: now)
        let last = statements.removeLast()
        return statements + [last.audited(AuditMark(.creates, .created(noun), newlyInserted, at: now))]
    }

    /// As `update`, and entered into the audit trail.
    package func auditedUpdate(_ workspace: WorkspaceID, id: Int64, _ values: Values, version: SeenVersions?, now: Timestamp) -> [SQL] {
        var statements = update(workspace, id: id, values, version: version, now: now)
        let last = statements.removeLast()
        return statements + [last.audited(AuditMark(.changes, .changed(noun), audited(workspace, id: id), at: now))]
    }

    /// One row.
    package func audited(_ workspace: WorkspaceID, id: Int64) -> AuditedRows {
        audited("workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)])
    }

    package func audited(_ condition: String, _ arguments: [SQLValue]) -> AuditedRows {
        AuditedRows(name, noun: noun, columns: auditedColumns, where: condition, arguments)
    }

    /// The row that the connection has just inserted.
    package var newlyInserted: AuditedRows { AuditedRows(name, noun: noun, columns: auditedColumns, where: nil, []) }

    private var auditedColumns: [Field] { columns.filter { !["created_at", "updated_at"].contains($0.name) } }
}
