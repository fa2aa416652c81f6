import Domain

/// Something helpful to offer a lead without asking for anything.
enum NurtureIdea {
    /// A line for each of the leads that have waited longest.
    static func lines(for facts: MessageFacts) -> String {
        let leads = facts.context.leadsByAge
        return Wording.bullets(leads, limit: 3, of: facts.context.leadTally) { lead in
            let idea = SplitMix64.pick(ideas.count, seed: facts.seed, salt: UInt64(bitPattern: lead.id) &+ 7)
            return "\(lead.line(today: facts.context.today)): \(ideas[idea](topic(for: lead, facts)))\(note(on: lead))"
        }
    }

    private static let ideas: [@Sendable (String) -> String] = [
        { "share a useful tip about \($0)" },
        { "send an example of how others use \($0)" },
        { "offer a short answer to any question about \($0)" },
        { "pass on something worth reading about \($0)" },
        { "ask what matters most to them about \($0), and just listen" },
    ]

    private static func topic(for lead: ContactFact, _ facts: MessageFacts) -> String {
        guard let profile = facts.context.profile else { return "their work" }
        let topics = profile.keywords + profile.products
        guard !topics.isEmpty else { return PlainText.line(profile.businessType, limit: 60) }
        return PlainText.line(topics[SplitMix64.pick(topics.count, seed: facts.seed, salt: UInt64(bitPattern: lead.id) &+ 11)], limit: 60)
    }

    private static func note(on lead: ContactFact) -> String {
        let note = PlainText.phrase(lead.notes, limit: 90)
        return note.isEmpty ? "" : " (your note: \(note))"
    }
}
