import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

/// A business on Monday 2 March 2026 that is asked for days, for what happened, for what was sold, and for how many there are.
@Suite struct `A question for some days or a number` {
    @Test(
        arguments: [
            ("tasks on 4/3", ["due on Wednesday 4 March", "Meeting with Mill", "I read 4/3 as 4 March"], ["Plan the fair"]),
            ("tasks on 20/3", ["Friday 20 March", "Plan the fair"], ["Meeting with Mill", "I read"]),
            ("what's due 20.3.", ["Friday 20 March", "Plan the fair"], ["Mill"]),
            ("tasks on 20/03/26", ["Friday 20 March", "Plan the fair"], ["Mill"]),
            ("what is due on 20 March", ["Friday 20 March", "Plan the fair"], ["Mill"]),
            ("what do I have on the 20th", ["Friday 20 March", "Plan the fair"], ["Mill"]),
            ("tasks by Friday", ["by Friday 6 March", "Meeting with Mill", "overdue"], ["Plan the fair"]),
            ("tasks before Friday", ["before Friday 6 March", "Meeting with Mill"], ["Friday errand", "Plan the fair"]),
            ("tasks between 4 and 6 March", ["from Wednesday 4 March to Friday 6 March", "Meeting with Mill", "Friday errand"], ["Plan the fair"]),
            ("tasks in March", ["from Monday 2 March to Tuesday 31 March", "Plan the fair"], ["Old errand"]),
            ("tasks next week", ["from Monday 9 March to Sunday 15 March"], ["Plan the fair", "Mill"]),
            (
                "what was due last week",
                ["due from Monday 23 February to Sunday 1 March", "4 tasks", "Old errand (not done)", "Lunch with Anna (Anna Berg; done)"],
                ["Friday errand"]
            ),
            ("tasks on 27 February", ["on Friday 27 February", "Old errand (not done)"], ["Mill"]),
            ("tasks in the first week of April", ["which days"], ["Mill", "Friday errand"]),
            ("what's coming up?", ["Meeting with Mill", "Friday errand"], ["Plan the fair"]),
            ("what do I have to do until Friday", ["until Friday 6 March", "Meeting with Mill"], ["Tasks done", "Call Tom"]),
            ("calls tomorrow", ["call"], ["Visit"]),
        ] as [(String, [String], [String])]) func `about tasks is answered with those of its days`(question: String, has: [String], hasNot: [String])
        async throws
    { try await Self.expect(question, has, hasNot) }

    @Test func `about tasks of a day in figures reads it as people in the workspace's zone do`() async throws {
        try await EngineFixture.with(at: "2026-03-02T18:00:00.000Z", timeZone: "America/New_York", users: 2) { engine in
            try await engine.addSpans()
            let text = try await engine.told("tasks on 3/4")
            #expect(text.contains("Meeting with Mill") && text.contains("I read 3/4 as 4 March"), "\(text)")
        }
    }

    @Test(
        arguments: [
            ("did I meet anyone yesterday?", ["No meeting or visit"], ["Lunch", "Mill"]),
            ("who did I meet last week", ["Meeting at the mill", "Met Bella at the fair"], ["Call Tom", "Friday errand", "Chase"]),
            ("what meetings did I have last week", ["Meeting at the mill"], ["Meeting with Mill", "Call Tom"]),
            ("who did I call last week", ["Call Tom"], ["Lunch", "Met Bella"]),
            (
                "what did I do last week", ["Tasks done: 3", "Call Tom", "Messages sent to contacts: 1", "Spring offer", "Notes: 1", "Met Bella"],
                ["Old errand", "Late offer"]
            ),
            ("what did I do yesterday?", ["on Sunday 1 March"], ["Spring offer", "Call Tom"]),
            ("what did we send last week", ["1 message", "Anna Berg", "Spring offer"], ["More oil", "Late offer"]),
            ("who wrote to us last week", ["1 message", "Anna Berg", "More oil"], ["Spring offer"]),
            ("did anyone reply this week?", ["No message", "received"], ["More oil"]),
            ("which tasks did I finish last week", ["3 tasks", "Lunch with Anna"], ["Old errand"]),
            ("did I meet Anna last week?", ["Lunch"], ["mill"]), ("when did I last call Tom", ["Call Tom", "26 February"], ["Lunch"]),
            ("what happened last week", ["Tasks done: 3"], ["Mill (2"]), ("what did I do around Easter", ["which days"], ["Call Tom"]),
            ("who did I not call last week", ["without contact for 7 days"], ["Call Tom"]),
        ] as [(String, [String], [String])]) func `about what happened is answered with what is on record of its days`(
            question: String, has: [String], hasNot: [String]
        ) async throws
    { try await Self.expect(question, has, hasNot) }

