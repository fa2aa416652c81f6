import Domain
import Foundation
import Storage

extension WiderLook {
    /// What was done and what came in the days that a question asks about.
    ///
    /// - Throws: `StoreError`.
    func happened(
        _ question: HappenedQuestion, _ subject: NamedSubject?, _ person: Person, in zone: TimeZone, now: Timestamp
    ) async throws -> Happenings {
        var choice = HappeningChoice()
        choice.contacts = Array(subject?.contacts.map(\.id).prefix(Self.mostOfSubject) ?? [])
        choice.names = Array(subject?.names.prefix(Self.mostOfSubject) ?? [])
        if let days = question.period.days {
            choice.days = days
            choice.within = Self.instants(of: days, in: zone)
        }
        switch question.topic {
        case .tasks(let kinds, let words):
            choice.kinds = kinds
            return try await tasks(choice, words, person, zone)
        case .sent, .received:
            let rows = try await store.read(messages(choice, question.topic == .sent ? "outbound" : "inbound", person, now))
            var found = Happenings()
            let letters = HappeningRows.letters(rows, zone: zone)
            if question.topic == .sent {
                (found.sent, found.undelivered) = (letters, HappeningRows.undelivered(rows))
            } else {
                found.received = letters
            }
            return found
        case .everything: return try await everything(choice, person, zone, now)
        }
    }

    private static let mostOfSubject = 8

    /// What is to go out has not gone yet.
    private func messages(_ choice: HappeningChoice, _ direction: String, _ person: Person, _ now: Timestamp) -> SQL {
        var choice = choice
        let end = now.adding(.milliseconds(1))
        let within = choice.within ?? Timestamp(milliseconds: 0)..<end
        choice.within = min(within.lowerBound, end)..<min(within.upperBound, end)
        return HappeningRows.messages(person, choice, direction: direction, now: now)
    }

    private func tasks(_ choice: HappeningChoice, _ words: Set<String>, _ person: Person, _ zone: TimeZone) async throws -> Happenings {
        let open = HappeningRows.tasks(person, choice, status: "pending")
        let answers = try await store.read(
            [HappeningRows.tasks(person, choice, status: "done")]
                + (words.isEmpty ? [] : [HappeningRows.notes(person, choice, limit: Self.mostNotes)])
                + (words.isEmpty || choice.days == nil ? [] : [open]))
        var found = Happenings()
        found.tasks = HappeningRows.tasks(answers[0], zone: zone)
        guard !words.isEmpty else { return found }
        let notes = HappeningRows.letters(answers[1], zone: zone).facts.filter { MessageWords($0.body).hasAny(words) }
        found.notes = Happenings.Some(Array(notes.prefix(HappeningRows.most)), count: Int64(notes.count))
        if answers.count > 2 { found.open = HappeningRows.tasks(answers[2], zone: zone) }
        return found
    }

    /// So many notes of some days are looked through.
    private static let mostNotes = 200

    private func everything(_ choice: HappeningChoice, _ person: Person, _ zone: TimeZone, _ now: Timestamp) async throws -> Happenings {
        var (won, lost) = (DealChoice(status: "won"), DealChoice(status: "lost"))
        (won.closedWithin, won.customers, won.contacts) = (choice.within, choice.names, choice.contacts)
        (lost.closedWithin, lost.customers, lost.contacts) = (choice.within, choice.names, choice.contacts)
        let answers = try await store.read([
            HappeningRows.tasks(person, choice, status: "done"), messages(choice, "outbound", person, now), messages(choice, "inbound", person, now),
            HappeningRows.notes(person, choice), won.sums(person), won.deals(person), lost.sums(person), lost.deals(person),
        ])
        var found = Happenings()
        found.tasks = HappeningRows.tasks(answers[0], zone: zone)
        (found.sent, found.undelivered) = (HappeningRows.letters(answers[1], zone: zone), HappeningRows.undelivered(answers[1]))
        found.received = HappeningRows.letters(answers[2], zone: zone)
        found.notes = HappeningRows.letters(answers[3], zone: zone)
        found.won = DealFinding(sums: answers[4].map(DealChoice.sum), deals: answers[5].map(DealChoice.deal))
        found.lost = DealFinding(sums: answers[6].map(DealChoice.sum), deals: answers[7].map(DealChoice.deal))
        return found
    }

    /// The contacts of a stage, the new ones, or how many there are of each stage; nil where no stage is named though one had to be.
    ///
    /// - Throws: `StoreError`.
    func people(_ question: PeopleQuestion, _ message: MessageWords, _ person: Person, in zone: TimeZone) async throws -> PeopleFinding? {
        let counts = [PeopleRows.stages(person)] + (question.intent == .customers ? [PeopleRows.buyers(person)] : [])
        let answers = try await store.read(counts)
        var found = PeopleFinding(stages: answers[0].map(PeopleRows.stage))
        if question.intent == .customers { found.buyers = answers[1].first?.integer(0) }
        if question.isOfNew {
            let stages = found.stages.map(\.stage)
            let meant = stages.filter { question.areMeant($0, message) }
            guard !meant.isEmpty else { return found }
            var within: Range<Timestamp>?
            if let days = question.period?.days { within = Self.instants(of: days, in: zone) }
            let rows = try await store.read(
                PeopleRows.created(person, within: within, stages: meant.count == stages.count ? [] : Array(meant.prefix(50))))
            (found.contacts, found.created) = (rows.map(PeopleRows.contact), PeopleRows.count(rows))
        } else if let stage = question.stage(in: message, among: found.stages.map(\.stage)) {
            found.stage = stage
            found.contacts = try await store.read(PeopleRows.contacts(person, stage: stage)).map(PeopleRows.contact)
        } else if question.intent == .unknown {
            return nil
        }
        return found
    }
}
