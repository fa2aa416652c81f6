package import Domain

extension DealChoice {
    /// For each currency: `currency, count, count of those with an amount, sum`, the sum in two parts of a billion, so that it cannot overflow.
    package func sums(_ person: Person) -> SQL {
        let (conditions, arguments) = conditions(person)
        return SQL(
            """
            SELECT COALESCE(currency, '') AS unit, COUNT(*), COUNT(amount_minor),
                CAST(COALESCE(SUM(amount_minor / \(Self.part)), 0) AS BIGINT), CAST(COALESCE(SUM(amount_minor % \(Self.part)), 0) AS BIGINT)
            FROM deals WHERE \(conditions) GROUP BY COALESCE(currency, '') ORDER BY 1
            """, arguments
        ).oneOff()
    }

    package static func sum(_ row: Row) -> DealFinding.Sum { sum(row, from: 0) }

    private static func sum(_ row: Row, from first: Int) -> DealFinding.Sum {
        let (billions, rest) = (row.integer(first + 3).multipliedReportingOverflow(by: part), row.integer(first + 4))
        let total = billions.partialValue.addingReportingOverflow(rest)
        return DealFinding.Sum(
            currency: row.text(first), count: row.integer(first + 1), priced: row.integer(first + 2),
            minor: billions.overflow || total.overflow ? nil : total.partialValue)
    }

    /// The name and then the same as of `sums`, for each product or customer and currency, the products with the most deals and
    /// the customers with the greatest sums first; a name is the same in capitals and without.
    package func sums(of grouping: Grouping, _ person: Person) -> SQL {
        let (conditions, arguments) = conditions(person)
        let name = grouping == .product ? "COALESCE(product, '')" : "customer"
        let order = grouping == .product ? "deals DESC" : "COALESCE(SUM(CAST(amount_minor AS DOUBLE PRECISION)), 0) DESC, deals DESC"
        return SQL(
            """
            SELECT MIN(\(name)), COALESCE(currency, '') AS unit, COUNT(*) AS deals, COUNT(amount_minor),
                CAST(COALESCE(SUM(amount_minor / \(Self.part)), 0) AS BIGINT), CAST(COALESCE(SUM(amount_minor % \(Self.part)), 0) AS BIGINT)
            FROM deals WHERE \(conditions) GROUP BY fold_case(\(name)), COALESCE(currency, '')
            ORDER BY \(order), 1, 2 LIMIT \(Self.mostGroups)
            """, arguments
        ).oneOff()
    }

    private static let mostGroups = 200

    package static func groupSum(_ row: Row) -> DealFinding.GroupSum { DealFinding.GroupSum(name: row.text(0), sum: sum(row, from: 1)) }

    /// The first of them, as facts.
    package func deals(_ person: Person) -> SQL {
        let (conditions, arguments) = conditions(person)
        let columns = "user_id, \(PersonContexts.dealColumns)"
        let chosen = "FROM deals WHERE \(conditions)"
        return switch order {
        case .latest: SQL("SELECT \(columns) \(chosen) ORDER BY updated_at DESC, id DESC LIMIT \(limit)", arguments).oneOff()
        case .closing:
            SQL("SELECT \(columns) \(chosen) ORDER BY COALESCE(expected_close_date, '9999'), id LIMIT \(limit)", arguments).oneOff()
        case .biggest: ranked(columns, chosen, "DESC", arguments)
        case .smallest: ranked(columns, chosen, "ASC", arguments)
        }
    }

    package static func deal(_ row: Row) -> DealFact { PersonContexts.deal(row) }

    /// Amounts of different currencies are not compared.
    private func ranked(_ columns: String, _ chosen: String, _ direction: String, _ arguments: [SQLValue]) -> SQL {
        SQL(
            """
            SELECT ranked.* FROM (
                SELECT \(columns), ROW_NUMBER() OVER (PARTITION BY COALESCE(currency, '') ORDER BY amount_minor \(direction), id) AS place
                \(chosen) AND amount_minor IS NOT NULL) AS ranked
            WHERE place <= \(limit) ORDER BY COALESCE(currency, ''), place
            """, arguments
        ).oneOff()
    }

    private static let part: Int64 = 1_000_000_000

    private func conditions(_ person: Person) -> (String, [SQLValue]) {
        var bindings = SQLBindings()
        bindings.append([.workspace(person.workspace), .integer(person.user)])
        var conditions = ["workspace_id = $1", "user_id = $2"]
        if let status { conditions.append("status = \(bindings.bind(.text(status)))") }
        if let currency { conditions.append("currency = \(bindings.bind(.text(currency)))") }
        for bound in bounds { conditions.append(condition(bound, &bindings)) }
        if let closesFrom { conditions.append("expected_close_date >= \(bindings.bind(.date(closesFrom)))") }
        if let closesThrough { conditions.append("expected_close_date <= \(bindings.bind(.date(closesThrough)))") }
        if let closedWithin {
            conditions.append("closed_at >= \(bindings.bind(.time(closedWithin.lowerBound)))")
            conditions.append("closed_at < \(bindings.bind(.time(closedWithin.upperBound)))")
        }
        for part in products { conditions.append("fold_case(product) LIKE \(bindings.bind(.text("%\(part.caseFolded.likeEscaped)%"))) ESCAPE '\\'") }
        let ofWhom = [
            customers.isEmpty ? nil : "fold_case(customer) IN (\(bindings.list(customers.map { .text($0.caseFolded) })))",
            contacts.isEmpty ? nil : "contact_id IN (\(bindings.list(contacts.map(SQLValue.integer))))",
        ].compactMap(\.self)
        if !ofWhom.isEmpty { conditions.append("(\(ofWhom.joined(separator: " OR ")))") }
        return (conditions.joined(separator: " AND "), bindings.values)
    }

    /// An amount is compared in the minor units of its own currency.
    private func condition(_ bound: Bound, _ bindings: inout SQLBindings) -> String {
        var cases = ""
        for (currencies, minor) in [(withoutDigits, bound.withoutDigits), (withThreeDigits, bound.withThree)] where !currencies.isEmpty {
            cases += "WHEN currency IN (\(bindings.list(currencies.map(SQLValue.text)))) THEN \(bindings.bigint(minor)) "
        }
        let usual = bindings.bigint(bound.withTwo)
        return "amount_minor \(bound.sign.rawValue) \(cases.isEmpty ? usual : "CASE \(cases)ELSE \(usual) END")"
    }
}

extension SQLBindings {
    /// The placeholders of the values, for an `IN`.
    fileprivate mutating func list(_ values: [SQLValue]) -> String {
        var places: [String] = []
        for value in values { places.append(bind(value)) }
        return places.joined(separator: ", ")
    }

    fileprivate mutating func bigint(_ number: Int64) -> String { "CAST(\(bind(.integer(number))) AS BIGINT)" }
}