    @Test(
        arguments: [
            ("how much olive oil did I sell?", ["2 won deals for “olive oil”, worth EUR 300", "Olive oil: 20 of 50"], ["Labneh", "no quantities"]),
            ("how many boxes of labneh have we sold", ["1 won deal for “labneh”, worth EUR 90", "no quantities"], ["Olive oil:"]),
            ("olive oil sales this month", ["1 won deal for “olive oil” from Sunday 1 March"], ["Labneh", "20 of 50"]),
            ("how much did I sell this month", ["2 won deals from Sunday 1 March", "EUR 190"], ["20 of 50"]),
            ("what's our revenue", ["3 won deals, worth EUR 390", "20 of 50"], []),
            ("revenue by product", ["- Olive oil: 2 deals, EUR 300\n- Labneh: 1 deal, EUR 90", "20 of 50"], []),
            ("best selling product", ["- Olive oil: 2 deals, EUR 300\n- Labneh"], []),
            ("how much caviar did I sell", ["no won deals for “caviar”", "no target counts it"], ["EUR"]),
            ("what did Anna buy", ["with Anna Berg", "Olive oil"], ["Labneh"]),
            ("average deal size", ["1 open deal", "On average EUR 50"], []),
            ("how is the olive oil target", ["Olive oil: 20 of 50 (40%), 30 to go"], ["completed", "Gift"]),
        ] as [(String, [String], [String])]) func `about sales is answered by the won deals and the targets`(
            question: String, has: [String], hasNot: [String]
        ) async throws
    { try await Self.expect(question, has, hasNot) }

