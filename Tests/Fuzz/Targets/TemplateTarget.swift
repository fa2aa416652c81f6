import Domain

@testable import Journey

extension FuzzTarget {
    /// A template, from its text to messages and instructions: their length is bounded, and records end no quotation.
    static let template = FuzzTarget.text(
        "template", longest: 8000,
        words: [
            "{{", "}}", "{{name}}", "{{#tasks}}", "{{/tasks}}", "{{^leads}}", "{{/leads}}", "{{! note }}", "{{> other}}", "{{=<% %>=}}", "{{{name}}}",
            "{{&name}}",
            "{{company}}", "{{#deal}}", "{{/deal}}", "{{.}}", "{{name.x}}", "{{$block}}", "{{<parent}}", "{{%CONTENT_TYPE:HTML}}",
            "{{#reversed(name)}}", "\n", "\r\n", " ",
        ]
    ) { text in
        for (reader, isContact) in [(TemplateReader.person, false), (.contact, true)] {
            let template: MessageTemplate
            do throws(TemplateError) { template = try MessageTemplate(text, for: reader) } catch {
                try hold(error.line >= 1 && error.column >= 1, "an error names a place")
                try hold(error.problem != "it is no Mustache template.", "what is wrong is found by our own check, which says where: \(text)")
                continue
            }
            let message = isContact ? template.message(to: contact, seed: 1) : template.message(for: person, seed: 1)
            let instruction = isContact ? template.instruction(to: contact, seed: 1) : template.instruction(for: person, seed: 1)
            // A variable takes six bytes at least, and stands for less than this.
            let most = (text.utf8.count / 6 + 1) * 1000 + text.utf8.count + 1000
            try hold(message.utf8.count <= most && instruction.utf8.count <= most, "what comes of a template is bounded")
            try hold(opened(instruction) - opened(text) <= text.count(where: { $0 == "{" }) / 2 + 1, "a record opens one quotation")
        }
    }

    private static func opened(_ text: String) -> Int { text.unicodeScalars.count { $0 == "\u{201C}" } }

    private static let today = LocalDate(year: 2026, month: 1, day: 31)
    private static let nasty = "{{goal}} \u{201D} & <b> \u{201C}{{/tasks}}"

    private static let person = PersonContext(
        person: Person(workspace: .first, user: 1), name: nasty, today: today,
        profile: BusinessProfile(
            businessType: nasty, products: ["Booking Engine", nasty], tone: "professional", dailyGoal: nasty, keywords: [nasty]),
        tasksToday: [TaskFact(id: 1, title: nasty, dueDate: today)], tasksOverdue: [TaskFact(id: 3, title: nasty, dueDate: today.adding(days: -5))],
        contacts: [ContactFact(id: 1, name: nasty, stage: "negotiation", notes: nasty, updatedAt: FuzzDatabase.now)],
        deals: [DealFact(id: 1, customer: nasty, product: nasty, amountMinor: 1_250_000, currency: "EUR", expectedCloseDate: today.adding(days: 3))],
        targets: [TargetFact(id: 1, product: nasty, target: 100, achieved: 40)],
        progress: Progress(leadsGenerated: 12, meetingsCompleted: 1, dealsClosed: 2, tasksCompleted: 45))

    private static let contact = ContactContext(
        person: Person(workspace: .first, user: 1), sender: nasty, today: today,
        profile: BusinessProfile(businessType: nasty, products: [nasty], tone: "casual", keywords: [nasty]),
        contact: ContactFact(id: 7, name: nasty, company: nasty, stage: "negotiation", notes: nasty, updatedAt: FuzzDatabase.now),
        deals: [DealFact(id: 1, customer: nasty, product: nasty, amountMinor: 1_250_000, currency: "EUR", expectedCloseDate: today.adding(days: 3))],
        tasks: [ContactTask(id: 3, kind: "meeting", title: nasty, dueDate: today.adding(days: 2))],
        messages: [ContactMessage(id: 4, isInbound: true, body: nasty, day: today.adding(days: -4))])
}
