import Connectors
import Domain
import Foundation
import Testing

/// Sends to a receiver outside, where somebody named one; `Tests/acceptance/test_webhook_wire.py` does.
@Suite(.enabled(if: receiver != nil, "needs WEBHOOK_WIRE_URL"), .timeLimit(.minutes(5))) struct `A webhook on the wire` {
    @Test func `is delivered, refused, unknown or impossible, as the receiver's script says`() async throws {
        let bodies = [
            #"{"subject":"Grüße ✓"}"#, #"{"subject":"one\ntwo"}"#, #"{}"#, #"{"id":"a.b.c"}"#,
            #"{"subject":"\#(String(repeating: "long ", count: 50_000))"}"#,
        ]
        var kinds: [String] = []
        for (number, body) in bodies.enumerated() { kinds.append(kind(await deliver(body, id: "dlv_\(number)"))) }
        #expect(kinds == ["delivered", "refused", "unknown", "impossible", "delivered"])
    }

    private func deliver(_ body: String, id: String) async -> DeliveryOutcome {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return await webhookChannel(now: now).deliver(outgoing(to: receiver ?? "", id: id, secret: secret, body: body))
    }
}

private let receiver = ProcessInfo.processInfo.environment["WEBHOOK_WIRE_URL"]
private let secret = ProcessInfo.processInfo.environment["WEBHOOK_WIRE_SECRET"] ?? webhookSecret
