import Domain

@testable import Journey

/// A contact on Saturday 31 January 2026 with something for every agent to say to it.
enum ContactFixture {
    static let today = ComposeFixture.today

    static func full(tone: String = "professional") -> ContactContext {
        ContactContext(
            person: Person(workspace: .first, user: 1), sender: "Dana", today: today,
            profile: BusinessProfile(
                businessType: "hotel software", products: ["Booking Engine", "Channel Manager", "Revenue Reports"], tone: tone,
                keywords: ["direct bookings"]),
            contact: ContactFact(
                id: 7, name: "Robin Vale", company: "Harbour Hotel", stage: "negotiation", notes: "Argues about every cent",
                updatedAt: ComposeFixture.at(daysAgo: 9)),
            deals: [
                DealFact(
                    id: 1, customer: "Harbour Hotel", product: "Channel Manager", amountMinor: 1_250_000, currency: "EUR",
                    expectedCloseDate: today.adding(days: 3)),
                DealFact(id: 2, customer: "Harbour Hotel", product: "Booking Engine", status: "won"),
            ],
            tasks: [ContactTask(id: 3, kind: "meeting", title: "Press Robin for the signature", dueDate: today.adding(days: 2))],
            messages: [
                ContactMessage(id: 5, isInbound: false, isSent: false, body: "A draft that was rejected", day: today),
                ContactMessage(id: 4, isInbound: true, body: "Does it work with our tills?", day: today.adding(days: -4)),
                ContactMessage(id: 3, isInbound: false, body: "Here is the quote.", day: today.adding(days: -6)),
            ])
    }

    /// Nothing is known but the name.
    static func bare() -> ContactContext {
        ContactContext(
            person: Person(workspace: .first, user: 1), today: today,
            contact: ContactFact(id: 8, name: "Sam Hill", updatedAt: ComposeFixture.at(daysAgo: 1)))
    }

    static func text(_ type: AgentType, _ context: ContactContext, prompt: String? = nil, seed: UInt64 = 1) -> String {
        ComposeFixture.composer.text(for: Assignment(type, prompt: prompt, to: context, seed: seed))
    }
}
