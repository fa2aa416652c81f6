/// How a statement is said once for several callers who want it at the same moment, each with values of its own.
///
/// PostgreSQL makes ready for each statement what costs more than a row or two: the executor, the indexes of the table, its policies.
/// So what is asked and written with every message has such a form, and the driver joins what several callers send together
/// (`JointStatements`). SQLite has its statements ready, and joins none.
///
/// In the text each argument is the list of all callers' values: `own` is the caller's. The callers see nothing of what the
/// others write by the same statement, and where one of them fails, all do; each is then carried out alone. So a form is for what
/// reads, adds or changes rows that no two callers have in common: of those with the same key the second has a statement after.
final class JointForm: Sendable {
    let text: String
    /// The types of the arguments, in turn.
    let arguments: [ValueRows.Kind]
    /// The place of the argument, a whole number, that tells the callers apart.
    let key: Int
    /// The column in which each row of the answer has it.
    let column: Int

    /// - Parameters:
    ///   - key: the number of an argument, as in `$2`.
    ///   - column: from the first of the answer, which is 0.
    init(_ text: String, _ arguments: [ValueRows.Kind], by key: Int, inColumn column: Int) {
        self.text = text
        self.arguments = arguments
        self.key = key - 1
        self.column = column
    }

    /// For many rows of one caller: `SQL.init(_:_:)`. Nobody's answer is told apart.
    convenience init(_ text: String, _ arguments: [ValueRows.Kind]) { self.init(text, arguments, by: 1, inColumn: 0) }

    /// What follows `FROM` for a row of each caller. The limit is for the planner, which would take them for a thousand.
    static let callers = "(SELECT generate_series(1, cardinality($1)) AS caller LIMIT \(SharedTrips.mostTogether)) AS callers"

    /// The text of a statement of one caller, in the values of each of `callers`.
    static func own(_ text: String) -> String { text.replacing(/\$[0-9]+/) { "(\($0.output))[caller]" } }
}

extension SQL {
    /// One statement about all rows, on PostgreSQL: each argument is the list of these rows' values. However many there are, it is
    /// prepared once.
    init(_ form: JointForm, _ rows: [[SQLValue]]) {
        self.init(form.text, form.arguments.indices.flatMap { index in rows.map { $0[index] } })
        joint = form
        callers = rows.count
    }

    /// May be joined with other callers' statements of the same form. It expects one row, or nothing.
    consuming func joining(_ form: JointForm) -> SQL {
        joint = form
        return self
    }

    /// One statement for all of these, which have a form in common; nil for none, itself for one.
    static func joined(_ statements: [SQL]) -> SQL? {
        guard var whole = statements.first, statements.count > 1, let form = whole.joint else { return statements.first }
        whole.text = form.text
        whole.postgresText = nil
        whole.callers = statements.count
        whole.arguments = form.arguments.indices.flatMap { index in statements.map { $0.arguments[index] } }
        whole.expectation?.rows = statements.count...statements.count
        return whole
    }
}
