import Domain

/// The subject of a message to a contact that is written offline: what it is about, in the plainest words, whatever the tone.
enum OfflineSubject {
    /// - Returns: on one line; nil where there is nothing to name.
    static func line(_ agent: AgentType, _ facts: ContactFacts) -> String? {
        let line = PlainText.line(words(agent, Words(facts)), limit: MessageWording.subjectLimit)
        return line.isEmpty ? nil : line
    }

    private static func words(_ agent: AgentType, _ facts: Words) -> String {
        switch agent {
        case .reminder: facts.appointment ?? facts.decision ?? "Our next talk"
        case .followUp: facts["deal"].map { "About \($0)" } ?? "A short word from \(facts.us)"
        case .closure: facts.decision ?? "The next step"
        case .nurture: facts["topic"].map { "An idea about \($0)" } ?? "A short word from \(facts.us)"
        case .upsell: facts["offer"].map { "For you: \($0)" } ?? "A short word from \(facts.us)"
        default: "A message from \(facts.us)"
        }
    }

    /// What a template may name, nil where it is empty.
    private struct Words {
        let facts: ContactFacts

        init(_ facts: ContactFacts) { self.facts = facts }

        subscript(name: String) -> String? { (facts.child(named: name) as? String).flatMap { $0.isEmpty ? nil : $0 } }

        var us: String { self["business"] ?? self["sender"] ?? "us" }
        var decision: String? { self["deal"].map { "Your decision on \($0)" } }
        var appointment: String? {
            guard let what = self["appointment"], let day = self["appointment_day"] else { return nil }
            return "\(what.prefix(1).uppercased())\(what.dropFirst()) on \(day)"
        }
    }
}
