import Domain
import Storage
import TestSupport

@testable import Journey

/// Contacts in the sequence of an own agent, `SERIES`, whose first message is written on Monday 2 March 2026 at 10:00.
struct SequenceFixture: Sendable {
    let outreach: Outreach
    let agent: Agent
    /// To which its messages go.
    var channel = ScriptedChannel()

    var engine: EngineFixture { outreach.engine }

    /// - Parameter steps: JSON.
    static func with(
        _ steps: String, contacts: Int64 = 1, autonomy: String = "auto", begins: Bool = true, channel: ScriptedChannel = ScriptedChannel(),
        writer: ScriptedWriter = ScriptedWriter(), on kind: DatabaseKind = .usual, _ body: (SequenceFixture) async throws -> Void
    ) async throws {
        try await Outreach.with(contacts: contacts, writer: writer, on: kind) { outreach in
            let agent = try await outreach.engine.editor.create(in: .first, values(steps).merging(["autonomy": .text(autonomy)]) { $1 })
            let fixture = SequenceFixture(outreach: outreach, agent: agent, channel: channel)
            if begins { try await fixture.run() }
            try await body(fixture)
        }
    }

    static func values(_ steps: String) -> Table.Values {
        [
            "title": .text("Series"), "schedule_rule": .text("never"), "recipients": .text("contact"), "filter": .text("everyone"),
            "contact_prompt": .text("First"), "steps": .text(steps),
        ]
    }

    /// The agent writes to everyone eligible now.
    func run() async throws {
        _ = try await engine.batches.request(agent.type, in: .first)
        try await work()
    }

    /// Whatever is due now.
    func work() async throws {
        // What was approved in the meantime has gone out.
        try await engine.outbox(channel).drain()
        _ = try await engine.scheduler().tick()
        try await engine.worker().drain()
        try await engine.outbox(channel).drain()
    }

    /// Lets hours pass, with a look at each.
    func pass(hours: Int) async throws {
        for _ in 0..<hours {
            engine.clock.advance(by: .seconds(3600))
            try await work()
        }
    }

    func move(to moment: String) async throws {
        engine.clock.move(to: utc(moment))
        try await work()
    }

    func answer(from contact: Int64 = 1, _ body: String = "Tell me more") async throws {
        let values: Table.Values = ["contact_id": .integer(contact), "direction": .text("inbound"), "body": .text(body)]
        _ = try await engine.store.commit(ContactMessages.record(.first, values, now: engine.clock.now))
    }

    func change(_ values: Table.Values) async throws {
        _ = try await engine.editor.change(agent.name, in: .first, version: nil, to: values)
    }

    /// What has been written, in order.
    var prompts: [String] { engine.writer.assignments.compactMap(\.prompt) }

    /// `step state why` of all positions, by contact.
    func positions() async throws -> [String] {
        try await engine.store.read(SQL("SELECT step, state, why FROM sequence_positions ORDER BY contact_id")).map { row in
            "\(row.integer(0)) \(row.text(1))\(row.optionalText(2).map { " \($0)" } ?? "")"
        }
    }

    /// The rule that keeps a contact from an agent's message.
    func rule(for type: AgentType, contact: Int64 = 1) async throws -> Rule? {
        let plan = try await ContactPlanning(store: engine.store).plan(.key(type), in: .first, at: engine.clock.now)
        guard let plan, let row = try await engine.store.read(plan.page(.one(contact), limit: 1)).first else { return nil }
        return RuleVerdict(code: row.integer(3)).rule
    }
}

/// A step as JSON.
func step(_ after: String, _ prompt: String, when: String = "no_reply", onReply: Int? = nil) -> String {
    #"{"after":"\#(after)","when":"\#(when)","prompt":"\#(prompt)","on_reply":\#(onReply.map(String.init) ?? "null")}"#
}

func steps(_ steps: String...) -> String { "[\(steps.joined(separator: ","))]" }
