package import Domain

/// What the audit trail is to say of a statement's rows, in the transaction of the statement itself.
///
/// The driver adds the entries (`AuditedStatements`), so whatever commits the statement enters it, and answers keep their places.
package final class AuditMark: Sendable {
    package enum Effect: Sendable {
        /// What the rows are once it has run.
        case creates
        /// What the row was, and what it is once the statement has run: one row at most.
        case changes
        /// What the rows were.
        case deletes
    }

    /// Who acts: somebody, or the agent that a piece of SQL names by its key.
    package enum Doer: Sendable {
        case actor(Actor)
        case agent(String)
    }

    let effect: Effect
    let action: AuditAction
    let rows: AuditedRows
    let doer: Doer
    let at: Timestamp
    /// With a row's id it tells the entry from every other of its workspace: the same again enters nothing.
    let key: String

    package init(
        _ effect: Effect, _ action: AuditAction, _ rows: AuditedRows, by doer: Doer = .actor(.current), key: String = Token.random() + ":",
        at: Timestamp
    ) {
        self.effect = effect
        self.action = action
        self.rows = rows
        self.doer = doer
        self.key = key
        self.at = at
    }
}

extension SQL {
    /// Has the commit that it is in enter what it does to these rows.
    package func audited(_ mark: AuditMark?) -> SQL {
        guard let mark else { return self }
        var copy = self
        copy.audits.append(mark)
        return copy
    }

    func audited(_ marks: [AuditMark]) -> SQL {
        var copy = self
        copy.audits += marks
        return copy
    }
}
