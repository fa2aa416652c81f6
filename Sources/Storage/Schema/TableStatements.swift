package import Domain

extension Table {
    /// Creates a row with the given values and the initial ones of the other fields.
    ///
    /// - Parameter finding: a field with null for its initial value, and the SQL that finds one in its place, made of the placeholders of
    ///   other columns.
    package func insert(
        _ workspace: WorkspaceID, _ given: Values, now: Timestamp,
        finding: (field: String, by: (_ placeholder: (String) -> String) -> String)? = nil
    ) -> [SQL] {
        var values = given
        for field in fields where values[field.name] == nil && field.expression == nil {
            values[field.name] = field.kind == .boolean ? .integer(0) : field.initial ?? .null
        }
        derive(&values, now)
        let stored = values.sorted { $0.key < $1.key }
        let names = ["workspace_id", "created_at", "updated_at", "version"] + stored.map(\.key)
        let arguments = [.workspace(workspace), .time(now), .time(now), .integer(1)] + stored.map(\.value)
        var inserted = names.indices.map { "$\($0 + 1)" }
        if let finding, let place = names.firstIndex(of: finding.field) {
            let found = finding.by { column in names.firstIndex(of: column).map { "$\($0 + 1)" } ?? "NULL" }
            inserted[place] = "COALESCE(\(inserted[place]), \(found))"
        }
        let insert = SQL(
            "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(inserted.joined(separator: ", "))) RETURNING \(columnList)",
            arguments
        )
        return references(workspace, values) + [insert]
    }

    /// Changes the named values of a row; with `version`, only if that is still the row's version.
    package func update(_ workspace: WorkspaceID, id: Int64, _ given: Values, version: SeenVersions?, now: Timestamp) -> [SQL] {
        var values = given
        derive(&values, now)
        // What a person changes is the person's own from then on, and stays when the sample goes.
        if fields.contains(where: { $0.name == Field.sample.name }) { values[Field.sample.name] = .integer(0) }
        let stored = values.sorted { $0.key < $1.key }
        let assignments = stored.enumerated().map { "\($1.key) = $\($0 + 4)" }
        var arguments = [.workspace(workspace), .integer(id), .time(now)] + stored.map(\.value)
        var text = "UPDATE \(name) SET \((assignments + ["updated_at = $3", "version = version + 1"]).joined(separator: ", "))"
        text += " WHERE workspace_id = $1 AND id = $2"
        if let version { text += " AND \(version.condition(adding: &arguments))" }
        return references(workspace, values) + [
            expected(workspace, id: id, version: version), SQL(text + " RETURNING \(columnList)", arguments).oneOff(),
        ]
    }

    /// Deletes a row, and enters it into the audit trail.
    package func delete(_ workspace: WorkspaceID, id: Int64, version: SeenVersions?, now: Timestamp) -> [SQL] {
        let mark = AuditMark(.deletes, .deleted(noun), audited(workspace, id: id), at: now)
        let deletion = SQL("DELETE FROM \(name) WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)])
        return [expected(workspace, id: id, version: version)] + beforeDelete(workspace, id) + [deletion.audited(mark)]
    }

    package func get(_ workspace: WorkspaceID, id: Int64) -> SQL {
        SQL("SELECT \(columnList) FROM \(name) WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)]).quick()
    }

    package func notFound(id: Int64) -> RowNotFound { RowNotFound(noun: noun, id: id) }

    /// Fails with what stands in the way of a change: no such row, or another version of it, which it stays until the commit ends.
    package func expected(_ workspace: WorkspaceID, id: Int64, version: SeenVersions?) -> SQL {
        let row = "SELECT id FROM \(name) WHERE workspace_id = $1 AND id = $2"
        var arguments: [SQLValue] = [.workspace(workspace), .integer(id)]
        guard let version else { return SQL("\(row) {{lock}}", arguments).expectingOneRow(orThrow: notFound(id: id)) }
        return SQL("\(row) AND \(version.condition(adding: &arguments)) {{lock}}", arguments)
            .expectingOneRow(orThrow: StaleVersion(noun: noun, id: id))
    }

    /// One check for each id that a value refers to: in this workspace, or nowhere.
    private func references(_ workspace: WorkspaceID, _ values: Values) -> [SQL] {
        fields.compactMap { field in
            guard !field.isReadOnly, case .reference(let table) = field.kind, case .integer(let id)? = values[field.name] else { return nil }
            return Self.reference(field.name, to: id, in: table, of: workspace)
        }
    }

    /// Fails with a sentence about the field where its id names no row of a table in this workspace.
    static func reference(_ field: String, to id: Int64, in table: String, of workspace: WorkspaceID) -> SQL {
        SQL("SELECT id FROM \(table) WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(id)])
            .expectingOneRow(orThrow: ValidationError(field: field, "\(field) names no row that exists: there is no \(id) in \(table)."))
    }
}

func placeholders(_ range: ClosedRange<Int>) -> String {
    range.map { "$\($0)" }.joined(separator: ", ")
}

/// No row of this id in the workspace.
package struct RowNotFound: Error, Equatable, Sendable {
    package var noun: String
    package var id: Int64

    package init(noun: String, id: Int64) {
        self.noun = noun
        self.id = id
    }
}

/// The row has changed since the caller read it, or is gone.
package struct StaleVersion: Error, Equatable, Sendable {
    package var noun: String
    package var id: Int64

    package init(noun: String, id: Int64) {
        self.noun = noun
        self.id = id
    }
}
