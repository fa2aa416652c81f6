import Domain
import Foundation
import Storage

extension WiderLook {
    /// The message as it is to be read: what is mistyped mended, its days in words; and the context with how such days were read that may be
    /// read in two ways.
    static func spelled(_ message: String, _ context: PersonContext, in zone: TimeZone) -> (message: String, context: PersonContext) {
        let message = MendedWords.mended(message, context)
        guard SpelledDays.mayBe(in: message) else { return (message, context) }
        let spelled = SpelledDays(message, isMonthFirst: SpelledDays.isMonthFirst(in: zone))
        var wider = context
        wider.found.daysRead = spelled.choices
        return (spelled.text, wider)
    }

    /// With the rows that a question of the chat is answered from.
    ///
    /// - Parameter zone: the workspace's, in which days are meant.
    /// - Throws: `StoreError`.
    func withFindings(
        askedIn message: String, _ context: PersonContext, in zone: TimeZone, now: Timestamp
    ) async throws -> PersonContext {
        guard let question = ChatQuestion(message, context) else { return context }
        var wider = context
        let person = context.person
        switch question {
        case .contact(_, let subject):
            guard let subject else { return context }
            wider.found.cards = try await rows(of: subject) { ChatRows.cards(person, contacts: $0) }.map(ChatRows.card)
        case .correspondence(_, let subject):
            let contacts = subject.contacts.prefix(Self.mostContacts).map(\.id)
            let answers = try await store.read(ChatRows.correspondence(person, contacts: contacts, now: now))
            wider.found.correspondence = ChatRows.correspondence(answers, zone: zone, now: now)
        case .price(let question):
            wider.found.products = try await products(question.words, context)
        case .products:
            wider.found.products = try await products([], context)
        case .deals(let question):
            guard !question.isUnclear else { return context }
            wider.found.deals = try await deals(question, person, zone)
            if question.isOfPipeline {
                wider.found.people = PeopleFinding(stages: try await store.read(PeopleRows.stages(person)).map(PeopleRows.stage))
            }
        case .happened(let question, let subject):
            guard question.period.unread.isEmpty else { return context }
            wider.found.happened = try await happened(question, subject, person, in: zone, now: now)
        case .people(let question):
            guard question.period?.unread.isEmpty ?? true else { return context }
            wider.found.people = try await people(question, MessageWords(message), person, in: zone)
        case .drafts:
            wider.found.drafts = try await store.read(ChatRows.drafts(person)).first?.integer(0)
        case .agents:
            wider.found.agents = try await store.read(Agents.all(person.workspace)).compactMap(Agent.init).map { $0.fact(in: zone, at: now) }
        }
        return wider
    }

    private func rows(of subject: NamedSubject, _ statement: ([Int64]) -> SQL) async throws -> [Row] {
        let contacts = subject.contacts.prefix(Self.mostContacts).map(\.id)
        return contacts.isEmpty ? [] : try await store.read(statement(contacts))
    }

    private static let mostContacts = 6

    /// Those that the words name, and those that the profile does, whose prices the catalogue may hold.
    private func products(_ words: [String], _ context: PersonContext) async throws -> [ProductFact] {
        var searches = [ChatRows.products(context.person, words: words, limit: Self.mostProducts)]
        let offered = (context.profile?.products ?? []).filter { !$0.trimmed.isEmpty }
        if !offered.isEmpty { searches.append(ChatRows.products(context.person, words: Array(offered.prefix(12)), limit: Self.mostProducts)) }
        var seen: Set<Int64> = []
        return try await store.read(searches).flatMap { $0.map(ChatRows.product) }.filter { seen.insert($0.id).inserted }
    }

    private static let mostProducts: Int64 = 50

    private func deals(_ question: DealQuestion, _ person: Person, _ zone: TimeZone) async throws -> DealFinding {
        var choice = question.choice
        if let days = question.closedDays { choice.closedWithin = Self.instants(of: days, in: zone) }
        let groups = question.grouping.map { [choice.sums(of: $0, person)] } ?? []
        let sales = question.isOfSales ? [ProgressCounts.targets(person)] + groups : []
        let answers = try await store.read([choice.sums(person), choice.deals(person)] + sales)
        var found = DealFinding(sums: answers[0].map(DealChoice.sum), deals: answers[1].map(DealChoice.deal))
        if question.isOfSales { found.targets = answers[2].map(ProgressCounts.target) }
        if question.grouping != nil { found.groups = answers[3].map(DealChoice.groupSum) }
        return found
    }

    static func instants(of days: ClosedRange<LocalDate>, in zone: TimeZone) -> Range<Timestamp> {
        func start(_ day: LocalDate) -> Timestamp { day.instant(at: TimeOfDay(hour: 0), in: zone) }
        return start(days.lowerBound)..<(days.upperBound < .last ? start(days.upperBound.adding(days: 1)) : Timestamp(milliseconds: .max))
    }
}

extension Agent {
    /// - Parameter zone: the workspace's.
    fileprivate func fact(in zone: TimeZone, at now: Timestamp) -> AgentFact {
        let times = [timing.schedule == .never ? nil : timing.summary(at: now), trigger?.summary].compactMap(\.self)
        return AgentFact(
            type: type, title: values.text("title"), purpose: values.text("purpose"),
            times: times.isEmpty ? timing.summary(at: now) : times.joined(separator: ", and "), isPaused: timing.isPaused,
            next: timing.next(after: now)?.localMinute(in: timing.zone), zone: timing.zone == zone ? nil : timing.zone.identifier)
    }
}
