import Domain

/// The statements of a commit with the entries of the audit trail among them.
struct AuditedStatements {
    private(set) var statements: [SQL] = []
    /// Where the answers to the caller's own statements are; nil where there are no others.
    private var places: [Int]?

    init(_ given: [SQL], _ dialect: Dialect) {
        guard given.contains(where: { !$0.audits.isEmpty }) else {
            statements = given
            return
        }
        var places: [Int] = []
        for statement in given {
            statements += statement.audits.filter { $0.effect != .creates }.map { $0.before(dialect) }
            places.append(statements.count)
            statements.append(statement)
            statements += statement.audits.compactMap { $0.after(dialect) }
        }
        self.places = places
    }

    /// The answers to the caller's own statements.
    func own(_ answers: [[Row]]) -> [[Row]] { places?.map { answers[$0] } ?? answers }
}

extension AuditMark {
    /// Enters the rows as they are before the statement runs.
    fileprivate func before(_ dialect: Dialect) -> SQL { entry("body_before", dialect) }

    fileprivate func after(_ dialect: Dialect) -> SQL? {
        switch effect {
        case .creates: entry("body_after", dialect)
        case .changes: completion(dialect)
        case .deletes: nil
        }
    }

    private func entry(_ body: String, _ dialect: Dialect) -> SQL {
        var arguments = rows.arguments
        func bind(_ value: SQLValue, _ type: String) -> String {
            arguments.append(value)
            return "CAST($\(arguments.count) AS \(type))"
        }
        let (moment, word, key) = (bind(.time(at), "BIGINT"), bind(.text(action.rawValue), "TEXT"), bind(.text(self.key), "TEXT"))
        let values = doer.values(bind) + [word, bind(.text(rows.kind), "TEXT"), "id", rows.json(dialect), "\(key) || CAST(id AS TEXT)"]
        let condition = rows.condition ?? "id = \(dialect.insertedID(in: rows.table))"
        return SQL(
            """
            INSERT INTO audit_entries (workspace_id, at, actor_account, actor_name, actor_means, actor_address, action, subject_kind, subject_id,
                \(body), key)
            SELECT \(rows.workspace), \(moment), \(values.joined(separator: ", ")) FROM \(rows.table) WHERE \(condition)
            ON CONFLICT (workspace_id, key) DO NOTHING
            """, arguments)
    }

    /// Adds to the entry of the row what it is now.
    private func completion(_ dialect: Dialect) -> SQL {
        let number = rows.arguments.count + 1
        let row = "FROM \(rows.table) WHERE \(rows.condition ?? "")"
        return SQL(
            """
            UPDATE audit_entries SET body_after = (SELECT \(rows.json(dialect)) \(row))
            WHERE workspace_id = (SELECT \(rows.workspace) \(row)) AND key = CAST($\(number) AS TEXT) || CAST((SELECT id \(row)) AS TEXT)
            """, rows.arguments + [.text(key)])
    }
}

extension AuditMark.Doer {
    /// SQL for account, name, means and address.
    fileprivate func values(_ bind: (SQLValue, String) -> String) -> [String] {
        switch self {
        case .actor(let actor):
            [
                bind(.optional(actor.account), "BIGINT"), bind(.text(actor.name), "TEXT"), bind(.text(actor.means.rawValue), "TEXT"),
                bind(.optional(actor.address), "TEXT"),
            ]
        case .agent(let key): ["CAST(NULL AS BIGINT)", key, "'\(Actor.Means.agent.rawValue)'", "CAST(NULL AS TEXT)"]
        }
    }
}

extension Dialect {
    /// SQL for the id of the row that the connection has inserted last into a table.
    fileprivate func insertedID(in table: String) -> String {
        switch self {
        case .sqlite: "last_insert_rowid()"
        case .postgres: "currval(pg_get_serial_sequence('\(table)', 'id'))"
        }
    }
}