    @Test(
        arguments: [
            ("how many contacts are in negotiation?", ["42 contacts"], ["at least", "At least"]),
            ("who is in negotiation", ["42 contacts", "34 more"], ["at least", "At least"]),
            ("how many customers do I have", ["36", "(35 in the stage customer, and 1 more name that has won deals)"], ["at least"]),
            ("how many contacts do I have", ["83 contacts", "44 leads", "35 customers", "3 lost", "1 in no stage"], ["at least", "At least"]),
            ("how many lost contacts", ["3 contacts"], ["deal"]), ("how many tasks do I have", ["40"], ["at least", "At least"]),
            ("show me my pipline", ["- negotiation: 42"], []), ("custmers", ["36"], ["needs a model"]),
            ("any new leads this week", ["1 contact added", "Newcomer"], ["Anna"]), ("how many drafts are waiting", ["1"], ["Hello", "Overdue"]),
        ] as [(String, [String], [String])]) func `for how many there are is answered with the real number`(
            question: String, has: [String], hasNot: [String]
        ) async throws
    {
        try await AssistantFixture.offline { engine in
            try await engine.addCrowd()
            let text = try await engine.told(question)
            for words in has { #expect(text.localizedCaseInsensitiveContains(words), "\(text)") }
            for words in hasNot { #expect(!text.localizedCaseInsensitiveContains(words), "\(text)") }
        }
    }

    @Test(arguments: ["deals over 3/4", "tell me about Suite 3/4", "deals over 4.12", "how much is 3.12", "up to 3.12.", "on 31/2", "24.13.2026"])
    func `is not taken for one with a day in figures where it has none`(text: String) {
        #expect(SpelledDays(text, isMonthFirst: false).text == text)
    }

    private static func expect(_ question: String, _ has: [String], _ hasNot: [String]) async throws {
        try await AssistantFixture.offline { engine in
            try await engine.addSpans()
            let text = try await engine.told(question)
            for words in has { #expect(text.localizedCaseInsensitiveContains(words), "\(text)") }
            for words in hasNot { #expect(!text.localizedCaseInsensitiveContains(words), "\(text)") }
        }
    }
}

extension EngineFixture {
    fileprivate func addSpans() async throws {
        let now = clock.now
        let contacts: [Table.Values] = [
            ["name": .text("Anna Berg"), "stage": .text("customer")], ["name": .text("Tom Reed"), "stage": .text("lead")],
        ]
        let clear = ["deals", "tasks", "communications", "targets"].map { SQL("DELETE FROM \($0)", []) }
        _ = try await store.commit(clear + contacts.flatMap { Contacts.table.insert(.first, $0, now: now) })
        let ids = try await store.read(SQL("SELECT id FROM contacts WHERE name IN ('Anna Berg', 'Tom Reed') ORDER BY name")).map { $0.integer(0) }
        func task(_ title: String, _ day: String, done: Bool = false, contact: Int64? = nil, kind: String? = nil) -> [SQL] {
            var values: Table.Values = ["title": .text(title), "due_date": .text(day), "status": .text(done ? "done" : "pending")]
            values["contact_id"] = contact.map(SQLValue.integer)
            values["kind"] = kind.map(SQLValue.text)
            return Tasks.table.insert(.first, values, now: now)
        }
        let tasks = [
            task("Meeting with Mill", "2026-03-04"), task("Friday errand", "2026-03-06"), task("Plan the fair", "2026-03-20"),
            task("Old errand", "2026-02-27"), task("Lunch with Anna", "2026-02-25", done: true, contact: ids[0], kind: "meeting"),
            task("Meeting at the mill", "2026-02-24", done: true), task("Call Tom", "2026-02-26", done: true, contact: ids[1]),
            task("Chase the bank", "2026-02-10", done: true),
        ]
        func deal(_ customer: String, _ product: String, _ minor: Int64, _ status: String, _ contact: Int64?) -> [SQL] {
            var values: Table.Values = [
                "customer": .text(customer), "product": .text(product), "amount_minor": .integer(minor), "currency": .text("EUR"),
                "status": .text(status),
            ]
            values["contact_id"] = contact.map(SQLValue.integer)
            return Deals.table.insert(.first, values, now: now)
        }
        let deals = [
            deal("Anna Berg", "Olive oil", 10_000, "won", ids[0]), deal("Old Mill", "olive oil", 20_000, "won", nil),
            deal("Old Mill", "Labneh", 9000, "won", nil), deal("Tom Reed", "Box", 5000, "open", ids[1]),
        ]
        let targets: [Table.Values] = [
            ["product": .text("Olive oil"), "target": .integer(50), "achieved": .integer(20)], ["product": .text("Gift box"), "target": .integer(5)],
        ]
        _ = try await store.commit(tasks.flatMap(\.self) + deals.flatMap(\.self) + targets.flatMap { Targets.table.insert(.first, $0, now: now) })
        func message(_ direction: String, _ kind: String, _ body: String, _ day: String, _ contact: Int64) throws -> SQL {
            let at = try #require(Timestamp(rfc3339: "\(day)T09:00:00Z"))
            return SQL(
                """
                INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, status, sent_at, sample, created_at, updated_at, version)
                VALUES (1, 1, $1, $2, $3, $4, 'sent', CASE WHEN $2 = 'outbound' THEN CAST($5 AS BIGINT) END, 0, CAST($5 AS BIGINT), CAST($5 AS BIGINT), 1)
                """, [.integer(contact), .text(direction), .text(kind), .text(body), .time(at)])
        }
        // As if they had been done on their days, and one deal won long ago.
        _ = try await store.commit([
            SQL("UPDATE tasks SET completed_at = CASE WHEN title LIKE 'Chase%' THEN 1770717600000 ELSE 1771840800000 END WHERE status = 'done'"),
            SQL("UPDATE deals SET closed_at = 1768000000000 WHERE product = 'olive oil'"),
            try message("outbound", "NURTURE", "Spring offer", "2026-02-25", ids[0]),
            try message("outbound", "NURTURE", "Late offer", "2026-03-05", ids[0]),
            try message("inbound", "NOTE", "More oil", "2026-02-26", ids[0]),
            try message("internal", "NOTE", "Met Bella at the fair", "2026-02-26", ids[1]),
        ])
    }

    /// 42 contacts in negotiation, 35 customers, 3 lost ones and others; 40 tasks; of which no context holds all.
    fileprivate func addCrowd() async throws {
        let old = clock.now.adding(.seconds(-86_400 * 30))
        func insert(_ stage: String, _ count: Int) -> SQL {
            SQL(
                """
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
                INSERT INTO contacts (workspace_id, user_id, name, stage, created_at, updated_at, version)
                SELECT 1, 1, 'Firm \(stage) ' || n, '\(stage)', $1, $1, 1 FROM numbers
                """, [.time(old)])
        }
        let tasks = SQL(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 40)
            INSERT INTO tasks (workspace_id, user_id, title, kind, status, due_date, created_at, updated_at, version)
            SELECT 1, 1, 'Errand ' || n, 'todo', 'pending', '2026-03-10', $1, $1, 1 FROM numbers
            """, [.time(old)])
        let newcomer: Table.Values = ["name": .text("Newcomer"), "stage": .text("lead")]
        let unstaged: Table.Values = ["name": .text("Nobody Inn")]
        let sale: Table.Values = ["customer": .text("Passer-by"), "status": .text("won")]
        _ = try await store.commit(
            ["DELETE FROM tasks", "DELETE FROM deals", "DELETE FROM communications", "UPDATE contacts SET stage = 'contacted'"].map { SQL($0) }
                + [SQL("UPDATE contacts SET created_at = $1", [.time(old)]), SQL("DELETE FROM contacts WHERE id = 2"), tasks]
                + [insert("negotiation", 42), insert("customer", 35), insert("lost", 3)]
                + Deals.table.insert(.first, sale, now: clock.now) + Contacts.table.insert(.first, newcomer, now: clock.now)
                + [SQL("UPDATE contacts SET created_at = $1 WHERE name <> 'Newcomer'", [.time(old)])]
                + Contacts.table.insert(.first, unstaged, now: old)
                + [
                    SQL(
                        """
                        INSERT INTO communications (workspace_id, user_id, contact_id, direction, agent_type, body, status, created_at, updated_at, version)
                        SELECT 1, 1, id, 'outbound', 'NURTURE', 'x', 'draft', $1, $1, 1 FROM contacts WHERE name = 'Newcomer'
                        """, [.time(old)])
                ])
    }
}
