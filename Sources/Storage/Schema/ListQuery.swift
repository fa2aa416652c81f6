package import Domain

/// A page of a table: filters, an order, and the place where the page before ended.
package struct ListQuery: Sendable {
    package var filters: [(field: Field, value: SQLValue)] = []
    /// Every word of it must occur in one of the searchable fields.
    package var search: String?
    package var sort: Field
    package var isDescending: Bool
    package var limit: Int
    package var after: Position?
    /// Whose rows it lists.
    package var reach = Reach.everyone

    /// The sort value and the id of the last row of a page.
    package struct Position: Sendable, Equatable {
        package var value: SQLValue
        package var id: Int64

        package init(value: SQLValue, id: Int64) {
            self.value = value
            self.id = id
        }
    }

    package init(sort: Field, isDescending: Bool, limit: Int) {
        self.sort = sort
        self.isDescending = isDescending
        self.limit = limit
    }
}

extension Table {
    /// One row more than the page's limit, to tell whether another page follows.
    package func list(_ workspace: WorkspaceID, _ query: ListQuery) -> SQL {
        var conditions = ["workspace_id = $1"]
        var arguments: [SQLValue] = [.workspace(workspace)]
        func bind(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        if let user = query.reach.user, let owned = isReached(by: bind(.integer(user))) { conditions.append(owned) }
        for (field, value) in query.filters {
            if case (.email, .text(let address)) = (field.kind, value) {
                // As addresses are told apart: whatever their case.
                conditions.append("\(field.name)_key = \(bind(.text(address.asciiLowercased)))")
                continue
            }
            conditions.append("\(field.expression ?? field.name) = \(field.word(value).map { "'\($0)'" } ?? bind(value))")
        }
        for word in (query.search ?? "").split(separator: " ") {
            let patterns = word.caseFolded.writtenForms.map { bind(.text("%\($0.likeEscaped)%")) }
            let searched = fields.filter(\.isSearchable).flatMap { field in
                patterns.map { "fold_case(\(field.name)) LIKE \($0) ESCAPE '\\'" }
            }
            conditions.append("(\(searched.joined(separator: " OR ")))")
        }
        let key = query.sort.sortExpression
        if let after = query.after {
            conditions.append("(\(key), id) \(query.isDescending ? "<" : ">") (\(bind(after.value)), \(bind(.integer(after.id))))")
        }
        let direction = query.isDescending ? "DESC" : "ASC"
        let limit = bind(.integer(Int64(query.limit + 1)))
        return SQL(
            """
            SELECT \(columnList) FROM \(name) WHERE \(conditions.joined(separator: " AND ")) \
            ORDER BY \(key) \(direction), id \(direction) LIMIT \(limit)
            """,
            arguments
        ).oneOff().byStatistics()
    }

    package func position(of row: Row, in query: ListQuery) -> ListQuery.Position {
        let index = columns.firstIndex { $0.name == query.sort.name } ?? idIndex
        let value = row[index] == .null ? query.sort.valueForNull : row[index]
        return ListQuery.Position(value: value, id: row.integer(idIndex))
    }
}

extension Field {
    /// The value as one of the words that the source gives for this field: as a literal it lets a database use an index
    /// that holds the rows with this word only.
    fileprivate func word(_ value: SQLValue) -> String? {
        guard case .choice(let words) = kind, case .text(let text) = value else { return nil }
        return words.first { $0 == text }
    }

    /// Rows without a value come first going up: a cursor cannot point behind a null.
    var sortExpression: String {
        guard isNullable else { return name }
        return valueForNull == .text("") ? "COALESCE(\(name), '')" : "COALESCE(\(name), -1)"
    }

    var valueForNull: SQLValue {
        isNumber ? .integer(-1) : .text("")
    }
}

extension String {
    /// By Unicode scalars, as the databases read a pattern: a mark after a wildcard makes one character of the two.
    var likeEscaped: String {
        var escaped = UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\\" || scalar == "%" || scalar == "_" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
