import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `A model's message to a contact` {
    private static let lie = "Dear Contact 1, Product 1 is only €99 \u{1F44D} and free of charge for Contact 2."
    private static let truth = "Dear Contact 1, may we speak about Product 1 on Thursday 5 March?"

    @Test func `that states what no fact bears out stays a draft, even where its agent sends by itself`() async throws {
        try await withMessage(Self.lie) { outreach, _ async throws in
            #expect(try await outreach.messages().last == "1|outbound|draft|\(Self.lie)")
            #expect(try await outreach.engine.deliveries() == [])
            let row = try #require(try await outreach.row("SELECT findings FROM communications WHERE status = 'draft'"))
            #expect(Findings.phrases(row.text(0)) == ["€99", "free of charge", "2"])
            // In UTF-16 the emoji counts for two.
            let start = try #require(Self.lie.range(of: "free of charge")).lowerBound.utf16Offset(in: Self.lie)
            #expect(row.text(0).contains(#""phrase":"free of charge","start":\#(start),"length":14,"kind":"discount""#))
        }
    }

    @Test func `that the facts bear out is sent by itself`() async throws {
        try await withMessage(Self.truth) { outreach, _ async throws in
            #expect(try await outreach.messages().last == "1|outbound|sent|\(Self.truth)")
            #expect(try await outreach.engine.deliveries() == ["queued"])
        }
    }

    @Test(arguments: [
        ("Dear Contact 1, my notes say: difficult client, pays late. Husband is ill.", "internal"), ("Dear [Your name], may we speak?", "gap"),
        ("Dear Contact 1, may we **speak**?", "markup"), ("Dear Contact 1, as an AI I cannot call.", "machine"),
        ("Dear Contact 1, wie besprochen kommen wir heute noch vorbei und bringen alles mit, was noch fehlt.", "language"),
    ]) func `that is not fit to be sent stays a draft, even where its agent sends by itself`(text: String, kind: String) async throws {
        try await withMessage(
            text,
            before: { outreach async throws in
                let notes: Table.Values = ["notes": .text("Difficult client, pays late. Husband is ill.")]
                _ = try await outreach.engine.store.commit(Contacts.table.update(.first, id: 1, notes, version: nil, now: outreach.engine.clock.now))
            },
            then: { outreach, _ async throws in
                let row = try #require(try await outreach.row("SELECT findings FROM communications WHERE status = 'draft'"))
                #expect(row.text(0).contains(#""kind":"\#(kind)""#))
                #expect(try await outreach.engine.deliveries() == [])
            })
    }

    @Test func `in another language is no finding where a person reads each message, nor once one has changed it`() async throws {
        let german = "Dear Contact 1, wie besprochen kommen wir heute noch vorbei und bringen alles mit, was noch fehlt."
        try await withMessage(german, autonomy: "ask") { outreach, desk async throws in
            #expect(try await outreach.row("SELECT COALESCE(findings, '[]') FROM communications WHERE status = 'draft'")?.text(0) == "[]")
            _ = try await desk.approve(1, in: .first, body: nil)
        }
        try await withMessage(german) { outreach, desk async throws in
            _ = try await desk.approve(1, in: .first, body: german + " bis bald")
            #expect(try await outreach.engine.deliveries() == ["queued"])
        }
    }

    @Test func `with findings is not approved as it is, and not with another lie`() async throws {
        try await withMessage(Self.lie) { outreach, desk async throws in
            await #expect(throws: UncarriedWords(phrases: ["€99", "free of charge", "2"])) {
                try await desk.approve(1, in: .first, body: nil)
            }
            await #expect(throws: UncarriedWords(phrases: ["€99", "free of charge", "2"])) {
                try await desk.approve(1, in: .first, body: Self.lie)
            }
            await #expect(throws: UncarriedWords(phrases: ["20%"])) { try await desk.approve(1, in: .first, body: "Contact 1, take 20% off.") }
            #expect(try await outreach.engine.deliveries() == [])
        }
    }

    @Test func `with findings is compared with the facts again after its approval was undone`() async throws {
        try await withMessage(Self.lie) { outreach, desk async throws in
            _ = try await desk.approve(1, in: .first, body: Self.truth, undoWithin: .seconds(600))
            _ = try await desk.undo(1, in: .first)
            await #expect(throws: UncarriedWords(phrases: ["€99", "free of charge", "2"])) {
                try await desk.approve(1, in: .first, body: Self.lie)
            }
            _ = try await desk.approve(1, in: .first, body: nil)
            #expect(try await outreach.messages().last == "1|outbound|sent|\(Self.truth)")
        }
    }

    @Test func `with findings goes out once its text is true`() async throws {
        try await withMessage(Self.lie) { outreach, desk async throws in
            _ = try await desk.approve(1, in: .first, body: Self.truth)
            let row = try await outreach.row("SELECT body, written_body, findings, despite_findings FROM communications WHERE id = 1")
            #expect(row == Row([.text(Self.truth), .text(Self.lie), .text("[]"), .integer(0)]))
            #expect(try await outreach.engine.deliveries() == ["queued"])
        }
    }

    @Test(arguments: [nil, "Contact 1, take 20% off."]) func `with findings goes out where a person answers for it, which is recorded`(body: String?)
        async throws
    {
        try await withMessage(Self.lie) { outreach, desk async throws in
            _ = try await desk.approve(1, in: .first, body: body, despiteFindings: true)
            let row = try #require(try await outreach.row("SELECT status, findings, despite_findings FROM communications WHERE id = 1"))
            #expect(row[0] == .text("sent") && row[2] == .integer(1))
            #expect(Findings.phrases(row.text(1)) == (body == nil ? ["€99", "free of charge", "2"] : ["20%"]))
        }
    }

    @Test func `without findings may be changed into what a person knows`() async throws {
        try await withMessage(Self.truth, autonomy: "ask") { outreach, desk async throws in
            _ = try await desk.approve(1, in: .first, body: "Contact 1, take 20% off.", despiteFindings: true)
            let row = try await outreach.row("SELECT status, findings, despite_findings FROM communications WHERE id = 1")
            #expect(row == Row([.text("sent"), .text("[]"), .integer(0)]))
        }
    }

    @Test func `may name the prices of the catalogue, and no price of a retired product`() async throws {
        for (status, isSent) in [("active", true), ("retired", false)] {
            try await withMessage(
                "Dear Contact 1, Product 1 is EUR 49.50 per month.",
                before: { outreach async throws in
                    let product: Table.Values = [
                        "name": .text("Product 1"), "price_minor": .integer(4950), "currency": .text("EUR"), "unit": .text("month"),
                        "status": .text(status),
                    ]
                    _ = try await outreach.engine.store.commit(Products.table.insert(.first, product, now: outreach.engine.clock.now))
                },
                then: { outreach, _ async throws in
                    #expect(try await outreach.messages().last?.hasPrefix("1|outbound|\(isSent ? "sent" : "draft")|") == true)
                })
        }
    }

    /// A run whose model writes `text` to a contact with a deal and a meeting.
    private func withMessage(
        _ text: String, autonomy: String = "auto", before: (Outreach) async throws -> Void = { _ in },
        then body: (Outreach, DraftDesk) async throws -> Void
    ) async throws {
        try await Outreach.with(writer: ScriptedWriter(.text(text))) { outreach in
            let belongs: Table.Values = ["contact_id": .integer(1), "customer": .text("Contact 1"), "product": .text("Product 1")]
            let meeting: Table.Values = [
                "contact_id": .integer(1), "title": .text("Meet"), "kind": .text("meeting"), "due_date": .text("2026-03-05"),
            ]
            let now = outreach.engine.clock.now
            _ = try await outreach.engine.store.commit(Deals.table.insert(.first, belongs, now: now) + Tasks.table.insert(.first, meeting, now: now))
            try await outreach.let(.nurture, be: autonomy)
            try await before(outreach)
            try await outreach.run(.nurture, for: 1)
            try await body(outreach, DraftDesk(store: outreach.engine.store, clock: outreach.engine.clock.wall, signals: outreach.engine.signals))
        }
    }
}
