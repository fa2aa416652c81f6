import Testing

@testable import Domain

@Suite struct `The risk of a message to a contact` {
    private static let known = RiskBackground(wasWrittenTo: true, largestDealMinor: 999_999, isTemplateProven: true)
    private static let today = LocalDate("2026-03-02")!
    private static let plain = "Dear Robin, shall we speak about the Channel Manager on Tuesday?"

    @Test func `is low where nothing speaks against sending it`() {
        #expect(risks() == [])
        #expect(risks(policy: RiskPolicy(largeDealMinor: 1_000_000)) == [])
        #expect(risks(heard: "Thank you, that is of interest. What does it cost?") == [])
        #expect(RiskGrade(risks()) == .low)
    }

    @Test func `is raised where nothing was sent to the contact yet`() {
        #expect(risks(with { $0.wasWrittenTo = false }) == [.newContact])
        #expect(RiskGrade([.newContact]) == .raised)
    }

    @Test func `is raised by an open deal that the workspace calls large`() {
        let policy = RiskPolicy(largeDealMinor: 1_000_000)
        #expect(risks(with { $0.largestDealMinor = 1_000_000 }, policy: policy) == [.largeDeal])
        #expect(risks(with { $0.largestDealMinor = nil }, policy: policy) == [])
        #expect(risks(with { $0.largestDealMinor = .max }) == [])
    }

    @Test func `is raised by the first use of a template`() {
        #expect(risks(with { $0.isTemplateProven = false }) == [.firstUse])
    }

    @Test(arguments: [
        "I am very DISAPPOINTED.", "It still doesn\u{2019}t work!", "We want our money\nback", "This is the worst\u{2014}service",
        "complaints department",
    ]) func `is raised by what sounds like a complaint`(heard: String) {
        #expect(risks(heard: heard) == [.complaint])
    }

    @Test func `is raised by a complaint of the last thirty days only, and by none that nobody got`() {
        let complaint = "I am disappointed."
        #expect(risks(heard: complaint, daysAgo: 30) == [.complaint])
        #expect(risks(heard: complaint, daysAgo: 31) == [])
        #expect(risks(of: "We are sorry that you are disappointed.") == [])
    }

    @Test(arguments: ["My lawyer will call you.", "See you in court", "Is it data-protection proof?", "I was in hospital.", "It has side effects."])
    func `is raised by legal or medical words, of the message or of the contact`(words: String) {
        #expect(risks(of: words) == [.legalOrMedicalWords])
        #expect(risks(heard: words) == [.legalOrMedicalWords])
    }

    @Test(arguments: [
        "With every courtesy, Sue", "The ball is in my court", "Thank you for being so patient", "the issue was resolved", "a healthy pipeline",
    ])
    func `is not raised by words that only look like those`(words: String) {
        #expect(risks(of: words, heard: words) == [])
    }

    @Test func `is told with all that raises it, but for what the workspace ignores`() {
        let nothing = RiskBackground(wasWrittenTo: false, largestDealMinor: 5, isTemplateProven: false)
        let heard = "I am furious. My lawyer knows."
        #expect(risks(nothing, heard: heard, policy: RiskPolicy(largeDealMinor: 5)) == Risk.allCases)
        let policy = RiskPolicy(largeDealMinor: 5, ignored: [.newContact, .legalOrMedicalWords])
        #expect(risks(nothing, heard: heard, policy: policy) == [.largeDeal, .complaint, .firstUse])
        #expect(risks(nothing, heard: heard, policy: RiskPolicy(largeDealMinor: 5, ignored: Set(Risk.allCases))) == [])
    }

    private func with(_ change: (inout RiskBackground) -> Void) -> RiskBackground {
        var background = Self.known
        change(&background)
        return background
    }

    private func risks(
        _ background: RiskBackground = known, of text: String = plain, heard: String? = nil, daysAgo: Int64 = 0, policy: RiskPolicy = RiskPolicy()
    ) -> [Risk] {
        let heard = heard.map { ContactMessage(id: 1, isInbound: true, body: $0, day: Self.today.adding(days: -daysAgo)) }
        let sent = ContactMessage(id: 2, isInbound: false, body: "My lawyer is disappointed.", day: Self.today)
        let contact = ContactContext(
            person: Person(workspace: .first, user: 1), today: Self.today,
            contact: ContactFact(id: 7, name: "Robin", updatedAt: Timestamp(milliseconds: 0)), messages: [heard, sent].compactMap(\.self))
        return RiskAssessment(background, by: policy).risks(of: text, to: contact)
    }
}
