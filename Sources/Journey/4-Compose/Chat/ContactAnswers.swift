import Domain

extension ChatAnswerer {
    func whoToCall() -> ChatReply {
        let leads = context.leadsByNearness
        guard !leads.isEmpty else { return callCustomers() }
        let among = context.lacksLeads ? " (among the \(leads.count) of \(context.leadTally.text("lead")) that I looked at)" : ""
        return ChatReply(
            "I would call these first, nearest to a sale and longest untouched at the top\(among):",
            "Your next calls, by stage and then by how long they have waited\(among):",
            body: Wording.bullets(leads, limit: 5, of: context.leadTally) { $0.line(today: context.today) }
        )
    }

    private func callCustomers() -> ChatReply {
        let customers = context.customersByAge
        guard !customers.isEmpty else { return noContacts("There is nobody to call yet.") }
        let tally = Tally(known: max(customers.count, Int(context.totals?.customers ?? 0)), isExact: true)
        let among = context.lacksCustomers ? " (among the \(customers.count) that I looked at)" : ""
        return ChatReply(
            "There are no leads, but these customers have waited longest\(among):",
            "No leads at present. Among your customers, the longest untouched\(among):",
            body: Wording.bullets(customers, limit: 5, of: tally) { $0.line(today: context.today) }
        )
    }

    func leads() -> ChatReply {
        let leads = context.leadsByNearness
        guard !leads.isEmpty else { return noContacts("You have no leads.") }
        let count = context.leadTally.text("lead")
        let order = context.lacksLeads ? "nearest to a sale first among the \(leads.count) that I looked at" : "nearest to a sale first"
        return ChatReply(
            "You have \(count):", "\(count), \(order):",
            body: Wording.bullets(leads, limit: 8, of: context.leadTally) { $0.line(today: context.today) }
        )
    }

    /// Whatever their stage.
    func contacts() -> ChatReply {
        guard !context.contacts.isEmpty else { return noContacts("You have no contacts.") }
        let known = Int((context.totals?.leads ?? 0) + (context.totals?.customers ?? 0))
        let tally = Tally(known: max(context.contacts.count, known), isExact: !context.mayLackContacts)
        let leads = context.leadTally.text("lead")
        return ChatReply(
            "You have \(tally.text("contact")), \(leads) among them; the last changed:",
            "\(tally.opening("contact")), with \(leads) among them, latest first:",
            body: Wording.bullets(context.contacts, limit: 8, of: tally) { $0.line(today: context.today) }
        )
    }

    func customers() -> ChatReply {
        let customers = Customer.all(in: context)
        let tally = context.customerTally(held: customers.count)
        guard !tally.isNone else { return noContacts("You have no customers yet.") }
        guard !customers.isEmpty else { return notLookedAt("I see no customer", rest: "The Contacts page lists every contact.") }
        return ChatReply(
            "You have \(tally.text("customer")):", "Your customers (\(tally.number)):", body: Wording.bullets(customers, limit: 8, of: tally, \.label)
        )
    }

    /// - Parameter found: the open deals, where they were looked up.
    /// - Parameter stages: all of them, where they were counted.
    func pipeline(_ found: DealFinding? = nil, stages: [PeopleFinding.StageCount]? = nil) -> ChatReply {
        let deals = found.map { Tally(known: Int($0.count), isExact: true) } ?? context.openDealTally
        guard !context.leadTally.isNone || !deals.isNone else { return noContacts("Your pipeline is empty.") }
        let value = openValue.isEmpty ? "" : " worth \(openValue)"
        let summary = "\(context.leadTally.text("lead")) and \(deals.text("open deal"))\(value)"
        return ChatReply(
            "Your pipeline: \(summary).", "In the pipeline there are \(summary).", body: stageLines(stages ?? context.found.people?.stages))
    }

    /// How many leads are in each stage, nearest to a sale first; empty where they were not counted and the leads held are not all.
    private func stageLines(_ counted: [PeopleFinding.StageCount]?) -> String {
        if let counted {
            let leads = counted.filter { !["", "customer", "lost"].contains($0.stage) }
                .sorted { (-Stage.nearness($0.stage), $0.stage) < (-Stage.nearness($1.stage), $1.stage) }
            return Wording.bullets(leads, limit: 12) { "\(PlainText.line($0.stage, limit: 40)): \($0.count)" }
        }
        if context.lacksLeads { return "" }
        let stages = context.leadsByNearness.map(\.stage)
        let counts = Dictionary(stages.map { ($0, 1) }, uniquingKeysWith: +)
        return stages.withoutRepeats.map { "- \(PlainText.line($0, limit: 40)): \(counts[$0] ?? 0)" }.joined(separator: "\n")
    }

