/// To whom a template writes.
package enum TemplateReader: Sendable {
    case person, contact

    package var variables: [TemplateVariable] {
        switch self {
        case .person: TemplateVariable.all
        case .contact: TemplateVariable.ofContacts
        }
    }
}

/// What a template may name. Each stands for text from the records of whom it is written to; empty text counts as nothing.
package struct TemplateVariable: Sendable {
    package let name: String
    /// What it stands for, for the documentation.
    package let summary: String

    /// How it stands in a template: as its text, and around what stands only where there is some, or where there is none.
    package var forms: [String] { ["{{\(name)}}", "{{#\(name)}}…{{/\(name)}}", "{{^\(name)}}…{{/\(name)}}"] }

    /// In the order of docs/agents.md.
    package static let all = [
        TemplateVariable(name: "name", summary: "The person's name"),
        TemplateVariable(name: "addressed", summary: "A comma and the name, to stand after a greeting"),
        TemplateVariable(name: "today", summary: "The day in the workspace's time zone, in words"),
        TemplateVariable(name: "business", summary: "What the business does"),
        TemplateVariable(name: "products", summary: "What it sells"),
        TemplateVariable(name: "goal", summary: "What a good day achieves"),
        TemplateVariable(name: "keyword", summary: "One of the business's own words, another one each time"),
        TemplateVariable(name: "tasks", summary: "Today's pending tasks, one a line"),
        TemplateVariable(name: "tasks_count", summary: "How many they are, such as 2 tasks"),
        TemplateVariable(name: "first_task", summary: "The first of them"),
        TemplateVariable(name: "done", summary: "What was done today"),
        TemplateVariable(name: "overdue", summary: "Overdue tasks, one a line"),
        TemplateVariable(name: "overdue_count", summary: "How many they are"),
        TemplateVariable(name: "deals", summary: "Open deals, the next to be decided on first, one a line"),
        TemplateVariable(name: "deals_count", summary: "How many they are"),
        TemplateVariable(name: "leads", summary: "The leads nearest to a decision, with their stages"),
        TemplateVariable(name: "leads_count", summary: "How many leads there are"),
        TemplateVariable(name: "first_lead", summary: "The lead nearest to a decision"),
        TemplateVariable(name: "ideas", summary: "What could help some leads, one a line"),
        TemplateVariable(name: "steps", summary: "The next step for each open deal or advanced lead, one a line"),
        TemplateVariable(name: "steps_count", summary: "How many they are"),
        TemplateVariable(name: "first_step", summary: "Whom the first step is for"),
        TemplateVariable(name: "lost", summary: "A deal that was lost, and why"),
        TemplateVariable(name: "customers", summary: "The customers"),
        TemplateVariable(name: "gaps", summary: "What is missing to the targets"),
        TemplateVariable(name: "reached", summary: "The targets that are reached, by name"),
    ]

    /// The same for messages to contacts, whose templates see nothing but the contact's own records.
    package static let ofContacts = [
        TemplateVariable(name: "name", summary: "The contact's name"),
        TemplateVariable(name: "company", summary: "Where the contact works"),
        TemplateVariable(name: "today", summary: "The day in the workspace's time zone, in words"),
        TemplateVariable(name: "sender", summary: "The name of the person who looks after the contact"),
        TemplateVariable(name: "business", summary: "What the business does"),
        TemplateVariable(name: "signature", summary: "The sender and the business, one a line"),
        TemplateVariable(name: "products", summary: "What the business sells"),
        TemplateVariable(name: "topic", summary: "One of its products or of the business's own words, another one each time"),
        TemplateVariable(name: "deal", summary: "What is to be decided on: the product of the open deal whose day is next"),
        TemplateVariable(name: "deal_day", summary: "The day on which that decision is expected"),
        TemplateVariable(name: "deal_amount", summary: "Its value, such as EUR 1,250"),
        TemplateVariable(name: "appointment", summary: "The next appointment: our meeting, our call or my visit"),
        TemplateVariable(name: "appointment_day", summary: "Its day"),
        TemplateVariable(name: "bought", summary: "What the contact has bought"),
        TemplateVariable(name: "offer", summary: "A product that the contact has neither bought nor been offered"),
        TemplateVariable(name: "heard_day", summary: "The day of the contact's last message"),
        TemplateVariable(name: "wrote_day", summary: "The day of the last message to the contact"),
    ]
}
