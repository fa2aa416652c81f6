import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The outbox` {
    @Test func `sends each message once, signed with its webhook's secret and under a key of its own`() async throws {
        try await EngineFixture.with(users: 30, writer: ScriptedWriter(.text("Hello"))) { engine in
            try await engine.addDeliveries()
            let channel = ScriptedChannel()
            try await engine.outbox(channel).drain()
            #expect(channel.messages.count == 30 && Set(channel.messages.map(\.id)).count == 30)
            #expect(channel.messages.allSatisfy { $0.address == "https://example.com/hook" && $0.secret == "whsec_secret" })
            #expect(try await engine.deliveries() == Array(repeating: "delivered", count: 30))
            #expect(channel.mostAtOnce <= 4)
            let delivery = try await engine.delivery(1)
            #expect(delivery["response_status"] == .integer(200) && delivery["attempts"] == .integer(1) && delivery["delivered_at"] != .null)
        }
    }

    @Test func `tells the receiver what was written, when, by whom and for whom`() async throws {
        try await EngineFixture.with(writer: ScriptedWriter(.text("Say \"hello\"."))) { engine in
            try await engine.addDeliveries()
            let channel = ScriptedChannel()
            try await engine.outbox(channel).drain()
            let body = try #require(channel.messages.first?.body)
            let told = try JSONDecoder().decode(JSONValue.self, from: Data(body.utf8))
            #expect(
                told
                    == .object([
                        "type": .string("communication.created"), "timestamp": .string("2026-03-02T00:00:00.000Z"),
                        "data": .object([
                            "communication_id": .integer(1), "run_id": .integer(1), "user_id": .integer(1), "agent_type": .string("REMINDER"),
                            "body": .string("Say \"hello\"."), "writer": .string("scripted:1"), "created_at": .string("2026-03-02T00:00:00.000Z"),
                            "direction": .string("internal"),
                        ]),
                    ]))
        }
    }

    @Test func `sends a refused message again under the same key, at its time and not before, until it gives up`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            let channel = ScriptedChannel(.outcome(.refused(reason: "Busy.", status: 503, retryAfter: .seconds(7200))))
            let outbox = engine.outbox(channel)
            try await outbox.drain()
            #expect(try await engine.delivery(1)["next_attempt_at"] == .time(engine.clock.now.adding(.seconds(7200))))
            engine.clock.advance(by: .seconds(7199))
            try await outbox.drain()
            #expect(channel.messages.count == 1)
            for _ in 0..<10 {
                engine.clock.advance(by: .seconds(24 * 3600))
                try await outbox.drain()
            }
            #expect(channel.messages.count == 8 && Set(channel.messages.map(\.id)).count == 1 && Set(channel.messages.map(\.body)).count == 1)
            let dead = try await engine.delivery(1)
            #expect(dead["state"] == .text("dead") && dead["error"] == .text("Busy.") && dead["response_status"] == .integer(503))
        }
    }

    @Test func `gives up at once what can never work`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            try await engine.outbox(ScriptedChannel(.outcome(.impossible(reason: "Gone.", status: 410)))).drain()
            #expect(try await engine.deliveries("state || ' ' || error || ' ' || response_status") == ["dead Gone. 410"])
        }
    }

    @Test func `never sends again by itself what may have arrived`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            let channel = ScriptedChannel(.outcome(.unknown(reason: "The connection broke.")))
            for _ in 0..<5 {
                try await engine.outbox(channel).drain()
                engine.clock.advance(by: .seconds(24 * 3600))
            }
            #expect(channel.messages.count == 1)
            #expect(try await engine.deliveries("state || ' ' || error") == ["unknown The connection broke."])
        }
    }

    @Test func `sends what may have arrived again under the same key where the receiver ignores repetitions`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries(isIdempotent: true)
            let channel = ScriptedChannel(.outcome(.unknown(reason: "The connection broke.")), .outcome(.delivered(status: 200)))
            try await engine.outbox(channel).drain()
            #expect(try await engine.deliveries() == ["queued"])
            engine.clock.advance(by: .seconds(5))
            try await engine.outbox(channel).drain()
            #expect(try await engine.deliveries() == ["delivered"])
            #expect(channel.messages.count == 2 && Set(channel.messages.map(\.id)).count == 1)
        }
    }

    @Test func `sends what may have arrived no sooner again than the receiver asks for`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries(isIdempotent: true)
            let channel = ScriptedChannel(.outcome(.unknown(reason: "A proxy heard no answer.", status: 504, retryAfter: .seconds(3600))))
            try await engine.outbox(channel).drain()
            let delivery = try await engine.delivery(1)
            #expect(delivery["state"] == .text("queued") && delivery["response_status"] == .integer(504))
            #expect((delivery["next_attempt_at"]?.number ?? 0) >= engine.clock.now.adding(.seconds(3600)).milliseconds)
        }
    }

    @Test(arguments: ["DELETE FROM webhooks", "UPDATE webhooks SET enabled = 0"])
    func `sends nothing to a webhook that is gone or disabled`(change: String) async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            try await engine.store.commit(SQL(change))
            let channel = ScriptedChannel()
            try await engine.outbox(channel).drain()
            #expect(channel.messages == [])
            #expect(try await engine.deliveries() == ["cancelled"])
        }
    }

    @Test func `has a delivery on record as being sent before anything goes out`() async throws {
        let gate = Gate()
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            let outbox = engine.outbox(ScriptedChannel(.held(gate, .delivered(status: 200))))
            let work = Task { try await outbox.drain() }
            try await eventually { gate.waiting == 1 }
            #expect(try await engine.deliveries() == ["sending"])
            // Another worker finds nothing to do while the lease holds.
            let other = ScriptedChannel()
            try await engine.outbox(other, owner: "other").drain()
            #expect(other.messages == [])
            gate.open()
            _ = try await work.value
            #expect(try await engine.deliveries() == ["delivered"])
        }
    }

    @Test func `holds on to a message whose outcome cannot be stored, and sends it no second time`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            let channel = ScriptedChannel()
            let store = CountingStore(engine.store, failures: 2, after: 1, of: .failed(reason: "A page is damaged."))
            let outbox = engine.outbox(channel, on: store)
            async let working = outbox.drain()
            for _ in 0..<2 {
                try await eventually { engine.clock.sleepers > 1 }
                #expect(try await engine.deliveries() == ["sending"])
                engine.clock.advance(by: .seconds(5))
            }
            _ = try await working
            #expect(try await engine.deliveries() == ["delivered"])
            #expect(channel.messages.count == 1)
        }
    }

    @Test func `after a crash leaves what was being sent to a person`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            try await engine.addDeliveries()
            _ = try await engine.store.commit(DeliveryQueue.claim(.first, owner: "killed", limit: 1, lease: .seconds(20), now: engine.clock.now))
            let channel = ScriptedChannel()
            try await engine.outbox(channel).drain()
            #expect(try await engine.deliveries() == ["sending", "delivered"])
            engine.clock.advance(by: .seconds(20))
            try await engine.outbox(channel).drain()
            #expect(try await engine.deliveries() == ["unknown", "delivered"])
            #expect(channel.messages.count == 1)
        }
    }

    @Test func `is woken by a run's message, also by one on request`() async throws {
        try await EngineFixture.with { engine in
            try await engine.addDeliveries()
            let clock = TestClock(engine.clock.now)
            await engine.signals.deliveries.wait(atMost: .seconds(60), sleep: clock.wall.sleep)
            _ = try await engine.pipeline.run(.closure, for: owner)
            await engine.signals.deliveries.wait(atMost: .seconds(60), sleep: clock.wall.sleep)
            #expect(try await engine.deliveries() == ["queued", "queued"])
        }
    }
}
