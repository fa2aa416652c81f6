import Domain

extension ChatAnswerer {
    /// How many contacts there are, counted, and the first of those that are asked for.
    func people(_ found: PeopleFinding, _ question: PeopleQuestion) -> ChatReply? {
        if let created = found.created { return new(found.contacts, Int(created), question) }
        if let stage = found.stage { return stage == "lost" ? lost(found) : staged(found, stage) }
        switch question.intent {
        case .customers: return customers(found)
        case .contacts: return contacts(found)
        case .pipeline: return pipeline(stages: found.stages)
        default: return nil
        }
    }

    private func staged(_ found: PeopleFinding, _ stage: String) -> ChatReply {
        let label = PlainText.line(stage, limit: 40)
        let tally = Tally(known: Int(found.count { $0 == stage }), isExact: true)
        return ChatReply(
            "In the stage \(label): \(tally.text("contact")).", "\(tally.opening("contact")) in the stage \(label):", body: lines(found, tally))
    }

    private func lost(_ found: PeopleFinding) -> ChatReply {
        let tally = Tally(known: Int(found.count { $0 == "lost" }), isExact: true)
        return ChatReply(
            "Lost: \(tally.text("contact")).", "\(tally.opening("contact is", "contacts are")) in the stage lost:", body: lines(found, tally))
    }

    private func lines(_ found: PeopleFinding, _ tally: Tally) -> String {
        Wording.bullets(found.contacts, limit: 8, of: tally) { $0.line(today: context.today) }
    }

    private func customers(_ found: PeopleFinding) -> ChatReply? {
        let (staged, buyers) = (Int(found.count { $0 == "customer" }), Int(found.buyers ?? 0))
        let held = Customer.all(in: context)
        guard staged + buyers > 0 else { return noContacts("You have no customers yet.") }
        let tally = Tally(known: max(staged + buyers, held.count), isExact: true)
        let parts =
            buyers == 0 || staged == 0
            ? "" : " (\(staged) in the stage customer, and \(buyers) more \(buyers == 1 ? "name that has" : "names that have") won deals)"
        let lines = held.isEmpty ? "" : Wording.bullets(held, limit: 8, of: tally, \.label)
        return ChatReply("You have \(tally.text("customer"))\(parts):", "Your customers (\(tally.number))\(parts):", body: lines)
    }

    private func contacts(_ found: PeopleFinding) -> ChatReply {
        let all = Int(found.count { _ in true })
        guard all > 0 else { return noContacts("You have no contacts.") }
        let counts = [
            (found.count { !["", "customer", "lost"].contains($0) }, "lead", "leads"), (found.count { $0 == "customer" }, "customer", "customers"),
            (found.count { $0 == "lost" }, "lost", "lost"), (found.count(where: \.isEmpty), "in no stage", "in no stage"),
        ]
        let parts = Wording.list(counts.filter { $0.0 > 0 }.map { Wording.count(Int($0.0), $0.1, $0.2) })
        let tally = Tally(known: all, isExact: true)
        return ChatReply(
            "You have \(tally.text("contact")): \(parts). The last touched:", "\(tally.opening("contact")) (\(parts)), the last touched first:",
            body: Wording.bullets(context.contacts, limit: 8, of: tally) { $0.line(today: context.today) })
    }

    private func new(_ contacts: [ContactFact], _ count: Int, _ question: PeopleQuestion) -> ChatReply {
        let span = question.period.map { $0.isNone ? "" : " added \($0.words)" } ?? ""
        guard count > 0 else { return ChatReply("No such contact was\(span.isEmpty ? " added" : span).", "The records hold no such contact\(span).") }
        let tally = Tally(known: count, isExact: true)
        return ChatReply(
            "\(tally.opening("contact"))\(span), the newest first:", "The newest of \(tally.text("contact"))\(span):",
            body: Wording.bullets(contacts, limit: 8, of: tally, \.labelWithStage))
    }

    func drafts(_ count: Int64) -> ChatReply {
        guard count > 0 else { return ChatReply("No draft waits for your decision.", "There are no drafts to decide on.") }
        return ChatReply(
            "\(Wording.count(Int(count), "draft waits", "drafts wait")) for your decision under Drafts.",
            "Under Drafts \(Wording.count(Int(count), "message waits", "messages wait")) for your decision.")
    }
}
