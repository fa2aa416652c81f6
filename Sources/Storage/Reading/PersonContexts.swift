package import Domain

package import struct Foundation.TimeZone

/// Reads everything a message may draw on, for a list of people of one workspace at once: one statement for each
/// kind, however many they are.
///
/// The facts change seldom, the messages with every message; so they are read apart.
package enum PersonContexts {
    /// How much of each kind a message can use.
    private enum Limit {
        static let tasks = 200
        static let contacts = 30
        static let customers = 20
        static let quietLeads = 20
        /// In each of the stages before a sale.
        static let nearLeads = 10
        static let written = 20
        static let deals = 30
        static let urgentDeals = 20
        static let wonDeals = 20
        static let targets = 20
    }

    /// How many of the last messages of a history a message can use.
    package static let mostMessages = 10

    /// - Parameter zone: in which it is `today`.
    package static func statements(_ workspace: WorkspaceID, people: [Int64], today: LocalDate, in zone: TimeZone, older: Bool) -> [SQL] {
        facts(workspace, people: people, today: today, in: zone) + messages(workspace, people: people, older: older)
    }

    /// The contexts of those people who exist, in the order of the users' rows, from the answers to `statements`.
    package static func contexts(_ answers: [[Row]], workspace: WorkspaceID, today: LocalDate) -> [PersonContext] {
        add(messages: Array(answers[factStatements...]), to: contexts(facts: answers[..<factStatements], workspace: workspace, today: today))
    }

    /// The stages next to a sale, the nearest first; what else a stage may be called is found by how long its leads wait.
    private static let nearStages = ["negotiation", "proposal", "qualified"]
    private static let factStatements = 10

    package static func facts(_ workspace: WorkspaceID, people: [Int64], today: LocalDate, in zone: TimeZone) -> [SQL] {
        let who = Selection(workspace, by: "user_id", people)
        return [
            who.all("id, name", from: "users", key: "id"),
            who.all("user_id, business_type, products, tone, daily_goal, keywords", from: "business_profiles"),
            who.dueOrDone(today, in: zone, limit: Limit.tasks),
            who.top(
                Limit.tasks, taskColumns, from: "tasks", where: "status = 'pending' AND due_date <", .date(today), order: "due_date, id"),
            who.top(Limit.contacts, contactColumns, from: "contacts", order: "updated_at DESC, id DESC"),
            who.top(Limit.deals, ownDealColumns, from: "deals", order: "updated_at DESC, id DESC"),
            // Those still to be reached first, so that where there are more none of these is left out for one that is reached.
            who.top(
                Limit.targets, "id, product, target, achieved", from: "targets", order: "CASE WHEN achieved < target THEN 0 ELSE 1 END, id"),
            who.counts(today: .date(today)),
            who.top(
                Limit.customers, contactColumns, from: "contacts", where: "stage =", .text("customer"), order: "updated_at DESC, id DESC",
                beyond: Limit.contacts),
            who.top(
                Limit.quietLeads, contactColumns, from: "contacts", where: "stage NOT IN ('customer', 'lost') AND stage <>", .text(""),
                order: "updated_at, id", beyond: Limit.contacts),
        ]
    }

    /// Whether a person has leads or deals that these are not all of, so that `urgent` is to be asked.
    package static func lacksRows(_ context: PersonContext) -> Bool {
        guard let totals = context.totals else { return false }
        return totals.leads > context.contacts.count(where: \.isLead) || totals.openDeals > context.deals.count { $0.status == "open" }
            || totals.wonDeals > context.deals.count { $0.status == "won" }
    }

    /// What is to be spoken of first, of those who have more leads or deals than `facts` reads: the open deals that are to be decided on next,
    /// the last ones won, and the leads next to a sale.
    package static func urgent(_ workspace: WorkspaceID, people: [Int64]) -> [SQL] {
        let who = Selection(workspace, by: "user_id", people)
        let deals = [
            who.top(
                Limit.urgentDeals, dealColumns, from: "deals", only: "status = 'open' AND expected_close_date IS NOT NULL",
                order: "expected_close_date, id"),
            who.top(Limit.wonDeals, dealColumns, from: "deals", only: "status = 'won'", order: "updated_at DESC, id DESC"),
        ]
        let leads = nearStages.map {
            who.top(Limit.nearLeads, contactColumns, from: "contacts", only: "stage = '\($0)'", order: "updated_at, id")
        }
        return (deals + leads).map { $0.inIndexOrder() }
    }

    /// Puts the answers to `urgent` into the contexts.
    package static func add(urgent answers: [[Row]], to contexts: [PersonContext]) -> [PersonContext] {
        let deals = answers[..<2].map(byPerson)
        let leads = answers[2...].map(byPerson)
        return contexts.map { context in
            func own(_ groups: [[Int64: ArraySlice<Row>]]) -> [Row] { groups.flatMap { $0[context.person.user] ?? [] } }
            var context = context
            context.deals = withoutRepeats(context.deals + own(deals).map(deal))
            context.contacts = distinct(context.contacts + own(leads).map(contact))
            return context
        }
    }

    static let contactColumns = "id, name, company, stage, notes, updated_at, \(lastContact)"
    private static let ownDealColumns =
        "id, customer, product, status, reason_failed, amount_minor, currency, expected_close_date, contact_id"
    static let dealColumns = "\(ownDealColumns), \(linked("stage")), \(linked("name"))"
    fileprivate static let taskColumns = "id, title, status, due_date, contact_id"

    /// What stands in the row of the contact that a deal belongs to, where its owner reaches that one.
    private static func linked(_ column: String) -> String {
        """
        (SELECT k.\(column) FROM contacts k WHERE k.workspace_id = deals.workspace_id AND k.id = deals.contact_id
            AND (k.user_id = deals.user_id OR k.shared = 1)) AS linked_\(column)
        """
    }

    /// The last messages and, where a writer draws on them, those of agents from further back.
    package static func messages(_ workspace: WorkspaceID, people: [Int64], older: Bool) -> [SQL] {
        guard people.count == 1, !older else { return messages(of: people, workspace, older: older) }
        var latest = latestOfOne
        latest.arguments = [.workspace(workspace), .integer(people[0])]
        return [latest]
    }

    /// What is asked before each answer in a chat and each run on request, of whomever.
    private static let latestOfOne = messages(of: [0], WorkspaceID(0), older: false)[0].joining(latestOfEach)
    private static let latestOfEach = JointForm(
        "SELECT latest.* FROM \(JointForm.callers) CROSS JOIN LATERAL (\(JointForm.own(messages(of: [0], WorkspaceID(0), older: false)[0].text))) AS latest",
        [.integer, .integer], by: 2, inColumn: 0)

    private static func messages(of people: [Int64], _ workspace: WorkspaceID, older: Bool) -> [SQL] {
        let who = Selection(workspace, by: "user_id", people)
        let latest = who.top(mostMessages, messageColumns, from: "communications", only: "direction = 'internal'", order: "id DESC")
            .inIndexOrder()
        guard older else { return people.count == 1 ? [latest.quick()] : [latest] }
        return [latest, written(who)]
    }

    private static func written(_ who: Selection) -> SQL {
        who.top(
            Limit.written, messageColumns, from: "communications", by: "{{among_written}}",
            only: "agent_type NOT IN ('USER_MESSAGE', 'AGENT_RESPONSE') AND direction = 'internal'", order: "id DESC"
        ).inIndexOrder()
    }

    /// After the person, as `message` reads them.
    private static let messageColumns = "id, agent_type, body, created_at"

    /// The last messages that came after the one with the number, which is 0 for none: all of them where these are fewer than a message uses.
    package static func messages(after number: Int64, of person: Person) -> SQL { latest(of: person, laterMessages, number) }

    /// The last messages up to the one with the number.
    package static func messages(through number: Int64, of person: Person) -> SQL { latest(of: person, earlierMessages, number) }

    private static func latest(of person: Person, _ text: String, _ number: Int64) -> SQL {
        SQL(text, [.workspace(person.workspace), .integer(person.user), .integer(number)]).inIndexOrder().quick()
    }

    private static let laterMessages = latest(where: "id > $3")
    private static let earlierMessages = latest(where: "id <= $3")
    private static func latest(where condition: String) -> String {
        """
        SELECT user_id, \(messageColumns) FROM communications
        WHERE workspace_id = $1 AND user_id = $2 AND direction = 'internal' AND \(condition) ORDER BY id DESC LIMIT \(mostMessages)
        """
    }

    /// The last messages of agents from further back.
    package static func written(of person: Person) -> SQL { written(Selection(person.workspace, by: "user_id", [person.user])) }

    /// The answer to one of `messages` that reads for one person.
    package static func messages(_ rows: [Row]) -> LatestMessages {
        LatestMessages(numbers: rows.map { $0.integer(1) }, list: rows.compactMap(message))
    }

    /// Puts the answers to `messages` into contexts.
    package static func add(messages answers: [[Row]], to contexts: [PersonContext]) -> [PersonContext] {
        let groups = answers.map(byPerson)
        return contexts.map { context in add(messages: groups.map { $0[context.person.user] ?? [] }, to: context) }
    }

    private static func add(messages answers: [ArraySlice<Row>], to context: PersonContext) -> PersonContext {
        var context = context
        context.messages = answers[0].compactMap(message)
        context.written = answers.count < 2 ? [] : answers[1].compactMap(message)
        return context
    }

    /// The same from the answers to `facts`, without messages.
    package static func contexts(facts answers: ArraySlice<[Row]>, workspace: WorkspaceID, today: LocalDate) -> [PersonContext] {
        let answers = Array(answers)
        let profiles = byPerson(answers[1])
        let tasks = Dictionary(grouping: answers[2]) { $0.integer(0) }
        let groups = answers[3...].map(byPerson)
        return answers[0].map { user in
            let id = user.integer(0)
            let rows = groups.map { $0[id] ?? [] }
            var context = PersonContext(
                person: Person(workspace: workspace, user: id), name: user.text(1), today: today,
                profile: profiles[id]?.first.map(profile), tasksToday: [], tasksOverdue: rows[0].map(task),
                contacts: distinct((rows[1] + rows[5] + rows[6]).map(contact)), deals: rows[2].map(ownDeal),
                targets: rows[3].map(target).sorted { $0.id < $1.id }, progress: rows[4].first.map(progress) ?? Progress(),
                totals: rows[4].first.map(totals))
            let (due, done) = dueAndDone(tasks[id] ?? [])
            (context.tasksToday, context.doneToday) = (due, done)
            return naming(Dictionary(context.contacts.map { ($0.id, Linked($0)) }) { first, _ in first }, in: context)
        }
    }

    /// What is due today, in the order of the ids, and what was done today, the last first.
    private static func dueAndDone(_ rows: [Row]) -> (due: [TaskFact], done: [TaskFact]) {
        let due = rows.filter { $0.optionalInteger(6) == nil }.sorted { $0.integer(1) < $1.integer(1) }
        let done = rows.filter { $0.optionalInteger(6) != nil }.sorted { ($0.integer(6), $0.integer(1)) > ($1.integer(6), $1.integer(1)) }
        return (due.map(task), done.map(task))
    }

    /// The rows of each person, which stand beside each other.
    private static func byPerson(_ rows: [Row]) -> [Int64: ArraySlice<Row>] {
        var groups: [Int64: ArraySlice<Row>] = [:]
        var rest = rows[...]
        while let person = rest.first?.integer(0) {
            let own = rest.prefix { $0.integer(0) == person }
            groups[person] = own
            rest = rest[own.endIndex...]
        }
        return groups
    }

    private static func profile(_ row: Row) -> BusinessProfile {
        BusinessProfile(
            businessType: row.text(1), products: JSONText.texts(row.text(2)), tone: row.text(3), dailyGoal: row.text(4),
            keywords: JSONText.texts(row.text(5)))
    }

    private static func task(_ row: Row) -> TaskFact {
        TaskFact(id: row.integer(1), title: row.text(2), status: row.text(3), dueDate: row.date(4), contact: row.optionalInteger(5))
    }

    static func contact(_ row: Row) -> ContactFact {
        ContactFact(
            id: row.integer(1), name: row.text(2), company: row.text(3), stage: row.text(4), notes: row.text(5), updatedAt: row.time(6),
            lastContactAt: row.time(7))
    }

    private static func ownDeal(_ row: Row) -> DealFact {
        DealFact(
            id: row.integer(1), customer: row.text(2), product: row.text(3), status: row.text(4), reasonFailed: row.text(5),
            amountMinor: row.optionalInteger(6), currency: row.text(7), expectedCloseDate: row.date(8), contact: row.optionalInteger(9))
    }

    /// From `dealColumns`.
    static func deal(_ row: Row) -> DealFact {
        var deal = ownDeal(row)
        (deal.contactStage, deal.contactName) = (row.text(10), row.text(11))
        return deal
    }

    private static func target(_ row: Row) -> TargetFact {
        TargetFact(id: row.integer(1), product: row.text(2), target: row.integer(3), achieved: row.integer(4))
    }

    private static func message(_ row: Row) -> MessageFact? {
        MessageFact(id: row.integer(1), kind: row.text(2), body: row.text(3), createdAt: row.time(4))
    }

    /// Each contact once, latest touched first.
    private static func distinct(_ contacts: [ContactFact]) -> [ContactFact] {
        var seen: Set<Int64> = []
        return contacts.filter { seen.insert($0.id).inserted }.sorted { ($0.updatedAt, $0.id) > ($1.updatedAt, $1.id) }
    }

    private static func withoutRepeats(_ deals: [DealFact]) -> [DealFact] {
        var seen: Set<Int64> = []
        return deals.filter { seen.insert($0.id).inserted }
    }

    private static func totals(_ row: Row) -> Totals {
        Totals(
            leads: row.integer(5), customers: row.integer(6), openDeals: row.integer(7), wonDeals: row.integer(3), tasksToday: row.integer(8),
            tasksOverdue: row.integer(9))
    }

    private static func progress(_ row: Row) -> Progress {
        Progress(leadsGenerated: row.integer(1), meetingsCompleted: row.integer(2), dealsClosed: row.integer(3), tasksCompleted: row.integer(4))
    }
}

