import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// A business on Monday 2 March 2026 whose questions sound like others.
@Suite struct `A question that sounds like another` {
    @Test(arguments: [
        ("what's Anna's phone number?", "Anna Berg: phone number +49 30 1234."), ("email of Anna", "anna@berg.example"),
        ("what stage is Anna in?", "negotiation"),
    ]) func `names a contact by a part of its name, though a deal's customer is that part`(question: String, answer: String) async throws {
        try await Self.with { engine in
            let text = try await engine.told(question)
            #expect(text.contains(answer) || text.contains("The phone number of Anna Berg is +49 30 1234."), "\(text)")
        }
    }

    @Test func `names a contact in what was told too, and its deals are told under its name`() async throws {
        try await Self.with { engine in
            _ = try await engine.chat.answer(owner, typed: "I called Anna, she wants a quote")
            #expect(try await engine.proposed().contains { $0.hasPrefix("note_call proposed") && $0.contains("“Anna Berg”") })
            let text = try await engine.told("tell me about Anna")
            #expect(text.contains("Anna Berg") && text.contains("Labneh"), "\(text)")
        }
    }

    @Test func `of a part that two contacts share names both`() async throws {
        try await Self.with { engine in
            _ = try await engine.store.commit(
                Contacts.table.insert(.first, ["name": .text("Anna Schmidt"), "phone": .text("888")], now: engine.clock.now))
            let text = try await engine.told("what's Anna's phone number?")
            #expect(text.contains("888") && text.contains("+49 30 1234"), "\(text)")
        }
    }

    @Test(
        arguments: [
            ("who bought labneh", ["2 won deals for “labneh”", "Bakery", "Anna"], ["Café"]),
            ("who has bought Olive oil?", ["1 won deal for “Olive oil”", "Café"], ["Bakery"]),
            ("which customers purchased labnehs this month?", ["2 won deals for “labnehs” from", "Bakery"], ["Café"]),
            ("has Anna bought labneh?", ["1 won deal with Anna Berg", "for “labneh”"], ["Bakery"]),
            ("who bought truffles", ["no won deals for “truffles”"], ["Bakery"]),
            ("which deals should have closed already?", ["1 open deal whose expected day is over", "Castle"], ["Bakery"]),
            ("which deals should have been won by now", ["1 open deal whose expected day is over"], ["Bakery"]),
            ("Which customers have not bought labneh?", ["no deal(status = won and product contains"], ["Bakery", "Café"]),
            ("who hasn't bought labneh", ["no deal(status = won"], ["Bakery"]),
            ("which leads have I not contacted for 2 weeks", ["without contact for 14 days"], ["stage contacted", "Riverside"]),
            ("which deals did we not win?", ["not"], ["Bakery"]),
        ] as [(String, [String], [String])]) func `about deals and contacts is answered as it is meant`(
            question: String, has: [String], hasNot: [String]
        )
        async throws
    {
        try await Self.with { engine in
            let text = try await engine.told(question)
            for words in has { #expect(text.contains(words), "\(text)") }
            for words in hasNot { #expect(!text.contains(words), "\(text)") }
        }
    }

    @Test(
        arguments: [
            ("what's my next meeting", ["2 meetings", "Meeting with Mill", "Meet Castle"], ["Call", "Meeting long ago"]),
            ("do I have meetings this week?", ["1 meeting", "Meeting with Mill"], ["Castle", "Call"]),
            ("any appointments tomorrow", ["meeting"], ["Meeting with Mill", "Call"]),
            ("which visits are planned", ["visit"], ["Meeting"]),
        ] as [(String, [String], [String])]) func `about meetings is answered with these alone`(question: String, has: [String], hasNot: [String])
        async throws
    {
        try await Self.with { engine in
            let text = try await engine.told(question)
            for words in has { #expect(text.contains(words), "\(text)") }
            for words in hasNot { #expect(!text.contains(words), "\(text)") }
        }
    }

    @Test(arguments: ["remind me tomorrow", "remind me on Friday at 3pm", "add a task: tomorrow"])
    func `which says a day and no errand proposes nothing, and is asked for the errand`(wish: String) async throws {
        try await Self.with { engine in
            let text = try await engine.chat.answer(owner, typed: wish).message.text
            #expect(text.contains("Say what is to be done as well"), "\(text)")
            #expect(try await engine.proposed().isEmpty)
        }
    }

    private static func with(_ body: (EngineFixture) async throws -> Void) async throws {
        try await AssistantFixture.offline { engine in
            try await engine.addSales()
            try await body(engine)
        }
    }
}

extension EngineFixture {
    fileprivate func addSales() async throws {
        let contacts: [Table.Values] = [
            [
                "name": .text("Anna Berg"), "email": .text("anna@berg.example"), "phone": .text("+49 30 1234"), "stage": .text("negotiation"),
            ],
            ["name": .text("Riverside Deli"), "stage": .text("contacted")],
        ]
        let deals: [Table.Values] = [
            ["customer": .text("Anna"), "product": .text("Labneh"), "status": .text("won")],
            ["customer": .text("Northside Bakery"), "product": .text("Labneh"), "status": .text("won")],
            ["customer": .text("Station Café"), "product": .text("Olive oil"), "status": .text("won")],
            ["customer": .text("Castle Catering"), "product": .text("Labneh"), "expected_close_date": .text("2026-02-20")],
        ]
        let tasks: [Table.Values] = [
            ["title": .text("Meeting with Mill"), "due_date": .text("2026-03-04")], ["title": .text("Meet Castle"), "due_date": .text("2026-03-20")],
            ["title": .text("Meeting long ago"), "due_date": .text("2026-02-04")],
            ["title": .text("Call somebody"), "due_date": .text("2026-03-05")],
        ]
        let now = clock.now
        _ = try await store.commit(SQL("DELETE FROM deals", []))
        _ = try await store.commit(
            contacts.flatMap { Contacts.table.insert(.first, $0, now: now) } + deals.flatMap { Deals.table.insert(.first, $0, now: now) }
                + tasks.flatMap { Tasks.table.insert(.first, $0, now: now) })
    }
}
