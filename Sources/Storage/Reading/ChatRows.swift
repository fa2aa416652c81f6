package import Domain
package import Foundation

/// What a question in the chat is answered from, beyond the rows that every context holds.
package enum ChatRows {
    /// Of the person's own contacts.
    package static func cards(_ person: Person, contacts: [Int64]) -> SQL {
        SQL(
            """
            SELECT c.id, c.name, COALESCE(c.email, ''), COALESCE(c.phone, ''), COALESCE(c.company, ''), COALESCE(c.stage, ''), c.consent,
                CASE WHEN \(Suppressions.condition) THEN 1 ELSE 0 END
            FROM contacts c
            WHERE c.workspace_id = $1 AND c.user_id = $2 AND c.id IN (\(placeholders(3...2 + contacts.count))) ORDER BY c.id
            """, [.workspace(person.workspace), .integer(person.user)] + contacts.map(SQLValue.integer)
        ).oneOff()
    }

    package static func card(_ row: Row) -> ContactCard {
        ContactCard(
            id: row.integer(0), name: row.text(1), email: row.text(2), phone: row.text(3), company: row.text(4), stage: row.text(5),
            consent: row.text(6) == "unknown" ? "" : row.text(6), isSuppressed: row.integer(7) == 1)
    }

    /// Active products whose name or article number has one of some words.
    ///
    /// - Parameter words: in lower case; none for the first ones by name.
    package static func products(_ person: Person, words: [String], limit: Int64) -> SQL {
        var arguments: [SQLValue] = [.workspace(person.workspace), .integer(limit)]
        let found = words.map { word in
            arguments.append(.text("%\(word.caseFolded.likeEscaped)%"))
            return "fold_case(p.name) LIKE $\(arguments.count) ESCAPE '\\' OR fold_case(COALESCE(p.sku, '')) LIKE $\(arguments.count) ESCAPE '\\'"
        }
        return SQL(
            """
            SELECT \(Products.columns) FROM products p
            WHERE p.workspace_id = $1 AND p.status = 'active'\(found.isEmpty ? "" : " AND (\(found.joined(separator: " OR ")))")
            ORDER BY p.name, p.id LIMIT $2
            """, arguments
        ).oneOff()
    }

    package static func product(_ row: Row) -> ProductFact { Products.product(row) }

    /// The last that was sent to some contacts, the last that one of them wrote, the last note on them, and how many drafts to them wait.
    ///
    /// Of the person's own contacts, whoever had them before: a message stands with whom its contact belonged to when it was written.
    package static func correspondence(_ person: Person, contacts: [Int64], now: Timestamp) -> [SQL] {
        let whose: [SQLValue] = [.workspace(person.workspace), .integer(person.user)] + contacts.map(SQLValue.integer)
        let rows = """
            FROM communications m JOIN contacts c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
            WHERE m.workspace_id = $1 AND c.user_id = $2 AND m.contact_id IN (\(placeholders(3...2 + contacts.count)))
            """
        let isUndelivered = isUndelivered(now: "$\(whose.count + 1)")
        // A draft goes out long after it was written.
        func last(_ which: String) -> SQL {
            SQL(
                """
                SELECT c.name, m.agent_type, COALESCE(m.subject, ''), m.body, COALESCE(m.sent_at, m.created_at), \(isUndelivered)
                \(rows) AND \(which) ORDER BY COALESCE(m.sent_at, m.created_at) DESC, m.id DESC LIMIT 1
                """, whose + [.time(now)]
            ).oneOff()
        }
        return [
            last("m.direction = 'outbound' AND m.status = 'sent'"), last("m.direction = 'inbound'"),
            last("m.direction = 'internal' AND m.agent_type = 'NOTE'"),
            SQL("SELECT COUNT(*) \(rows) AND m.direction = 'outbound' AND m.status = 'draft'", whose).oneOff(),
        ]
    }

    /// - Parameter zone: in which the days are told.
    package static func correspondence(_ answers: [[Row]], zone: TimeZone, now: Timestamp) -> Correspondence {
        let letters = answers.prefix(3).map { $0.first.map { letter($0, zone: zone, now: now) } }
        return Correspondence(sent: letters[0], received: letters[1], note: letters[2], drafts: answers[3].first?.integer(0) ?? 0)
    }

    /// 1 for a message `m` of an agent's that is approved, or needed no approval, and that no channel has brought to its contact.
    ///
    /// What arrived is forgotten in time: of older messages of which no delivery is on record, nothing is said.
    /// - Parameter now: SQL for the time.
    static func isUndelivered(now: String) -> String {
        let deliveries = "SELECT 1 FROM deliveries d WHERE d.workspace_id = m.workspace_id AND d.communication_id = m.id"
        return """
            CASE WHEN m.direction = 'outbound' AND m.run_id IS NOT NULL AND NOT EXISTS (\(deliveries) AND d.state IN ('delivered', 'unknown'))
                AND (EXISTS (\(deliveries)) OR COALESCE(m.sent_at, m.created_at) > CAST(\(now) AS BIGINT)
                    - COALESCE((SELECT w.keep_deliveries_days FROM workspaces w WHERE w.id = m.workspace_id), 36500) * 86400000)
            THEN 1 ELSE 0 END
            """
    }

    /// - Parameter now: nil where none of them is ahead.
    static func letter(_ row: Row, zone: TimeZone, now: Timestamp? = nil) -> Correspondence.Letter {
        let at = Timestamp(milliseconds: row.integer(4))
        let isAhead = now.map { at > $0 } ?? false
        return Correspondence.Letter(
            contact: row.text(0), kind: row.text(1), subject: row.text(2), body: row.text(3), day: at.localDate(in: zone),
            passage: isAhead ? .ahead : row.integer(5) == 1 ? .undelivered : .through)
    }

    /// How many drafts to the person's contacts wait for a decision.
    package static func drafts(_ person: Person) -> SQL {
        SQL(
            """
            SELECT COUNT(*) FROM communications m JOIN contacts c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
            WHERE m.workspace_id = $1 AND c.user_id = $2 AND m.status = 'draft'
            """, [.workspace(person.workspace), .integer(person.user)])
    }
}