    /// All the records say of one contact or customer.
    func details(of subject: NamedSubject) -> ChatReply {
        var lines = subject.contacts.prefix(3).flatMap(contactLines)
        if subject.contacts.count > 3 { lines.append("- and \(Wording.count(subject.contacts.count - 3, "other")); say the name in full") }
        lines += subject.deals.prefix(5).map(dealLine)
        lines += unboughtLine(for: subject)
        let tasks = (context.agenda?.tasks ?? context.tasksOverdue + context.pendingToday).filter(subject.isOf)
        lines += correspondenceLines(subject)
        lines += tasks.prefix(5).map { "- Task: \(taskLine($0, of: subject))" }
        return ChatReply("\(subject.label):", "Here is what the records say on \(subject.label):", body: lines.joined(separator: "\n"))
    }

    /// The last note and the last messages, where they were looked up.
    private func correspondenceLines(_ subject: NamedSubject) -> [String] {
        guard let found = context.found.correspondence, subject.contacts.count == 1 else { return [] }
        let sent =
            switch found.sent?.passage {
            case .ahead: "Going out"
            case .undelivered: "Approved and not delivered"
            case .through, nil: "Last sent"
            }
        let letters = [("Last note", found.note), (sent, found.sent), ("Last received", found.received)]
        return letters.compactMap { title, letter in
            letter.map { "- \(title), \(DayText.short($0.day, today: context.today)): \(PlainText.line($0.body, limit: 200))" }
        }
    }

    private func taskLine(_ task: TaskFact, of subject: NamedSubject) -> String {
        var task = task
        // Whose it is was just said.
        if subject.contacts.count == 1 { task.contactName = "" }
        guard let due = task.dueDate else { return task.line }
        if due == context.today { return task.line("today") }
        return due < context.today ? task.overdueLine(today: context.today) : task.line(DayText.long(due, today: context.today))
    }

    /// The leads or customers in a stage that the message names; nil where it names none.
    func stage(namedIn message: MessageWords, _ intent: ChatIntent) -> ChatReply? {
        guard [.unknown, .leads, .contacts, .pipeline, .call].contains(intent) else { return nil }
        let stages = Set(context.contacts.map(\.stage)).subtracting(["", "lead", "customer"])
        guard let stage = stages.sorted().first(where: { message.contains(MessageWords.split($0)) }) else { return nil }
        let contacts = context.contacts.filter { $0.stage == stage }.sorted { ($0.lastContactAt, $0.id) < ($1.lastContactAt, $1.id) }
        let label = PlainText.line(stage, limit: 40)
        let tally = Tally(known: contacts.count, isExact: !context.mayLackContacts)
        return ChatReply(
            "In the stage \(label): \(tally.text("contact")).",
            "\(tally.opening("contact")) in the stage \(label):",
            body: Wording.bullets(contacts, limit: 8, of: tally) { $0.line(today: context.today) }
        )
    }

    private func dealLine(_ deal: DealFact) -> String {
        let kind = "- \(deal.status.prefix(1).uppercased() + deal.status.dropFirst()) deal"
        let reason = deal.status == "lost" ? PlainText.line(deal.reasonFailed) : ""
        let details = [deal.details(today: context.today), reason].filter { !$0.isEmpty }.joined(separator: ", ")
        return details.isEmpty ? kind : "\(kind): \(details)"
    }

    private func unboughtLine(for subject: NamedSubject) -> [String] {
        let names = Set(subject.names.map { $0.lowercased() })
        let ids = Set(subject.contacts.map(\.id))
        let customers = Customer.all(in: context).filter { customer in
            customer.contact.map(ids.contains) ?? customer.names.contains(where: names.contains)
        }
        let products = ProductOffer.offers(to: customers, in: context).first?.fitting.map { PlainText.line($0, limit: 80) } ?? []
        let claim = context.mayLackDeals ? "In none of the deals I looked at" : "Not bought yet"
        return products.isEmpty ? [] : ["- \(claim): \(Wording.list(products, limit: 4))"]
    }

    private func contactLines(_ contact: ContactFact) -> [String] {
        let quiet = contact.quiet(today: context.today)
        let stage = contact.stage.isEmpty ? "in no pipeline stage" : "stage \(PlainText.line(contact.stage, limit: 40))"
        let head = "- \(contact.label): \(stage)\(quiet.isEmpty ? "" : ", \(quiet)")"
        return contact.notes.isEmpty ? [head] : [head, "- Notes: \(PlainText.line(contact.notes, limit: 300))"]
    }

    func noContacts(_ finding: String) -> ChatReply {
        ChatReply(
            finding, "By your records: \(finding.prefix(1).lowercased() + finding.dropFirst())",
            body: "Add a contact with a stage on the page, or import a CSV file with `crm-agent import contacts FILE.csv`.")
    }
}
