/// The statements of several callers in the order in which they are sent, with those joined that have a form in common
/// (`JointForm`), and questions asked once that are `alike`.
///
/// Each caller's stay in their order. What can't be joined goes before what can, so that transactions of several callers mostly lock rows in
/// the same order; where they do not, the short wait for locks of a shared trip ends it, and each is carried out alone.
struct JointStatements {
    private(set) var statements: [SQL] = []
    private let callers: [[SQL]]
    /// Where each caller's answers are, in the order of its statements.
    private var places: [[Place]]

    private struct Place {
        var statement: Int
        /// By which the caller's rows are told from others'; nil where all are its own.
        var key: Int64?
    }

    init(_ callers: [[SQL]]) {
        self.callers = callers
        places = callers.map { _ in [] }
        repeat { takeSingle() } while takeJoined()
    }

    /// The caller's first statement that has no place yet.
    private func next(_ caller: Int) -> SQL? {
        places[caller].count < callers[caller].count ? callers[caller][places[caller].count] : nil
    }

    private mutating func takeSingle() {
        for caller in callers.indices {
            while let statement = next(caller), statement.joint == nil {
                let known = statement.isAlike ? statements.firstIndex { $0.isAlike && isSame($0, statement) } : nil
                places[caller].append(Place(statement: known ?? statements.count))
                if known == nil { statements.append(statement) }
            }
        }
    }

    private func isSame(_ one: SQL, _ other: SQL) -> Bool { one.arguments == other.arguments && one.text == other.text }

    /// Joins what comes next of the first caller who has something left with those of others; false where nobody has.
    private mutating func takeJoined() -> Bool {
        guard let first = callers.indices.first(where: { next($0) != nil }), let form = next(first)?.joint else { return false }
        var joined: [SQL] = [], owners: [Int64: Int] = [:], passed: Set<Int64> = []
        for caller in callers.indices {
            guard let statement = next(caller), let own = statement.joint else { continue }
            let key = statement.arguments[own.key].number ?? 0
            // Nobody overtakes an earlier caller's statement about the same row, of whichever form.
            if own !== form { passed.insert(key) }
            guard own === form, owners[key] == nil, !passed.contains(key) else { continue }
            owners[key] = caller
            joined.append(statement)
        }
        for (key, caller) in owners { places[caller].append(Place(statement: statements.count, key: joined.count == 1 ? nil : key)) }
        if let whole = SQL.joined(joined) { statements.append(whole) }
        return true
    }

    /// The answers of each caller, from those to `statements`.
    func divided(_ answers: [[Row]]) -> [[[Row]]] {
        let rowsByKey = zip(statements, answers).map { statement, rows -> [Int64: [Row]] in
            guard statement.callers > 0, let form = statement.joint else { return [:] }
            return Dictionary(grouping: rows) { $0.integer(form.column) }
        }
        return places.map { own in
            own.map { place in place.key.map { rowsByKey[place.statement][$0] ?? [] } ?? answers[place.statement] }
        }
    }
}