extension Selection {
    /// The tasks due today, and with the time in the last column those done today, by one statement, in no order.
    ///
    /// What is entered as done was not done by entering it.
    fileprivate func dueOrDone(_ today: LocalDate, in zone: TimeZone, limit: Int) -> SQL {
        func start(_ day: LocalDate) -> SQLValue { .time(day.instant(at: TimeOfDay(hour: 0), in: zone)) }
        let (from, until) = ("$\(arguments.count + 2)", "$\(arguments.count + 3)")
        let due = top(
            limit, "\(PersonContexts.taskColumns), CAST(NULL AS BIGINT) AS done_at", from: "tasks", where: "status <> 'cancelled' AND due_date =",
            .date(today), order: "id")
        let done = top(
            limit, "\(PersonContexts.taskColumns), completed_at AS done_at", from: "tasks",
            only: "status = 'done' AND created_at <> completed_at AND completed_at >= \(from) AND completed_at < \(until)",
            order: "completed_at DESC, id DESC")
        func both(_ due: String, _ done: String) -> String { "SELECT * FROM (\(due)) AS due UNION ALL SELECT * FROM (\(done)) AS done" }
        var statement = SQL(both(due.text, done.text), due.arguments + [start(today), start(today.adding(days: 1))])
        statement.postgresText = due.postgresText.flatMap { due in done.postgresText.map { both(due, $0) } }
        return statement
    }

