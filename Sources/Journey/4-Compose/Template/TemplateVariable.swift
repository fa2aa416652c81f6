/// What a template may name. Each stands for text about the person it is written to; empty text counts as nothing.
package struct TemplateVariable: Sendable {
    package let name: String
    /// What it stands for, for the documentation.
    package let summary: String

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
        TemplateVariable(name: "reached", summary: "The targets, by name"),
    ]
}
