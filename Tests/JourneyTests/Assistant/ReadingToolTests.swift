import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A reading tool` {
    @Test(
        arguments: [
            ("find_contacts", [:], ["contact 1: name: Harbour Hotel", "contact 2: name: Mill Bakery"]),
            ("find_contacts", ["words": .string("bakery")], ["contact 2: name: Mill Bakery; stage: lead; email: mail2@example.com"]),
            ("find_contacts", ["stage": .string("Customer")], ["Contacts: none."]),
            (
                "show_contact", ["contact_id": .integer(1)],
                ["contact 1:", "deal 1: customer: Harbour Hotel", "task 1: title: Call", "from the contact", "Words of Harbour Hotel"]
            ),
            (
                "find_deals", ["status": .string("open"), "words": .string("engine 2")],
                ["deal 2: customer: Mill Bakery; product: Engine 2; status: open"]
            ),
            ("find_deals", ["contact_id": .integer(1)], ["deal 1:"]),
            (
                "find_tasks", ["due_through": .string("2026-03-01")],
                ["task 1: title: Call Harbour Hotel; kind: call; status: pending; due_date: 2026-03-01"]
            ),
            ("find_tasks", ["due_from": .string("2026-03-02")], ["task 2:"]), ("find_tasks", ["status": .string("done")], ["Tasks: none."]),
            (
                "find_communications", ["words": .string("mill")],
                ["from the contact; contact_name: Mill Bakery; contact_id: 2; text: Words of Mill Bakery"]
            ),
            ("find_communications", ["direction": .string("outbound")], ["Messages: none."]),
            ("show_progress", [:], ["so far: 2 leads, 0 meetings"]),
            ("explain_agent", ["agent": .string("reminder")], ["The agent REMINDER", "the salesperson", "gets its message"]),
            ("explain_agent", ["agent": .string("NURTURE"), "contact_id": .integer(1)], ["It writes to the people of the business only."]),
        ] as [(String, [String: JSONValue], [String])])
    func `gives the person's own rows with their ids, fenced`(tool: String, arguments: [String: JSONValue], found: [String]) async throws {
        try await AssistantFixture.with(ScriptedModel(.call(tool, arguments), .says("Here."))) { fixture in
            let before = try await fixture.engine.records()
            let answer = try await fixture.say("Look")
            let result = try #require(fixture.model.results.first)
            for line in found { #expect(result.contains(line), "\(line) not in \(result)") }
            #expect(!result.contains("Night Owl"))
            #expect(result.contains("none.") || result.contains("<found>\n") && result.hasSuffix("\n</found>"))
            #expect(answer.message.text == "Here." && answer.proposals.isEmpty)
            #expect(try await fixture.engine.records() == before)
        }
    }

    @Test(
        arguments: [
            ("show_contact", ["contact_id": .integer(3)], "There is no contact 3 of yours."),
            ("show_contact", [:], "contact_id is missing."),
            ("show_contact", ["contact_id": .string("1")], "contact_id must be a whole number, not a string."),
            (
                "show_contact", ["contact_id": .integer(1), "contact": .integer(1)],
                "contact is no field of the tool show_contact: did you mean contact_id?"
            ),
            ("find_deals", ["status": .string("closed")], "status must be one of open, won, lost."),
            ("find_tasks", ["due_from": .string("soon")], "due_from must be a date"),
            ("explain_agent", ["agent": .string("SPAM")], "There is no agent SPAM."),
            ("explain_agent", ["agent": .string("NURTURE"), "contact_id": .integer(3)], "There is no contact 3 of yours."),
            ("find_contact", [:], "did you mean find_contacts?"), ("delete_everything", [:], "there are find_contacts, show_contact"),
        ] as [(String, [String: JSONValue], String)])
    func `tells the model what is wrong with its call`(tool: String, arguments: [String: JSONValue], fault: String) async throws {
        try await AssistantFixture.with(ScriptedModel(.call(tool, arguments), .says("Sorry."))) { fixture in
            let answer = try await fixture.say("Look")
            #expect(answer.message.text == "Sorry.")
            let result = try #require(fixture.model.results.first)
            #expect(result.hasPrefix("Not done: ") && result.contains(fault), "\(result)")
        }
    }

    @Test func `gives twenty rows at most, and says that there are more`() async throws {
        try await AssistantFixture.with(ScriptedModel(.call("find_tasks"), .says("Many."))) { fixture in
            for number in 0..<25 {
                _ = try await fixture.engine.store.commit(
                    Tasks.table.insert(.first, ["title": .text("More \(number)")], now: fixture.engine.clock.now))
            }
            _ = try await fixture.say("Tasks?")
            let result = try #require(fixture.model.results.first)
            #expect(result.split(separator: "\n").count { $0.hasPrefix("task ") } == 20)
            #expect(result.hasSuffix("There are more: ask more narrowly."))
        }
    }

    @Test func `is described to the model with its arguments in order`() throws {
        let definition = try #require(ToolCatalog.definitions.first { $0.name == "move_deal" })
        #expect(
            definition.parameters.hasPrefix(
                #"{"type":"object","properties":{"deal_id":{"type":"integer","description":"The deal's id, as find_deals gives it."},"status":{"type":"string","enum":["open","won","lost"]"#
            ))
        #expect(definition.parameters.hasSuffix(#""required":["deal_id"],"additionalProperties":false}"#))
        #expect(Set(ToolCatalog.names).count == 14)
    }
}
