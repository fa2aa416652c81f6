package import Domain

/// A person's contacts by stage and by when they came, counted and the first of them.
package enum PeopleRows {
    package static let most = 9

    /// `stage, count`, the stage empty for those in none.
    package static func stages(_ person: Person) -> SQL {
        SQL(
            "SELECT COALESCE(stage, ''), COUNT(*) FROM contacts WHERE workspace_id = $1 AND user_id = $2 GROUP BY COALESCE(stage, '') ORDER BY 2 DESC, 1",
            whose(person)
        ).long()
    }

    package static func stage(_ row: Row) -> PeopleFinding.StageCount { PeopleFinding.StageCount(row.text(0), row.integer(1)) }

    /// How many names stand in won deals that no contact in the stage customer has, nor a company of one.
    package static func buyers(_ person: Person) -> SQL {
        let known = { (column: String) in
            "SELECT fold_case(\(column)) FROM contacts WHERE workspace_id = $1 AND user_id = $2 AND stage = 'customer' AND \(column) IS NOT NULL"
        }
        return SQL(
            """
            SELECT COUNT(DISTINCT fold_case(customer)) FROM deals WHERE workspace_id = $1 AND user_id = $2 AND status = 'won'
            AND fold_case(customer) NOT IN (\(known("name"))) AND fold_case(customer) NOT IN (\(known("company")))
            """, whose(person)
        ).long()
    }

    /// Those in a stage, the longest untouched first.
    package static func contacts(_ person: Person, stage: String) -> SQL {
        SQL(
            "SELECT \(columns) FROM contacts WHERE workspace_id = $1 AND user_id = $2 AND stage = $3 ORDER BY updated_at, id LIMIT \(most)",
            whose(person) + [.text(stage)])
    }

    /// Those that came within some time, of some stages, the newest first, and how many there are.
    ///
    /// - Parameter stages: none for all.
    package static func created(_ person: Person, within span: Range<Timestamp>?, stages: [String]) -> SQL {
        var bindings = SQLBindings()
        bindings.append(whose(person))
        var conditions = ["workspace_id = $1", "user_id = $2"]
        if let span {
            conditions.append("created_at >= \(bindings.bind(.time(span.lowerBound)))")
            conditions.append("created_at < \(bindings.bind(.time(span.upperBound)))")
        }
        if !stages.isEmpty {
            var places: [String] = []
            for stage in stages { places.append(bindings.bind(.text(stage))) }
            conditions.append("COALESCE(stage, '') IN (\(places.joined(separator: ", ")))")
        }
        return SQL(
            "SELECT \(columns), COUNT(*) OVER () FROM contacts WHERE \(conditions.joined(separator: " AND ")) ORDER BY created_at DESC, id DESC LIMIT \(most)",
            bindings.values
        ).oneOff().long()
    }

    package static func contact(_ row: Row) -> ContactFact { PersonContexts.contact(row) }
    package static func count(_ rows: [Row]) -> Int64 { rows.first?.integer(8) ?? 0 }

    private static let columns = "user_id, \(PersonContexts.contactColumns)"

    private static func whose(_ person: Person) -> [SQLValue] { [.workspace(person.workspace), .integer(person.user)] }
}
