import Domain

/// Writes one filter as SQL.
struct FilterCompiler {
    private let subject: AudienceSubject
    private let alias: String
    private let workspace: WorkspaceID
    let moment: FilterMoment
    var bindings: SQLBindings

    init(_ filter: AudienceFilter, alias: String, startingAt first: Int) {
        subject = filter.subject
        self.alias = alias
        workspace = filter.workspace
        moment = filter.moment
        bindings = SQLBindings(startingAt: first)
    }

    mutating func condition(_ expression: FilterExpression) -> String { condition(expression, on: alias) }

    /// A condition on the row that the statement knows as `row`.
    private mutating func condition(_ expression: FilterExpression, on row: String) -> String {
        switch expression {
        case .everyone: return "1 = 1"
        case .all(let parts): return joined(parts, by: " AND ", on: row)
        case .any(let parts): return joined(parts, by: " OR ", on: row)
        case .not(let negated): return "NOT (\(condition(negated, on: row)))"
        case .test(let field, let test): return condition(test, on: operand(field, of: row))
        case .exists(let related): return "EXISTS (\(rows(related, selecting: "1")))"
        case .count(let related, let comparison, let number):
            return condition(count(related), comparison, number)
        case .sum(let related, let field, let comparison, let number):
            return condition(sum(related, field), comparison, number)
        case .extreme(let extreme, let related, let field, let test):
            let function = extreme == .latest ? "MAX" : "MIN"
            let selected = rows(related, selecting: "\(function)(\(table(related)).\(field.name))")
            return condition(test, on: FilterOperand(expression: "(\(selected))", field))
        }
    }

    private func operand(_ field: FilterField, of row: String) -> FilterOperand {
        // Only the subject's row has the alias; those that belong to it go by the names of their tables.
        if row == alias, let derived = subject.derived(field.name, of: row) { return FilterOperand(expression: derived, field) }
        return FilterOperand(column: "\(row).\(field.name)", field)
    }

    private mutating func joined(_ parts: [FilterExpression], by word: String, on row: String) -> String {
        var conditions: [String] = []
        for part in parts { conditions.append("(\(condition(part, on: row)))") }
        return conditions.isEmpty ? "1 = 1" : conditions.joined(separator: word)
    }

    // MARK: Related rows

    private mutating func condition(_ operand: String, _ comparison: FilterComparison, _ number: Int64) -> String {
        "\(operand) \(comparison.sql) \(bindings.bind(.integer(number)))"
    }

    private mutating func count(_ related: FilterRelated) -> String { "(\(rows(related, selecting: "COUNT(*)")))" }

    /// In numbers with a fraction: SQLite refuses a sum of whole numbers that needs more than 64 bits.
    private mutating func sum(_ related: FilterRelated, _ field: FilterField) -> String {
        "(\(rows(related, selecting: "COALESCE(SUM(\(table(related)).\(field.name) * 1.0), 0)")))"
    }

    private func table(_ related: FilterRelated) -> String { subject.relation(related.record).table.name }

    private mutating func rows(_ related: FilterRelated, selecting selection: String) -> String {
        let relation = subject.relation(related.record)
        let name = relation.table.name
        let text = "SELECT \(selection) FROM \(name) WHERE \(name).workspace_id = \(bindings.bind(.workspace(workspace)))"
        let linked = "\(text) AND \(name).\(relation.link) = \(alias).id"
        guard let condition = related.condition else { return linked }
        return "\(linked) AND (\(self.condition(condition, on: name)))"
    }
}

extension FilterComparison {
    var sql: String { self == .notEqual ? "<>" : rawValue }
}

/// What a test is about: a column, or an expression that is better not written twice.
struct FilterOperand {
    var text: String
    var kind: FilterField.Kind
    var isColumn: Bool
    /// Whether it can be null.
    var isOptional: Bool
    /// As of the field.
    var isLowercase: Bool

    init(column: String, _ field: FilterField) {
        text = column
        isLowercase = field.isLowercase
        kind = field.kind
        isColumn = true
        isOptional = field.isOptional
    }

    init(expression: String, _ field: FilterField) {
        text = expression
        isLowercase = field.isLowercase
        kind = field.kind
        isColumn = false
        isOptional = true
    }

    /// The condition, false where the operand is null.
    ///
    /// A column is asked for its null beside the condition and not around it: an index on the column then still serves.
    func falseIfNull(_ condition: String) -> String {
        guard isOptional else { return condition }
        return isColumn ? "(\(text) IS NOT NULL AND \(condition))" : "COALESCE(\(condition), FALSE)"
    }
}
