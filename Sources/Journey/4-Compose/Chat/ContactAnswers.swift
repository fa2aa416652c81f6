import Domain

extension ChatAnswerer {
    func whoToCall() -> ChatReply {
        let leads = context.leadsByNearness
        guard !leads.isEmpty else { return callCustomers() }
        return ChatReply(
            "I would call these first, nearest to a sale and longest untouched at the top:",
            "Your next calls, by stage and then by how long they have waited:",
            body: Wording.bullets(leads, limit: 5) { $0.line(today: context.today) }
        )
    }

    private func callCustomers() -> ChatReply {
        let customers = context.customersByAge
        guard !customers.isEmpty else { return noContacts("There is nobody to call yet.") }
        return ChatReply(
            "There are no leads, but these customers have waited longest:", "No leads at present. Among your customers, the longest untouched:",
            body: Wording.bullets(customers, limit: 5) { $0.line(today: context.today) }
        )
    }

    func leads() -> ChatReply {
        let leads = context.leadsByNearness
        guard !leads.isEmpty else { return noContacts("You have no leads.") }
        let count = context.leadCount(held: leads.count)
        let order = count > leads.count ? "the latest touched and the longest untouched of them" : "nearest to a sale first"
        return ChatReply(
            "You have \(Wording.count(count, "lead")):", "\(Wording.count(count, "lead")), \(order):",
            body: Wording.bullets(leads, limit: 8, total: count) { $0.line(today: context.today) }
        )
    }

    func customers() -> ChatReply {
        let customers = Customer.all(in: context)
        guard !customers.isEmpty else { return noContacts("You have no customers yet.") }
        return ChatReply(
            "You have \(context.customerCount(held: customers.count)):", "Your customers (\(context.customerCount(held: customers.count))):",
            body: Wording.bullets(customers, limit: 8, \.label)
        )
    }

    func pipeline() -> ChatReply {
        let leads = context.leadsByNearness
        let deals = context.openDeals
        guard !leads.isEmpty || !deals.isEmpty else { return noContacts("Your pipeline is empty.") }
        var order: [String] = []
        var counts: [String: Int] = [:]
        for lead in leads {
            if counts[lead.stage] == nil { order.append(lead.stage) }
            counts[lead.stage, default: 0] += 1
        }
        let leadCount = context.leadCount(held: leads.count)
        let dealCount = context.openDealCount(held: deals.count)
        let isWhole = leadCount == leads.count && dealCount == deals.count
        let stages = !isWhole ? [] : order.map { "- \(PlainText.line($0, limit: 40)): \(counts[$0] ?? 0)" }
        let value = openValue.isEmpty || !isWhole ? "" : " worth \(openValue)"
        let summary = "\(Wording.count(leadCount, "lead")) and \(Wording.count(dealCount, "open deal"))\(value)"
        return ChatReply("Your pipeline: \(summary).", "In the pipeline there are \(summary).", body: stages.joined(separator: "\n"))
    }

    /// All the records say of one contact or customer.
    func details(of subject: NamedSubject) -> ChatReply {
        var lines = subject.contacts.prefix(3).flatMap(contactLines)
        lines += subject.deals.prefix(5).map(dealLine)
        lines += unboughtLine(for: subject)
        let tasks = (context.tasksOverdue + context.pendingToday).filter { task in
            subject.names.contains { MessageWords(task.title).contains(MessageWords.split($0)) }
        }
        lines += tasks.prefix(3).map { "- Task: \($0.dueDate.map { $0 < context.today } == true ? $0.overdueLine(today: context.today) : $0.line)" }
        return ChatReply("\(subject.label):", "Here is what the records say on \(subject.label):", body: lines.joined(separator: "\n"))
    }

    /// The leads or customers in a stage that the message names; nil where it names none.
    func stage(namedIn message: MessageWords, _ intent: ChatIntent) -> ChatReply? {
        guard [.unknown, .leads, .pipeline, .call].contains(intent) else { return nil }
        let stages = Set(context.contacts.map(\.stage)).subtracting(["", "lead", "customer"])
        guard let stage = stages.sorted().first(where: { message.contains(MessageWords.split($0)) }) else { return nil }
        let contacts = context.contacts.filter { $0.stage == stage }.sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }
        let label = PlainText.line(stage, limit: 40)
        let count = "\(context.hasMoreContacts ? "at least " : "")\(Wording.count(contacts.count, "contact"))"
        return ChatReply(
            "In the stage \(label): \(count).",
            "\(count.prefix(1).uppercased() + count.dropFirst()) in the stage \(label):",
            body: Wording.bullets(contacts, limit: 8) { $0.line(today: context.today) }
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
        let customers = Customer.all(in: context).filter { $0.names.contains(where: names.contains) }
        let products = ProductOffer.offers(to: customers, in: context).first?.fitting.map { PlainText.line($0, limit: 80) } ?? []
        return products.isEmpty ? [] : ["- Not bought yet: \(Wording.list(products, limit: 4))"]
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
