package import Domain

/// A filter at a moment in a workspace, as conditions of SQL that SQLite and PostgreSQL take alike.
///
/// Every value of the filter is bound. Every condition is true or false and never null, so that `NOT` means what people
/// expect.
package struct AudienceFilter: Sendable {
    package let expression: FilterExpression
    package let subject: AudienceSubject
    package let workspace: WorkspaceID
    package let moment: FilterMoment

    package init(_ expression: FilterExpression, of subject: AudienceSubject = .contacts, in workspace: WorkspaceID, at moment: FilterMoment) {
        self.expression = expression
        self.subject = subject
        self.workspace = workspace
        self.moment = moment
    }

    /// The condition under which a row of the subject's table, which the statement knows as `alias`, is chosen.
    ///
    /// Related rows are those of the filter's workspace. That the row itself is in that workspace is for the statement
    /// to say: it has a `WHERE` of its own.
    package func compile(alias: String, startingAt first: Int = 1) -> SQLFragment {
        var compiler = FilterCompiler(self, alias: alias, startingAt: first)
        let text = compiler.condition(expression)
        return SQLFragment(text: text, bindings: compiler.bindings)
    }

    /// An integer for a row: 0 where the filter chooses it, otherwise the number, from 1, of the first of `conjuncts`
    /// that keeps it out.
    package func compileReason(alias: String, startingAt first: Int = 1) -> SQLFragment {
        let cases = compileCases(alias: alias, startingAt: first) { $0 }
        return SQLFragment(text: "CASE \(cases.text) ELSE 0 END", bindings: cases.bindings)
    }

    /// The cases of `compileReason`, to stand among others.
    ///
    /// - Parameter code: the result for a conjunct's number.
    func compileCases(alias: String, startingAt first: Int, code: (Int) -> Int) -> SQLFragment {
        var compiler = FilterCompiler(self, alias: alias, startingAt: first)
        let cases = conjuncts.enumerated().map { "WHEN NOT (\(compiler.condition($1))) THEN \(code($0 + 1))" }
        return SQLFragment(text: cases.joined(separator: " "), bindings: compiler.bindings)
    }

    /// The conditions that all have to hold, in the order in which they are written: those that `and` joins outermost.
    package var conjuncts: [FilterExpression] { Self.conjuncts(of: expression) }

    package static func conjuncts(of expression: FilterExpression) -> [FilterExpression] {
        guard case .all(let parts) = expression else { return [expression] }
        return parts.flatMap(conjuncts)
    }
}
