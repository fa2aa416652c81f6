import Domain
import Storage
import TestSupport
import Testing

import struct Foundation.TimeZone

@testable import Journey

@Suite struct `What agents say where there are very many records` {
    @Test func `the lead that is nearest to a sale is named by the closer, whenever it was changed`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addContact("Late Lead", stage: "negotiation", daysAgo: 20)
            for number in 1...25 { try await engine.addContact("Old \(number)", daysAgo: 60 + Int64(number)) }
            for number in 1...35 { try await engine.addContact("Lead \(number)") }
            let text = try await engine.text(.closure)
            #expect(text.contains("Late Lead (negotiation, no contact for 20 days)"), "\(text)")
        }
    }

    @Test func `the deal that is due today comes first, for a model too`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeal("Key Account", status: "open", product: "Support", closes: 0, daysAgo: 90)
            for number in 1...40 { try await engine.addDeal("Deal \(number)", status: "open", closes: 30 + Int64(number)) }
            let context = try await engine.context(.closure)
            let text = ComposeFixture.text(.closure, context)
            #expect(text.split(separator: "\n").first { $0.hasPrefix("- ") }?.hasPrefix("- Key Account: ") == true, "\(text)")
            let asked = PromptBuilder().request(for: Assignment(purpose: .agent(.closure), context: context, seed: 1)).messages[0].content
            #expect(asked.contains("won deals shown):\n- Key Account, Support, "), "\(asked)")
        }
    }

    @Test func `who bought once is a customer, however many deals are open since`() async throws {
        try await EngineFixture.with { engine in
            try await engine.store.commit(SQL("UPDATE business_profiles SET products = '[\"Support\",\"Training\"]'"))
            try await engine.addDeal("First Buyer", status: "won", product: "Support", daysAgo: 90)
            for number in 1...31 { try await engine.addDeal("Deal \(number)", status: "open") }
            let text = try await engine.text(.upsell)
            #expect(text.contains("First Buyer (has Support)") && text.contains("Training"), "\(text)")
        }
    }

    @Test func `a question about a customer at hand looks for all that is with that one`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Key Account", stage: "customer")
            try await engine.addDeal("Key Account", status: "won", product: "Support", daysAgo: 90)
            try await engine.addDeal("As it was called once", status: "won", product: "Training", contact: contact, daysAgo: 95)
            for number in 1...60 { try await engine.addDeal("Deal \(number)", status: "won", product: "Other") }
            _ = try await engine.chat.answer(owner, typed: "tell me about Key Account")
            let deals = try #require(engine.writer.assignments.last?.context).deals
            #expect(Set(deals.map(\.product)).isSuperset(of: ["Support", "Training"]))
        }
    }

    @Test func `a target that is not reached is named, however many are`() async throws {
        try await EngineFixture.with { engine in
            for number in 1...20 { try await engine.addTarget("Reached \(number)", achieved: 100) }
            try await engine.addTarget("Missed", achieved: 0)
            let text = try await engine.text(.reminder)
            #expect(text.contains("100 to go for Missed"), "\(text)")
        }
    }
}

@Suite struct `The contact that a record belongs to` {
    @Test func `has bought what its deals say, whatever it is called now`() async throws {
        try await EngineFixture.with { engine in
            try await engine.store.commit(SQL("UPDATE business_profiles SET products = '[\"Support\",\"Training\"]'"))
            let contact = try await engine.addContact("New Name", stage: "customer")
            try await engine.addDeal("Old Name", status: "won", product: "Support", contact: contact)
            let text = try await engine.text(.upsell)
            #expect(text.contains("New Name (has Support)") && !text.contains("Old Name"), "\(text)")
            #expect(try await engine.answer("tell me about New Name").contains("Won deal: Support"))
        }
    }

