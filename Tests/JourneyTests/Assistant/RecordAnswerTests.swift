import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// A business on Monday 2 March 2026 whose records are told without a model.
@Suite struct `A question without a model` {
    @Test(arguments: [
        ("what's Anna's phone number?", "Anna Berg", "+49 30 1234"), ("email of Anna Berg", "Anna Berg", "anna@berg.example"),
        ("Anna Berg's e-mail address?", "Anna Berg", "anna@berg.example"), ("which company does Anna work for?", "Anna Berg", "Berg Feinkost"),
        ("where does Anna Berg work", "Anna Berg", "Berg Feinkost"), ("what stage is Anna in?", "Anna Berg", "negotiation"),
        ("phone number for Berg Feinkost", "Anna Berg", "+49 30 1234"), ("how can I reach Anna?", "anna@berg.example", "+49 30 1234"),
        ("Maria's email?", "Maria Lopez", "no e-mail address"), ("what is the phone number of Maria Lopez", "Maria Lopez", "no phone number"),
        ("what's Zoe's phone number?", "Zoe", "no contact called"), ("email of Zoe Smith", "Zoe Smith", "no contact called"),
        ("phone number of Night Owl", "Night Owl", "no contact called"), ("what's her phone number?", "contact", "whom"),
    ]) func `for a contact's details is answered from its record, or says that there is none`(question: String, name: String, detail: String)
        async throws
    {
        try await Self.with { engine in
            let text = try await engine.told(question).lowercased()
            #expect(text.contains(name.lowercased()), "\(text)")
            #expect(
                text.contains(detail.lowercased()) || detail.hasPrefix("no ") && text.contains(detail.replacing("no ", with: "hold no ")), "\(text)")
        }
    }

    @Test(arguments: ["what's the phone number of Old Mill?", "phone number of old mill", "Old Mill's phone number?"])
    func `for a contact whose name begins with an everyday word is not answered for another`(question: String) async throws {
        try await Self.with { engine in
            let contacts: [Table.Values] = [
                ["name": .text("Old Mill Restaurant"), "phone": .text("777")],
                ["name": .text("Anna Schmidt"), "company": .text("Mill Works"), "phone": .text("888")],
            ]
            // A deal of that name would be the whole of it.
            let noDeals = [SQL("DELETE FROM deals", [])]
            _ = try await engine.store.commit(noDeals + contacts.flatMap { Contacts.table.insert(.first, $0, now: engine.clock.now) })
            let text = try await engine.told(question)
            #expect(text.contains("777") && !text.contains("888"), "\(text)")
        }
    }

    @Test(arguments: ["What's Mark's phone number?", "Mark's phone?", "What is Mark's e-mail address and phone number?"])
    func `for a contact's details takes an everyday word for a name where it says whose they are`(question: String) async throws {
        try await Self.with { engine in
            let unknown = try await engine.told(question)
            #expect(unknown.contains("no contact called Mark") || unknown.contains("No contact called Mark"), "\(unknown)")
            let values: Table.Values = ["name": .text("Mark Will"), "phone": .text("999")]
            _ = try await engine.store.commit(Contacts.table.insert(.first, values, now: engine.clock.now))
            let text = try await engine.told(question)
            #expect(text.contains("999") && text.contains("Mark Will"), "\(text)")
        }
    }

    @Test func `for a contact's details finds one beyond those at hand by an everyday word and the next`() {
        #expect(NamedSubject.possibleBeginnings(in: MessageWords("phone number of old mill")).flatMap(\.self).contains("Old Mill"))
    }

    @Test(.timeLimit(.minutes(10))) func `looks for a name in tens of thousands of words as it does in one`() {
        let context = PersonContext(person: owner, today: LocalDate(year: 2026, month: 3, day: 2))
        for word in ["no", "x"] {
            let message = MessageWords(String(repeating: "\(word)\n", count: 60_000))
            #expect(NamedSubject.find(in: message, context, byPart: true) == nil)
        }
    }

    @Test func `for the number of a first name that two have tells both, each with its company`() async throws {
        try await Self.with { engine in
            let text = try await engine.told("what is Tom's phone number?")
            #expect(text.contains("- Tom Hall, Hall Ltd: no phone number recorded") && text.contains("phone number 555"), "\(text)")
        }
    }

    @Test(arguments: [
        "phone Anna", "email Anna about the offer", "did we answer Anna's email?", "when did Anna email us", "should I call or email Anna?",
        "number of deals with Anna", "change Anna's phone number to 5", "tell me about Anna's company", "what was in the email to Anna",
        "what email did we send Anna", "who should I phone", "write down Anna's number", "edit Anna's email",
    ]) func `is none for details where a word only looks like one`(message: String) {
        #expect(ContactQuestion(MessageWords(message)) == nil)
    }

    @Test(arguments: [
        ("how much is the Booking Engine?", "EUR 49 per month"), ("what does booking engine cost", "EUR 49 per month"), ("price of BE-1", "EUR 49"),
        ("price of the Gift Box?", "no price"), ("how much are gift boxes", "gift box"), ("what do we sell", "Booking Engine: EUR 49 per month"),
        ("what do we sell", "Consulting"), ("what are our prices?", "Olive Oil: EUR 12.50"), ("our prices", "Consulting: no price recorded"),
        ("price of caviar", "“caviar”"), ("how much for the booking engine and olive oil?", "EUR 49 per month"),
        ("how much for the booking engine and olive oil?", "Olive Oil: EUR 12.50"), ("how much for olive oil and BE-1?", "Booking Engine: EUR 49"),
        ("how much for the gift box and olive oil?", "Gift Box: no price recorded"),
    ]) func `for a price is answered from the catalogue, for the profile's products too`(question: String, words: String) async throws {
        try await Self.with { engine in
            let text = try await engine.told(question)
            #expect(text.lowercased().contains(words.lowercased()), "\(text)")
            #expect(!text.contains("Retired"), "\(text)")
        }
    }

    @Test(arguments: [
        ("how much is in my pipeline?", "5 open deals worth EUR 1,700.50, JPY 150,000 and USD 9,000"),
        ("how many open deals do I have", "5 open deals, worth EUR 1,700.50, JPY 150,000 and USD 9,000. One has no amount recorded."),
        ("deals over 1000", "3 open deals over 1,000, worth EUR 1,200.50, JPY 150,000 and USD 9,000."),
        ("deals over 1,200.50", "2 open deals over 1,200.50, worth JPY 150,000 and USD 9,000."),
        ("deals of at least €1200.50", "1 open deal of at least EUR 1,200.50, worth EUR 1,200.50."),
        ("deals under 1k EUR", "1 open deal under EUR 1,000, worth EUR 500."), ("deals over 200000", "open deals over 200,000."),
        ("deals between 500 and 10k", "3 open deals of at least 500 and at most 10,000, worth EUR 1,700.50 and USD 9,000."),
        ("deals closing this week", "1 open deal expected to close from Monday 2 March to Sunday 8 March, worth EUR 1,200.50."),
        (
            "deals closing this month",
            "2 open deals expected to close from Monday 2 March to Tuesday 31 March (still to come), worth EUR 1,200.50 and JPY 150,000."
        ),
        ("which deals close in April?", "1 open deal expected to close from Wednesday 1 April to Thursday 30 April, worth EUR 500."),
        ("overdue deals", "1 open deal whose expected day is over, worth USD 9,000."), ("how much have we won", "1 won deal, worth USD 3,000."),
        ("how much did we win this month?", "1 won deal from Sunday 1 March to Monday 2 March, worth USD 3,000."),
        ("how much did we win last month?", "no won deals from Sunday 1 February to Saturday 28 February."),
        ("deals with Anna over 1000", "1 open deal with Anna Berg over 1,000, worth EUR 1,200.50."),
        ("how many deals have we lost", "no lost deals."),
        ("deals >= 9000 USD", "1 open deal of at least USD 9,000, worth USD 9,000."),
        ("how much is the Garden Inn deal?", "1 deal with Garden Inn, worth USD 3,000."),
        ("how many deals did we close this month", "1 won deal from Sunday 1 March to Monday 2 March, worth USD 3,000."),
        ("more than 3 deals?", "Tokyo Inn"), ("deals closing by 30 March", "2 open deals expected to close by Monday 30 March"),
        ("how many deals did we win in October?", "no won deals from Wednesday 1 October 2025 to Friday 31 October 2025."),
        ("how much did we win in March?", "1 won deal from Sunday 1 March to Monday 2 March, worth USD 3,000."),
        ("how much did we win in 2025?", "no won deals from Wednesday 1 January 2025 to Wednesday 31 December 2025."),
        ("how much did we win this quarter?", "1 won deal from Thursday 1 January to Monday 2 March, worth USD 3,000."),
        ("how much did we win last quarter?", "no won deals from Wednesday 1 October 2025 to Wednesday 31 December 2025."),
        ("how much did we win in Q1 2026", "1 won deal from Thursday 1 January to Monday 2 March"),
        ("how much did we win in March last year?", "no won deals from Saturday 1 March 2025 to Monday 31 March 2025."),
        ("deals won since 1 March", "1 won deal since Sunday 1 March"), ("deals won before March", "no won deals before Sunday 1 March."),
        ("deals won between January and March", "1 won deal from Thursday 1 January to Monday 2 March"),
        ("how much did we win in the last 30 days?", "1 won deal from Saturday 31 January to Monday 2 March"),
        ("deals won on Friday", "no won deals on Friday 27 February."), ("deals won today", "1 won deal on Monday 2 March"),
        ("how many deals close after 30 March?", "1 open deal expected to close after Monday 30 March, worth EUR 500."),
        ("deals closing after March", "1 open deal expected to close after Tuesday 31 March"),
        ("deals closing before 4 March", "no open deals expected to close before Wednesday 4 March."),
        ("deals closing before 5 March", "1 open deal expected to close before Thursday 5 March"),
        ("deals closing before the end of March", "2 open deals expected to close before Tuesday 31 March"),
        ("How many deals may close this month?", "2 open deals expected to close from Monday 2 March to Tuesday 31 March"),
        ("deals closing yesterday", "no open deals expected to close on Sunday 1 March."),
        ("deals closing last month", "1 open deal expected to close from Sunday 1 February to Saturday 28 February, worth USD 9,000."),
        ("deals closing next quarter", "1 open deal expected to close from Wednesday 1 April to Tuesday 30 June, worth EUR 500."),
        ("deals closing this year", "3 open deals expected to close from Monday 2 March to Thursday 31 December"),
        ("deals closing in 3 days", "no open deals expected to close on Thursday 5 March."), ("deals over 2025", "2 open deals over 2,025"),
        ("deals closing before 4.3.", "no open deals expected to close before Wednesday 4 March."),
        ("deals closing between 1 and 10 March", "1 open deal expected to close from Monday 2 March to Tuesday 10 March"),
        ("deals won on 1.3.2026", "no won deals on Sunday 1 March."), ("deals won on 02/03/26", "1 won deal on Monday 2 March"),
        ("all deals", "6 deals (open, won and lost together), worth EUR 1,700.50, JPY 150,000 and USD 12,000. One has no amount recorded."),
        ("show me all deals", "Garden Inn: Oil, USD 3,000 (won)"),
    ]) func `for deals counts and adds up all of them, exactly and each currency by itself`(question: String, words: String) async throws {
        try await Self.with { engine in
            let text = try await engine.told(question)
            #expect(text.contains(words), "\(text)")
            #expect(!text.contains("Other's"), "\(text)")
        }
    }

    @Test(arguments: [
        "how many deals did we win before the fair?", "how much did we win around Easter?", "how much did we win in the first half of the year?",
        "how much do we win per month?", "deals won in January and March", "how much did we win 3 months ago?",
        "open deals older than 30 days", "deals won last March",
        "deals expected in the first week of March",
        "how many deals do we win a month?", "how much did we win in quarter 2?", "deals closing before 31/2",
        "how much did we win in the last quarter of 2025?", "deals won on the 5th", "deals for March",
    ]) func `for the deals of days that are not understood says so, instead of telling all of them`(question: String) async throws {
        try await Self.with { engine in
            let text = try await engine.told(question)
            #expect(text.contains("days you mean") || text.contains("Which days do you mean"), "\(text)")
            #expect(!text.contains("USD"), "\(text)")
        }
    }

    @Test(arguments: [
        "deals above 99999999999999999999", "deals over 1e9", "deals over -5", "deals over 1..5", "deals under 500 EUR over 100 USD",
        "deals over a million", "deals over 2 billion", "deals over 1 000", "deals over 5%", "deals over 5bn", "deals of 500 EUR",
        "deals between 5 EUR and 10 USD",
    ]) func `for deals over an amount that is not understood says so, instead of telling all of them`(question: String) async throws {
        try await Self.with { engine in
            let text = try await engine.told(question)
            #expect(text.contains("did not understand the amount") || text.contains("amount I can't read"), "\(text)")
            #expect(!text.contains("Anna"), "\(text)")
        }
    }

    @Test(arguments: [
        "deals with Spring Hotel", "how much is the deal with April Jones", "deals for April", "how many deals with Monday Coffee?",
        "how many deals did we win with Monday Coffee", "tell me about the deal with Anna before I call her",
    ])
    func `for somebody's deals takes no name for days`(question: String) async throws {
        try await Self.with { engine in
            for name in ["Spring Hotel", "April Jones", "Monday Coffee"] {
                _ = try await engine.store.commit(Contacts.table.insert(.first, ["name": .text(name)], now: engine.clock.now))
            }
            let text = try await engine.told(question)
            #expect(
                !text.contains("days you mean") && !text.contains("Which days") && !text.contains("expected to close from")
                    && !text.contains("Coffee on"),
                "\(text)")
        }
    }

    @Test func `for the biggest deals ranks each currency by itself`() async throws {
        try await Self.with { engine in
            let text = try await engine.told("biggest deals")
            let lines = text.split(separator: "\n").filter { $0.hasPrefix("- ") }.map { $0.prefix { $0 != ":" } }
            #expect(lines == ["- Anna Berg", "- Hall Ltd", "- Tokyo Inn", "- NY Deli"], "\(text)")
            let biggest = try await engine.told("what is my biggest deal?").split(separator: "\n").filter { $0.hasPrefix("- ") }
            #expect(biggest.count == 3 && biggest[0].hasPrefix("- Anna Berg"), "\(biggest)")
        }
    }

    @Test func `for deals over an amount says how many of them it does not show`() async throws {
        try await AssistantFixture.offline { engine in
            for index in 0..<12 {
                let values: Table.Values = [
                    "customer": .text("Shop \(index)"), "amount_minor": .integer(200_000 + Int64(index)), "currency": .text("EUR"),
                ]
                _ = try await engine.store.commit(Deals.table.insert(.first, values, now: engine.clock.now))
            }
            let text = try await engine.told("deals over 1000")
            #expect(text.contains("12 open deals over 1,000, worth EUR 24,000.66.") && text.contains("- and 3 more"), "\(text)")
            #expect(try await !engine.told("top 3 deals").contains("- and "))
        }
    }

    @Test func `for a sum that no number holds says so instead of a wrong one`() async throws {
        try await AssistantFixture.offline { engine in
            for index in 0..<10 {
                let values: Table.Values = [
                    "customer": .text("Big \(index)"), "amount_minor": .integer(1_000_000_000_000_000), "currency": .text("EUR"),
                ]
                _ = try await engine.store.commit(Deals.table.insert(.first, values, now: engine.clock.now))
            }
            #expect(try await engine.told("how many open deals").contains("worth EUR 100,000,000,000,000."))
            #expect(DealChoice.sum(Row([.text("EUR"), .integer(1), .integer(1), .integer(.max), .integer(0)])).minor == nil)
        }
    }

    @Test func `for what was sent to a contact tells that, not what only names it`() async throws {
        try await Self.with { engine in
            let named = "Plan for today:\n- Anna Berg: call her"
            _ = try await engine.store.commit(
                Communications.insert(owner, conversation: nil, kind: .agent(.closure), body: named, now: engine.clock.now))
            let before = try await engine.told("what did we send to Anna?")
            #expect(before.contains("Anna Berg") && (before.contains("Nothing that was sent") || before.contains("hold no message")), "\(before)")
            #expect(before.contains("A message to you that names Anna Berg") && before.contains("> - Anna Berg: call her"), "\(before)")

            try await engine.send("Our offer for May", to: "Anna Berg")
            try await engine.send("Hello Maria", to: "Maria Lopez")
            for question in ["what did we send to Anna?", "What did we last write to Anna Berg?", "last message to Anna"] {
                let text = try await engine.told(question)
                #expect(text.contains("> Our offer for May") && !text.contains("call her") && !text.contains("Maria"), "\(text)")
            }
            // What is asked about somebody is still what names them.
            #expect(try await engine.told("what did we last write about Anna Berg?").contains("call her"))
        }
    }

    @Test func `for what was last sent tells what went out last, whatever was written first`() async throws {
        try await Self.with { engine in
            // A draft is written, and approved after a later message has gone out.
            try await engine.send("Approved late", to: "Anna Berg", at: engine.clock.now)
            try await engine.send("Sent early", to: "Anna Berg", at: engine.clock.now.adding(.seconds(-86_400)))
            let text = try await engine.told("what did we last send to Anna?")
            #expect(text.contains("> Approved late") && !text.contains("goes out") && !text.contains("going out"), "\(text)")
        }
    }

    @Test func `for what was sent tells the workspace's day, and what is ahead by the instant`() async throws {
        // In Los Angeles it is still the evening of 2 March.
        try await EngineFixture.with(at: "2026-03-03T04:00:00.000Z", timeZone: "America/Los_Angeles", users: 2) { engine in
            try await engine.addRecords()
            try await engine.send("Gone", to: "Anna Berg", at: engine.clock.now.adding(.seconds(-60)))
            let gone = try await engine.told("what did we last send to Anna?")
            #expect(gone.contains("2 March (") && !gone.contains("goes out") && !gone.contains("going out"), "\(gone)")
            try await engine.send("Waiting", to: "Anna Berg", at: engine.clock.now.adding(.seconds(60)))
            let waiting = try await engine.told("what did we last send to Anna?")
            #expect(waiting.contains("> Waiting") && (waiting.contains("goes out") || waiting.contains("going out")), "\(waiting)")
        }
    }

    @Test func `for what was sent tells it of a contact that has changed hands, with the drafts that wait`() async throws {
        try await Self.with { engine in
            try await engine.send("Our offer for May", to: "Anna Berg")
            try await engine.send("A draft", to: "Anna Berg")
            let changes = ["status = 'draft' WHERE body = 'A draft'", "user_id = 2 WHERE body IN ('A draft', 'Our offer for May')"]
            _ = try await engine.store.commit(changes.map { SQL("UPDATE communications SET \($0)") })
            let text = try await engine.told("what did we last send to Anna?")
            #expect(text.contains("> Our offer for May") && text.contains("1 draft waits"), "\(text)")
        }
    }

    @Test func `for what two contacts wrote asks for one at a time, and does not tell the newest of both`() async throws {
        try await Self.with { engine in
            for question in ["Did Anna Berg and Maria Lopez reply?", "what did we send to Anna and Maria?"] {
                let text = try await engine.told(question)
                #expect(text.contains("at a time") && text.contains("Anna Berg") && text.contains("Maria Lopez"), "\(text)")
            }
        }
    }

    @Test func `for what a contact wrote tells what came from it`() async throws {
        try await Self.with { engine in
            #expect(try await engine.told("what did Anna write to us?").contains("Anna Berg"))
            let anna = try await engine.text("SELECT CAST(id AS TEXT) FROM contacts WHERE name = 'Anna Berg'").flatMap { Int64($0) } ?? 0
            let values: Table.Values = [
                "user_id": .integer(1), "contact_id": .integer(anna), "direction": .text("inbound"), "body": .text("More oil, please"),
            ]
            _ = try await engine.store.commit(ContactMessages.record(.first, values, now: engine.clock.now))
            for question in ["what did Anna say?", "last message from Anna", "what did Anna write to us?"] {
                #expect(try await engine.told(question).contains("> More oil, please"))
            }
            #expect(try await !engine.told("what did we send to Anna?").contains("More oil"))
        }
    }

    @Test func `may say her for the one contact that the question before named`() async throws {
        try await Self.with { engine in
            _ = try await engine.told("what did we last write to Anna?")
            #expect(try await engine.told("what's her phone?").contains("+49 30 1234"))
            #expect(try await engine.told("and her email?").contains("anna@berg.example"))
            _ = try await engine.chat.answer(owner, typed: "remind me to call Tom Reed tomorrow")
            _ = try await engine.chat.answer(owner, typed: "yes")
            #expect(try await engine.told("what's his phone number?").contains("555"))
            // A message about something else ends it.
            _ = try await engine.told("what is due today?")
            #expect(try await !engine.told("what's her phone?").contains("+49"))
        }
    }

    @Test(arguments: ["tell me about Tom", "tell me about Anna Berg and Maria Lopez"])
    func `by her or his is answered for nobody where the one before named several`(before: String) async throws {
        try await Self.with { engine in
            _ = try await engine.told(before)
            let text = try await engine.told("what's his phone number?")
            #expect(!text.contains("555") && !text.contains("+49") && text.lowercased().contains("name the contact"), "\(text)")
        }
    }

    @Test func `by her in another conversation or an hour later means nobody`() async throws {
        try await Self.with { engine in
            _ = try await engine.told("tell me about Anna Berg")
            let made = try await engine.store.commit(Conversations.table.insert(.first, ["title": .text("Other")], now: engine.clock.now))
            let other = try #require(made.last?.first?.integer(0))
            #expect(try await !engine.told("what's her phone?", in: other).contains("+49"))
            #expect(try await engine.told("what's her phone number?").contains("+49"))
            engine.clock.advance(by: .seconds(3601))
            #expect(try await !engine.told("what's her phone?").contains("+49"))
        }
    }

    @Test func `may be followed by a wish whose proposal names the contact for her, where nobody else is meant`() async throws {
        try await Self.with { engine in
            _ = try await engine.told("tell me about Anna Berg")
            for wish in ["remind me to call her tomorrow", "I called her", "follow up with her on Friday"] {
                let text = try await engine.chat.answer(owner, typed: wish).message.text
                #expect(text.contains("“Anna Berg” (contact 4)"), "\(text)")
            }
            for wish in ["remind me to call her boss tomorrow", "remind me to order labels and send them on Friday"] {
                let text = try await engine.chat.answer(owner, typed: wish).message.text
                #expect(!text.contains("contact 4") && !text.contains("Anna Berg"), "\(text)")
            }
        }
    }

    private static func with(_ body: (EngineFixture) async throws -> Void) async throws {
        try await AssistantFixture.offline { engine in
            try await engine.addRecords()
            try await body(engine)
        }
    }
}