    /// How many rows of each kind each person has.
    fileprivate func counts(today: SQLValue) -> SQL {
        let day = "$\(arguments.count + 1)"
        func count(_ table: String, _ condition: String) -> String {
            "(SELECT COUNT(*) FROM \(table) x WHERE x.workspace_id = u.workspace_id AND x.user_id = u.id AND \(condition))"
        }
        return statement([today]) { chosen in
            """
            u.id, \(count("contacts", "x.stage IS NOT NULL")), \(count("tasks", "x.status = 'done' AND x.kind = 'meeting'")),
                \(count("deals", "x.status = 'won'")), \(count("tasks", "x.status = 'done'")),
                \(count("contacts", "x.stage <> '' AND x.stage <> 'customer' AND x.stage <> 'lost'")), \(count("contacts", "x.stage = 'customer'")),
                \(count("deals", "x.status = 'open'")), \(count("tasks", "x.due_date = \(day) AND x.status <> 'cancelled'")),
                \(count("tasks", "x.due_date < \(day) AND x.status = 'pending'"))
            FROM users u WHERE u.workspace_id = $1 AND u.id \(chosen)
            """
        }
    }
}

/// The last messages of one person's history, the newest first.
package struct LatestMessages: Sendable {
    /// Of all rows: of one that the product wrote of itself no message is made.
    var numbers: [Int64]
    package var list: [MessageFact]

    package static let none = LatestMessages(numbers: [], list: [])

    /// The newest number; 0 where there is none.
    package var through: Int64 { numbers.first ?? 0 }

    /// These with those that came after them, which are all where they are as many as are read at once.
    package func followed(by later: LatestMessages) -> LatestMessages {
        let numbers = Array((later.numbers + numbers).prefix(PersonContexts.mostMessages))
        return LatestMessages(numbers: numbers, list: (later.list + list).filter { $0.id >= numbers.last ?? 0 })
    }
}