    @Test func `is one opportunity together with its open deal`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("New Name", stage: "negotiation")
            try await engine.addDeal("Old Name", status: "open", contact: contact)
            let text = try await engine.text(.closure)
            #expect(text.contains("1 opportunity") && !text.contains("New Name"), "\(text)")
        }
    }

    @Test func `has the tasks that are linked to it, whatever their titles, and none of its namesake's`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Ibrahim Sahin", stage: "lead")
            let other = try await engine.addContact("Somebody Else", stage: "lead")
            try await engine.addTask("Send the price list", contact: contact, due: 20)
            try await engine.addTask("Ask Ibrahim Sahin about Else", contact: other, due: 20)
            let text = try await engine.answer("tasks for Ibrahim Sahin")
            #expect(text.contains("Send the price list") && !text.contains("about Else"), "\(text)")
        }
    }

    @Test func `is named beside its tasks and deals to a model`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Ibrahim Sahin", stage: "lead")
            try await engine.addTask("Send the price list", contact: contact, due: 0)
            try await engine.addDeal("Sahin Mills", status: "open", contact: contact)
            let context = try await engine.context(.reminder)
            let asked = PromptBuilder().request(for: Assignment(purpose: .agent(.reminder), context: context, seed: 1)).messages[0].content
            #expect(asked.contains("Send the price list [pending], about Ibrahim Sahin"))
            #expect(asked.contains("Sahin Mills, contact Ibrahim Sahin"))
        }
    }

    @Test func `is named where it is not among the contacts that are read`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Ibrahim Sahin", stage: "lost", daysAgo: 90)
            for number in 1...40 { try await engine.addContact("Contact \(number)") }
            try await engine.addTask("Send the price list", contact: contact, due: 0)
            try await engine.addDeal("Sahin Mills", status: "open", contact: contact)
            let context = try await engine.context(.reminder)
            #expect(!context.contacts.contains { $0.id == contact })
            #expect(context.deals.map(\.contactName) == ["Ibrahim Sahin"] && context.deals.map(\.contactStage) == ["lost"])
            #expect(context.tasksToday.map(\.contactName) == ["Ibrahim Sahin"])
        }
    }

    @Test(arguments: [true, false]) func `is named where it is a colleague's only if that one shares it`(isShared: Bool) async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Colleague's", stage: "lead")
            try await engine.store.commit([
                SQL("INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) VALUES (1, 2, 'Colleague', 1, 1, 1)"),
                SQL("UPDATE contacts SET user_id = 2, shared = $1 WHERE id = $2", [.integer(isShared ? 1 : 0), .integer(contact)]),
            ])
            try await engine.addTask("Send the price list", contact: contact, due: 0)
            let context = try await engine.context(.reminder)
            #expect(context.tasksToday.map(\.contactName) == [isShared ? "Colleague's" : ""])
        }
    }

    @Test func `is offered nothing once it is lost`() async throws {
        try await EngineFixture.with { engine in
            try await engine.store.commit(SQL("UPDATE business_profiles SET products = '[\"Support\",\"Training\"]'"))
            let contact = try await engine.addContact("Gone Away", stage: "lost")
            try await engine.addDeal("Gone Away", status: "won", product: "Support", contact: contact)
            try await engine.addDeal("Stayed", status: "won", product: "Support")
            let text = try await engine.text(.upsell)
            #expect(text.contains("Stayed") && !text.contains("Gone Away"), "\(text)")
        }
    }
}

@Suite struct `How long a contact has waited` {
    @Test func `is told from the last note or message, not from changes of the record`() async throws {
        try await EngineFixture.with { engine in
            let called = try await engine.addContact("Just Called", stage: "proposal", daysAgo: 30)
            let changed = try await engine.addContact("New Number", stage: "proposal", daysAgo: 20)
            #expect(try await engine.callOrder() == ["Just Called", "New Number"])
            try await engine.store.commit(
                SQL("UPDATE contacts SET phone = '1', updated_at = $1 WHERE id = $2", [.time(engine.clock.now), .integer(changed)]))
            #expect(try await engine.callOrder() == ["Just Called", "New Number"])
            try await engine.addNote("Wants the catalogue", about: called)
            #expect(try await engine.callOrder() == ["New Number", "Just Called"])
            let leads = try await engine.context(.nurture).leadsByAge
            #expect(leads.map(\.name) == ["New Number", "Just Called"])
            #expect(leads[0].quiet(today: LocalDate(year: 2026, month: 3, day: 2)) == "no contact for 20 days")
        }
    }

