package import Domain
package import Foundation

/// Reads all that messages to contacts of one workspace may draw on: six statements, however many contacts.
package enum ContactContexts {
    /// How much of each kind a message can use.
    private enum Limit {
        static let deals = 50
        static let tasks = 20
        static let messages = 20
        static let products = 30
    }

    package static func statements(_ workspace: WorkspaceID, contacts: [Int64], today: LocalDate) -> [SQL] {
        let who = Selection(workspace, by: "contact_id", contacts)
        return [
            who.statement {
                """
                c.id, c.user_id, u.name AS sender, p.business_type, p.products, p.tone, p.keywords, c.name, c.company, c.stage, c.notes, c.updated_at
                FROM contacts c JOIN users u ON u.workspace_id = c.workspace_id AND u.id = c.user_id
                LEFT JOIN business_profiles p ON p.workspace_id = c.workspace_id AND p.user_id = c.user_id
                WHERE c.workspace_id = $1 AND c.id \($0)
                """
            },
            who.top(
                Limit.deals, "id, customer, product, status, amount_minor, currency, expected_close_date", from: "deals",
                order: "CASE status WHEN 'open' THEN 0 WHEN 'won' THEN 1 ELSE 2 END, COALESCE(expected_close_date, '9999'), id"),
            who.top(
                Limit.tasks, "id, kind, title, due_date", from: "tasks", only: "status = 'pending'", where: "due_date >=", .date(today),
                order: "due_date, id"),
            who.top(
                Limit.messages, "id, direction, status, body, created_at, sent_at", from: "communications", in: Unindexed.workspaceBesideContact(),
                only: "\(Unindexed.text("direction")) <> 'internal'", order: "workspace_id DESC, created_at DESC, id DESC"),
        ] + Products.forContacts(who)
    }

    /// The contexts of those contacts that exist, by their ids, from the answers to `statements`.
    package static func contexts(_ answers: [[Row]], _ workspace: WorkspaceID, today: LocalDate, zone: TimeZone) -> [Int64: ContactContext] {
        let groups = answers[1...3].map { rows in Dictionary(grouping: rows) { $0.integer(0) } }
        let products = answers[4...5].joined().map(Products.product)
        var salespeople: [Int64: Salesperson] = [:]
        let contexts = answers[0].map { row in
            let id = row.integer(0)
            let salesperson = salespeople[row.integer(1)] ?? Salesperson(row)
            salespeople[row.integer(1)] = salesperson
            let rows = groups.map { $0[id] ?? [] }
            return (
                id,
                ContactContext(
                    person: Person(workspace: workspace, user: row.integer(1)), sender: salesperson.name, today: today,
                    profile: salesperson.profile, madeOfProfile: salesperson.madeOfProfile, contact: contact(row), deals: rows[0].map(deal),
                    tasks: rows[1].compactMap(task), messages: messages(rows[2], zone), products: fitting(products, deals: rows[0].map(deal)))
            )
        }
        return Dictionary(contexts) { first, _ in first }
    }

    /// Each product once, those of the contact's deals first.
    private static func fitting(_ products: [ProductFact], deals: [DealFact]) -> [ProductFact] {
        let wanted = Set(deals.map { $0.product.lowercased() })
        var seen: Set<Int64> = []
        let distinct = products.filter { seen.insert($0.id).inserted }
        let (first, rest) = (distinct.filter { wanted.contains($0.name.lowercased()) }, distinct.filter { !wanted.contains($0.name.lowercased()) })
        return Array((first + rest).prefix(Limit.products))
    }

    /// What is the same in the rows of all contacts whom one person looks after.
    private struct Salesperson {
        let name: String
        let profile: BusinessProfile?
        let madeOfProfile = MadeOfProfile()

        init(_ row: Row) {
            name = row.text(2)
            profile = row.optionalText(3).map {
                BusinessProfile(businessType: $0, products: JSONText.texts(row.text(4)), tone: row.text(5), keywords: JSONText.texts(row.text(6)))
            }
        }
    }

    private static func contact(_ row: Row) -> ContactFact {
        ContactFact(
            id: row.integer(0), name: row.text(7), company: row.text(8), stage: row.text(9), notes: row.text(10), updatedAt: row.time(11))
    }

    private static func deal(_ row: Row) -> DealFact {
        DealFact(
            id: row.integer(1), customer: row.text(2), product: row.text(3), status: row.text(4), amountMinor: row.optionalInteger(5),
            currency: row.text(6), expectedCloseDate: row.date(7))
    }

    private static func task(_ row: Row) -> ContactTask? {
        row.date(4).map { ContactTask(id: row.integer(1), kind: row.text(2), title: row.text(3), dueDate: $0) }
    }

    /// The newest first: a draft may have been sent long after others that were written later.
    private static func messages(_ rows: [Row], _ zone: TimeZone) -> [ContactMessage] {
        rows.map { (time: $0.optionalInteger(6) ?? $0.integer(5), row: $0) }
            .sorted { ($0.time, $0.row.integer(1)) > ($1.time, $1.row.integer(1)) }.map { message($0.row, Timestamp(milliseconds: $0.time), zone) }
    }

    private static func message(_ row: Row, _ time: Timestamp, _ zone: TimeZone) -> ContactMessage {
        ContactMessage(
            id: row.integer(1), isInbound: row.text(2) == "inbound", isSent: !["draft", "rejected"].contains(row.text(3)), body: row.text(4),
            day: time.localDate(in: zone))
    }
}
