import Connectors
import Foundation
import Storage

extension FuzzTarget {
    /// Secrets of webhooks, and signatures as a receiver checks them: the first line is the secret, the rest the message's body.
    static let webhook = FuzzTarget.text(
        "webhook", longest: 1 << 16, words: ["whsec_", "AAAA", "/+", "==", "=", "\n", "v1,", "."]
    ) { text in
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let (secret, body) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        let isTaken = (try? Webhooks.table.field("secret")?.value(ofText: secret)) != nil
        guard let signature = signed(secret, body) else {
            return try hold(!isTaken, "a secret that is taken signs")
        }
        try hold(signed(secret, body) == signature, "a message has one signature")
        try hold(signed(secret, body + " ") != signature, "another body has another signature")
        try hold(signed(secret, body, at: 2) != signature, "another moment has another signature")
        try hold(signed(WebhookSecret.random(), body) != signature, "another secret has another signature")
    }

    private static func signed(_ secret: String, _ body: String, at moment: Int64 = 1) -> String? {
        try? StandardWebhooks.headers(id: "msg_1", timestamp: moment, body: body, secret: secret).last?.value
    }
}