    @Test func `is not changed by a draft`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Waits", stage: "proposal", daysAgo: 30)
            try await engine.addNote("Not sent yet", about: contact, status: "draft", direction: "outbound")
            let leads = try await engine.context(.nurture).leadsByAge
            #expect(leads[0].quiet(today: LocalDate(year: 2026, month: 3, day: 2)) == "no contact for 30 days")
        }
    }

    @Test func `is told from when a draft was sent, not from when it was written`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Approved late", stage: "proposal", daysAgo: 30)
            let now = engine.clock.now
            func ago(_ days: Int64) -> SQLValue { .time(now.adding(.seconds(-86_400 * days))) }
            try await engine.store.commit(
                SQL(
                    """
                    INSERT INTO communications
                        (workspace_id, user_id, contact_id, agent_type, body, status, direction, sent_at, created_at, updated_at, version)
                    VALUES (1, 1, $1, 'NURTURE', 'Shall we meet?', 'sent', 'outbound', $2, $3, $3, 1),
                        (1, 1, $1, 'NOTE', 'Asked for a leaflet', 'sent', 'internal', NULL, $4, $4, 1)
                    """, [.integer(contact), ago(5), ago(20), ago(9)]))
            let leads = try await engine.context(.nurture).leadsByAge
            #expect(leads[0].quiet(today: LocalDate(year: 2026, month: 3, day: 2)) == "no contact for 5 days")
        }
    }

    @Test func `ends with the note that the answer about the contact shows`() async throws {
        try await EngineFixture.with { engine in
            let contact = try await engine.addContact("Just Called", stage: "proposal", daysAgo: 30)
            #expect(try await engine.answer("tell me about Just Called").contains("no contact for 30 days"))
            try await engine.addNote("Wants the catalogue", about: contact)
            let text = try await engine.answer("tell me about Just Called")
            #expect(text.contains("Last note, 2 March: Wants the catalogue") && !text.contains("no contact"), "\(text)")
        }
    }
}

@Suite struct `What was done today` {
    @Test func `is what was completed today, whenever it was due`() async throws {
        try await EngineFixture.with(at: "2026-03-02T09:00:00.000Z") { engine in
            for (title, due) in [("Overdue one", Int64(-5)), ("Early one", 9)] { try await engine.addTask(title, due: due) }
            try await engine.addTask("Undated one", due: nil)
            try await engine.addTask("Done yesterday", due: 0)
            try await engine.complete("Done yesterday", hoursAgo: 20)
            for title in ["Overdue one", "Early one", "Undated one"] { try await engine.complete(title, hoursAgo: 1) }
            try await engine.store.commit(
                Tasks.table.insert(
                    .first, ["title": .text("Entered as done"), "status": .text("done"), "due_date": .text("2026-03-02")], now: engine.clock.now))
            try await engine.store.commit(
                Tasks.table.insert(
                    .first,
                    [
                        "title": .text("Imported afterwards"), "status": .text("done"),
                        "completed_at": .time(engine.clock.now.adding(.seconds(-7200))),
                    ], now: engine.clock.now))
            let context = try await engine.context(.followUp)
            #expect(context.doneToday.map(\.title) == ["Undated one", "Early one", "Overdue one", "Imported afterwards"])
            let text = ComposeFixture.text(.followUp, context)
            #expect(text.contains("Overdue one") && text.contains("Early one") && text.contains("Undated one"), "\(text)")
            #expect(!text.contains("Done yesterday") && !text.contains("Entered as done"), "\(text)")
        }
    }

