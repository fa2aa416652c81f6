import Domain

@testable import Journey

/// A small business on Saturday 31 January 2026, with something for every agent to say.
enum ComposeFixture {
    static let today = LocalDate(year: 2026, month: 1, day: 31)

    static func at(daysAgo days: Int64) -> Timestamp { Timestamp(seconds: (today.dayNumber - days) * 86_400 + 36_000) }

    static func full(tone: String = "professional") -> PersonContext {
        var context = PersonContext(
            person: Person(workspace: .first, user: 1), name: "Dana", today: today,
            profile: BusinessProfile(
                businessType: "hotel software", products: ["Booking Engine", "Channel Manager"], tone: tone, dailyGoal: "Generate 5 leads",
                keywords: ["direct bookings"]
            ),
            tasksToday: [
                TaskFact(id: 1, title: "Call Harbour Hotel", dueDate: today),
                TaskFact(id: 2, title: "Prepare the demo", status: "done", dueDate: today),
            ],
            tasksOverdue: [TaskFact(id: 3, title: "Send the quote", dueDate: today.adding(days: -5))],
            contacts: [
                ContactFact(id: 1, name: "Harbour Hotel", stage: "negotiation", notes: "Wants a pilot", updatedAt: at(daysAgo: 9)),
                ContactFact(id: 2, name: "Mill Bakery", stage: "customer", updatedAt: at(daysAgo: 20)),
                ContactFact(id: 3, name: "Old Town Spa", stage: "lead", updatedAt: at(daysAgo: 1)),
            ],
            deals: [
                DealFact(
                    id: 1, customer: "Garden Inn", product: "Channel Manager", amountMinor: 1_250_000, currency: "EUR",
                    expectedCloseDate: today.adding(days: 3)
                ),
                DealFact(id: 2, customer: "Mill Bakery", product: "Booking Engine", status: "won"),
                DealFact(id: 3, customer: "City Museum", product: "Booking Engine", status: "lost", reasonFailed: "too expensive"),
            ],
            targets: [TargetFact(id: 1, product: "Booking Engine", target: 100, achieved: 40)],
            progress: Progress(leadsGenerated: 12, meetingsCompleted: 1, dealsClosed: 2, tasksCompleted: 45)
        )
        context.doneToday = [TaskFact(id: 2, title: "Prepare the demo", status: "done", dueDate: today)]
        return context
    }

    static func empty(tone: String? = nil) -> PersonContext {
        PersonContext(person: Person(workspace: .first, user: 1), today: today, profile: tone.map { BusinessProfile(businessType: "shop", tone: $0) })
    }

    static let composer = OfflineComposer()

    static func text(_ type: AgentType, _ context: PersonContext, seed: UInt64 = 1) -> String {
        composer.text(for: Assignment(purpose: .agent(type), context: context, seed: seed))
    }

    static func answer(_ message: String, _ context: PersonContext = full(), seed: UInt64 = 1) -> String {
        composer.text(for: Assignment(purpose: .chat(message: message), context: context, seed: seed))
    }

    static func message(_ body: String, _ kind: MessageKind = .agent(.reminder), daysAgo days: Int64 = 1) -> MessageFact {
        MessageFact(id: 1, kind: kind, body: body, createdAt: at(daysAgo: days))
    }
}

let everyAgentAndTone = AgentType.builtIn.flatMap { type in Tone.allCases.map { (type, $0) } }
