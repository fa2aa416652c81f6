package import Domain

/// One slice of each stage of an erasure.
package enum ErasureStatements {
    /// How many rows one commit changes, and how many ids a look through texts passes.
    package static let slice: Int64 = 500
    package static let walk: Int64 = 5000

    /// Ends what is on its way once more; the last statement returns a row while something is going out.
    package static func stop(_ erasure: Erasures.Erasure, now: Timestamp) -> [SQL] {
        ContactStop.statements(erasure.workspace, contact: erasure.contact, now: now)
            + [ContactStop.isSending(erasure.workspace, contact: erasure.contact)]
    }

    /// Blanks up to a slice of the rows about the contact: `id` of each.
    package static func blank(_ table: PersonalTable, _ erasure: Erasures.Erasure, now: Timestamp) -> SQL? {
        guard let link = table.link, case .blanked(let changes, let remaining) = table.erasure else { return nil }
        let assignments = changes.map { "\($0.key) = \($0.value.replacing("t.", with: ""))" } + ["updated_at = $3"]
        return SQL(
            """
            UPDATE \(table.name) SET \(assignments.joined(separator: ", ")) WHERE workspace_id = $1 AND id IN (
                SELECT t.id FROM \(table.name) t WHERE t.workspace_id = $1 AND \(link) AND \(remaining) ORDER BY t.id LIMIT $4)
            RETURNING id
            """, [.workspace(erasure.workspace), .integer(erasure.contact), .time(now), .integer(slice)])
    }

    /// The contact goes, with what came to its rows while they were being blanked.
    package static func contact(_ erasure: Erasures.Erasure, now: Timestamp) -> [SQL] {
        let (workspace, contact) = (erasure.workspace, erasure.contact)
        let late = PersonalData.tables.compactMap { blank($0, erasure, now: now) }
        return [ContactHolds.lock(workspace)] + ContactStop.statements(workspace, contact: contact, now: now) + late
            + Contacts.table.beforeDelete(workspace, contact)
            + [SQL("DELETE FROM contacts WHERE workspace_id = $1 AND id = $2", [.workspace(workspace), .integer(contact)])]
    }

    /// The highest id of a table: `id`.
    package static func last(of table: PersonalTable) -> SQL { last(of: table.name) }

    /// An index answers it at its end, which PostgreSQL does not for MAX behind its policies.
    private static func last(of name: String) -> SQL { SQL("SELECT (SELECT id FROM \(name) ORDER BY id DESC LIMIT 1)") }

    /// Rows of the next ids of a table that may mention the person: `id`, then the table's redacted columns.
    package static func mentions(in table: PersonalTable, _ erasure: Erasures.Erasure, _ needles: [String]) -> SQL {
        var bindings = SQLBindings()
        bindings.append([.workspace(erasure.workspace), .integer(erasure.reached), .integer(erasure.reached + walk)])
        let patterns = needles.map { bindings.bind(.text("%\(escaped($0))%")) }
        let found = table.redacted.flatMap { column in patterns.map { "fold_case(\(column)) LIKE \($0) ESCAPE '!'" } }
        return SQL(
            """
            SELECT id, \(table.redacted.joined(separator: ", ")) FROM \(table.name)
            WHERE workspace_id = $1 AND id > $2 AND id <= $3 AND (\(found.joined(separator: " OR "))) ORDER BY id
            """, bindings.values
        ).oneOff().long()
    }

    /// Puts new texts into a row, unless somebody has changed it meanwhile (`ErasureMoved`). Its version stays, as a worker
    /// may have it in hand.
    package static func redact(
        _ table: PersonalTable, row id: Int64, _ changes: [(column: String, old: SQLValue, new: String)], of erasure: Erasures.Erasure
    ) -> SQL {
        var bindings = SQLBindings()
        bindings.append([.workspace(erasure.workspace), .integer(id)])
        let assignments = changes.map { "\($0.column) = \(bindings.bind(.text($0.new)))" }
        let unchanged = changes.map { "\($0.column) = \(bindings.bind($0.old))" }
        return SQL(
            """
            UPDATE \(table.name) SET \(assignments.joined(separator: ", "))
            WHERE workspace_id = $1 AND id = $2 AND \(unchanged.joined(separator: " AND "))
            """, bindings.values
        ).oneOff().expectingOneRow(orThrow: ErasureMoved())
    }

    /// The sealed entries among the next ids of the audit trail that are about the contact or mention the person, and after them the
    /// trail's highest id.
    package static func audit(_ erasure: Erasures.Erasure, _ needles: [String]) -> [SQL] {
        var bindings = SQLBindings()
        bindings.append([
            .workspace(erasure.workspace), .integer(erasure.reached), .integer(erasure.reached + walk), .integer(erasure.contact),
        ])
        // As SQLite writes JSON, and as PostgreSQL does.
        let members = [":", " : "].flatMap { colon in [",", "}"].map { "%\"contact_id\"\(colon)\(erasure.contact)\($0)%" } }
        let found = ["body_before", "body_after"].flatMap { column in
            members.map { "\(column) LIKE \(bindings.bind(.text($0)))" }
                + needles.map { "fold_case(\(column)) LIKE \(bindings.bind(.text("%\(escaped($0))%"))) ESCAPE '!'" }
        }
        return [
            SQL(
                """
                SELECT id FROM audit_entries WHERE workspace_id = $1 AND id > $2 AND id <= $3 AND hash IS NOT NULL AND erased_at IS NULL
                AND ((subject_kind = 'contact' AND subject_id = $4) OR \(found.joined(separator: " OR "))) ORDER BY id
                """, bindings.values
            ).oneOff().long(), last(of: "audit_entries"),
        ]
    }

    /// Forgets answers that mention the person or are about the contact.
    package static func answers(_ erasure: Erasures.Erasure, _ needles: [String]) -> [SQL] {
        var bindings = SQLBindings()
        bindings.append([.workspace(erasure.workspace), .text("%\"contact_id\":\(erasure.contact),%"), .text("%\"contact_id\":\(erasure.contact)}%")])
        let patterns = needles.map { bindings.bind(.text("%\(escaped($0))%")) }
        func found(_ column: String) -> String { patterns.map { "fold_case(\(column)) LIKE \($0) ESCAPE '!'" }.joined(separator: " OR ") }
        return [
            SQL(
                "DELETE FROM idempotency_keys WHERE workspace_id = $1 AND (body LIKE $2 OR body LIKE $3 OR \(found("body")) OR \(found("headers")))",
                bindings.values
            ).oneOff(),
            SQL(
                """
                DELETE FROM answers_under_way
                WHERE workspace_id = $1 AND (tools LIKE $2 OR tools LIKE $3 OR \(found("body")) OR \(found("tools")))
                """, bindings.values
            ).oneOff(),
        ]
    }

    /// - Parameter stage: nil after the last.
    package static func move(_ erasure: Erasures.Erasure, to stage: ErasureStage?, reached: Int64 = 0, now: Timestamp) -> SQL {
        guard let stage else { return Erasures.finish(erasure, now: now) }
        return Erasures.move(erasure, to: stage.key, reached: reached, now: now)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
    }
}

extension ErasureStatements {
    /// What takes the person out of a row of `mentions`; nil where it isn't mentioned after all.
    package static func redaction(of row: Row, in table: PersonalTable, by redactor: Redactor, for erasure: Erasures.Erasure) -> SQL? {
        let changes = table.redacted.enumerated().compactMap { index, column in
            row.optionalText(index + 1).flatMap(redactor.redacted).map { (column: column, old: row[index + 1], new: $0) }
        }
        return changes.isEmpty ? nil : redact(table, row: row.integer(0), changes, of: erasure)
    }
}