    @Test func `begins with the day in the workspace`() async throws {
        try await EngineFixture.with(at: "2026-03-02T02:00:00.000Z", timeZone: "America/New_York") { engine in
            try await engine.addTask("Done this evening", due: nil)
            try await engine.complete("Done this evening", hoursAgo: 3)
            #expect(try await engine.context(.followUp).doneToday.map(\.title) == ["Done this evening"])
        }
    }
}

extension EngineFixture {
    @discardableResult
    fileprivate func addContact(_ name: String, stage: String = "lead", daysAgo days: Int64 = 0) async throws -> Int64 {
        let rows = try await store.commit(
            SQL(
                "INSERT INTO contacts (workspace_id, user_id, name, stage, created_at, updated_at, version) VALUES (1, 1, $1, $2, $3, $3, 1) RETURNING id",
                [.text(name), .text(stage), .time(clock.now.adding(.seconds(-86_400 * days)))]))
        return rows[0].integer(0)
    }

    fileprivate func addDeal(
        _ customer: String, status: String, product: String = "", closes: Int64? = nil, contact: Int64? = nil, daysAgo days: Int64 = 0
    ) async throws {
        let day = closes.map { SQLValue.date(clock.now.localDate(in: .gmt).adding(days: $0)) } ?? .null
        try await store.commit(
            SQL(
                """
                INSERT INTO deals (workspace_id, user_id, customer, status, product, expected_close_date, contact_id, created_at, updated_at, version)
                VALUES (1, 1, $1, $2, $3, $4, $5, $6, $6, 1)
                """,
                [
                    .text(customer), .text(status), .text(product), day, .optional(contact), .time(clock.now.adding(.seconds(-86_400 * days))),
                ]))
    }

    fileprivate func addTask(_ title: String, contact: Int64? = nil, due days: Int64?) async throws {
        let day = days.map { SQLValue.date(clock.now.localDate(in: .gmt).adding(days: $0)) } ?? .null
        let values: Table.Values = ["title": .text(title), "due_date": day, "contact_id": .optional(contact)]
        try await store.commit(Tasks.table.insert(.first, values, now: clock.now.adding(.seconds(-864_000))))
    }

    fileprivate func complete(_ title: String, hoursAgo hours: Int64) async throws {
        try await store.commit(
            SQL(
                "UPDATE tasks SET status = 'done', completed_at = $1 WHERE title = $2",
                [.time(clock.now.adding(.seconds(-3600 * hours))), .text(title)]))
    }

    fileprivate func addTarget(_ product: String, achieved: Int64) async throws {
        let values: Table.Values = ["product": .text(product), "target": .integer(100), "achieved": .integer(achieved)]
        try await store.commit(Targets.table.insert(.first, values, now: clock.now))
    }

    fileprivate func addNote(_ text: String, about contact: Int64, status: String = "sent", direction: String = "internal") async throws {
        try await store.commit(
            SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, agent_type, body, status, direction, created_at, updated_at, version)
                VALUES (1, 1, $1, 'NOTE', $2, $3, $4, $5, $5, 1)
                """, [.integer(contact), .text(text), .text(status), .text(direction), .time(clock.now)]))
    }

    /// What a run on request has to draw on.
    fileprivate func context(_ agent: AgentType) async throws -> PersonContext {
        _ = try await pipeline.run(agent, for: owner)
        var context = try #require(writer.assignments.last?.context)
        context.messages = []
        return context
    }

    /// As it is written offline.
    fileprivate func text(_ agent: AgentType) async throws -> String { ComposeFixture.text(agent, try await context(agent)) }

    fileprivate func answer(_ question: String) async throws -> String {
        _ = try await chat.answer(owner, typed: question)
        return ComposeFixture.answer(question, try #require(writer.assignments.last?.context))
    }

    /// The names of whom to call, the first one first.
    fileprivate func callOrder() async throws -> [String] {
        _ = try await chat.answer(owner, typed: "who should I call?")
        return try #require(writer.assignments.last?.context).leadsByNearness.map(\.name)
    }
}
