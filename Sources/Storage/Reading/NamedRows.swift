package import Domain

/// Contacts and deals by name, beyond those that a context holds of everyone. Bounded, and found by an index.
package enum NamedRows {
    private static let mostNamed = 100
    /// So many whose names begin alike are told from one another.
    package static let mostBegun = 1000
    private static let mostDeals = 500
    private static let mostDealsOfContact = 50

    /// Contacts with one of the names, exactly as these are written; those of the longest first, as Anna Weber is meant where Anna is too.
    package static func contacts(_ person: Person, named names: [String]) -> SQL {
        let padded = padded(names)
        return SQL(
            """
            SELECT user_id, \(PersonContexts.contactColumns) FROM contacts
            WHERE workspace_id = $1 AND user_id = $2 AND name IN (\(placeholders(3...padded.count + 2))) ORDER BY LENGTH(name) DESC, id LIMIT \(mostNamed)
            """, [.workspace(person.workspace), .integer(person.user)] + padded.map(SQLValue.text))
    }

    /// Contacts whose name begins with one of the words as a whole, exactly as these are written; those with the most of `others` first. One
    /// more than `mostBegun`, to tell whether these are all.
    ///
    /// - Parameter others: in whichever case.
    package static func contacts(_ person: Person, beginningWith words: [String], and others: [String]) -> SQL {
        // Behind a word there is a space or another sign, all of which come before the figures.
        let bounded = words.map { (low: $0, high: $0 + "0") }
        let padded = padded(bounded, with: ("", ""))
        let bounds = padded.indices.map { "($\(3 + 2 * $0), $\(4 + 2 * $0))" }.joined(separator: ", ")
        let patterns = self.padded(others.map { "% \($0.caseFolded.likeEscaped) %" })
        let first = 3 + 2 * padded.count
        let held = patterns.indices.map { "CASE WHEN ' ' || fold_case(name) || ' ' LIKE $\(first + $0) ESCAPE '\\' THEN 1 ELSE 0 END" }
        let order = held.isEmpty ? "" : "(\(held.joined(separator: " + "))) DESC, "
        return SQL(
            """
            WITH words (low, high) AS (VALUES \(bounds))
            SELECT user_id, \(PersonContexts.contactColumns) FROM words
            JOIN contacts ON workspace_id = $1 AND user_id = $2 AND name >= words.low AND name < words.high
            ORDER BY \(order)name, id LIMIT \(mostBegun + 1)
            """,
            [.workspace(person.workspace), .integer(person.user)] + padded.flatMap { [.text($0.low), .text($0.high)] }
                + patterns.map(SQLValue.text)
        ).long()
    }

    /// Whether others than a contact have all of the words in their name too: a row or none. It looks through the names of all of the person's.
    package static func others(_ person: Person, than contact: Int64, having words: [String]) -> SQL {
        let patterns = words.map { SQLValue.text("% \($0.caseFolded.likeEscaped) %") }
        let held = patterns.indices.map { "' ' || fold_case(name) || ' ' LIKE $\(4 + $0) ESCAPE '\\'" }
        return SQL(
            "SELECT 1 FROM contacts WHERE workspace_id = $1 AND user_id = $2 AND id <> $3 AND \(held.joined(separator: " AND ")) LIMIT 1",
            [.workspace(person.workspace), .integer(person.user), .integer(contact)] + patterns
        ).oneOff().long()
    }

    package static func contacts(_ rows: [Row]) -> [ContactFact] { rows.map(PersonContexts.contact) }

    /// What these customers bought and what is open with them, the latest first: the deals of these contacts, and those that name them. A
    /// deal may be among the rows of both.
    package static func deals(_ person: Person, of contacts: [Int64], customers: [String]) -> [SQL] {
        let linked = Selection(person.workspace, by: "contact_id", contacts).top(
            mostDealsOfContact, PersonContexts.dealColumns, from: "deals", where: "status <> 'lost' AND user_id =", .integer(person.user),
            order: "id DESC")
        guard !customers.isEmpty else { return [linked] }
        let padded = padded(customers)
        let named = SQL(
            """
            SELECT user_id, \(PersonContexts.dealColumns) FROM deals
            WHERE workspace_id = $1 AND user_id = $2 AND customer IN (\(placeholders(3...padded.count + 2))) AND status <> 'lost'
            ORDER BY id DESC LIMIT \(mostDeals)
            """, [.workspace(person.workspace), .integer(person.user)] + padded.map(SQLValue.text))
        return contacts.isEmpty ? [named] : [linked, named]
    }

    package static func deals(_ rows: [Row]) -> [DealFact] { rows.map(PersonContexts.deal) }

    /// To a power of two with the last entry, so that few distinct statements are prepared.
    private static func padded(_ texts: [String]) -> [String] { texts.last.map { padded(texts, with: $0) } ?? [] }

    private static func padded<Entry>(_ entries: [Entry], with filling: Entry) -> [Entry] {
        var padded = entries
        while padded.count & (padded.count - 1) != 0 { padded.append(filling) }
        return padded
    }
}
