import Domain
import Foundation
import Storage

extension WiderLook {
    /// With the rows that a question of the chat is answered from.
    ///
    /// - Throws: `StoreError`.
    func withFindings(askedIn message: String, _ context: PersonContext, now: Timestamp) async throws -> PersonContext {
        guard let question = ChatQuestion(message, context) else { return context }
        var wider = context
        let person = context.person
        switch question {
        case .contact(_, let subject):
            guard let subject else { return context }
            wider.found.cards = try await rows(of: subject) { ChatRows.cards(person, contacts: $0) }.map(ChatRows.card)
        case .correspondence(_, let subject):
            let contacts = subject.contacts.prefix(Self.mostContacts).map(\.id)
            let answers = try await store.read(ChatRows.correspondence(person, contacts: contacts))
            wider.found.correspondence = ChatRows.correspondence(answers, zone: try await zone(of: person), now: now)
        case .price(let question):
            wider.found.products = try await products(question.words, context)
        case .products:
            wider.found.products = try await products([], context)
        case .deals(let question):
            guard !question.isUnclear else { return context }
            wider.found.deals = try await deals(question, person)
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

    func zone(of person: Person) async throws -> TimeZone {
        try await store.read(Workspaces.get(person.workspace)).first.flatMap { knownTimeZone($0.text(2)) } ?? .gmt
    }

    private func deals(_ question: DealQuestion, _ person: Person) async throws -> DealFinding {
        var choice = question.choice
        if let days = question.closedDays {
            let zone = try await zone(of: person)
            func start(_ day: LocalDate) -> Timestamp { day.instant(at: TimeOfDay(hour: 0), in: zone) }
            choice.closedWithin = start(days.lowerBound)..<start(days.upperBound.adding(days: 1))
        }
        let answers = try await store.read([choice.sums(person), choice.deals(person)])
        return DealFinding(sums: answers[0].map(DealChoice.sum), deals: answers[1].map(DealChoice.deal))
    }
}