extension EngineFixture {
    /// As an agent's message that went out.
    fileprivate func send(_ body: String, to contact: String, at moment: Timestamp? = nil) async throws {
        _ = try await store.commit(
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, status, sent_at, sample, created_at, updated_at, version)
                SELECT workspace_id, user_id, id, 'outbound', 'NURTURE', $1, 'sent', CAST($2 AS BIGINT), 0, CAST($2 AS BIGINT), CAST($2 AS BIGINT), 1
                FROM contacts WHERE name = $3
                """, [.text(body), .time(moment ?? clock.now), .text(contact)]))
    }

    fileprivate func addRecords() async throws {
        let contacts: [Table.Values] = [
            [
                "name": .text("Anna Berg"), "email": .text("anna@berg.example"), "phone": .text("+49 30 1234"), "company": .text("Berg Feinkost"),
                "stage": .text("negotiation"),
            ],
            ["name": .text("Maria Lopez"), "stage": .text("lead")], ["name": .text("Tom Hall"), "company": .text("Hall Ltd")],
            ["name": .text("Tom Reed"), "phone": .text("555")],
        ]
        let products: [Table.Values] = [
            ["name": .text("Booking Engine"), "price_minor": .integer(4900), "currency": .text("EUR"), "unit": .text("month"), "sku": .text("BE-1")],
            ["name": .text("Olive Oil"), "price_minor": .integer(1250), "currency": .text("EUR")], ["name": .text("Gift Box")],
            ["name": .text("Retired Engine"), "price_minor": .integer(1), "currency": .text("EUR"), "status": .text("retired")],
        ]
        func deal(
            _ customer: String, _ product: String, _ minor: Int64?, _ currency: String?, _ day: String?, status: String = "open", user: Int64 = 1
        ) -> Table.Values {
            var values: Table.Values = ["customer": .text(customer), "product": .text(product), "status": .text(status), "user_id": .integer(user)]
            values["amount_minor"] = minor.map(SQLValue.integer)
            values["currency"] = currency.map(SQLValue.text)
            values["expected_close_date"] = day.map(SQLValue.text)
            return values
        }
        let deals = [
            deal("Anna Berg", "Oil", 120_050, "EUR", "2026-03-04"), deal("Hall Ltd", "Booking Engine", 50_000, "EUR", "2026-04-20"),
            deal("Tokyo Inn", "Oil", 150_000, "JPY", "2026-03-30"), deal("NY Deli", "Box", 900_000, "USD", "2026-02-10"),
            deal("Old Mill", "Box", nil, nil, nil), deal("Garden Inn", "Oil", 300_000, "USD", nil, status: "won"),
            deal("Other's", "Oil", 999_900, "EUR", "2026-03-04", user: 2),
        ]
        // Those of the usual business have no amounts and would be counted too.
        _ = try await store.commit(SQL("DELETE FROM deals", []))
        let now = clock.now
        _ = try await store.commit(
            contacts.flatMap { Contacts.table.insert(.first, $0, now: now) } + products.flatMap { Products.table.insert(.first, $0, now: now) }
                + deals.flatMap { Deals.table.insert(.first, $0, now: now) }
                + [
                    BusinessProfiles.save(
                        owner, ["business_type": .text("delicatessen"), "products": .text(#"["Booking Engine", "Consulting"]"#)], now: now)
                ])
    }
}
