import Connectors
import Domain
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A webhook's signature` {
    /// Computed with `openssl dgst -sha256 -mac HMAC`.
    @Test func `is that of another implementation`() throws {
        let headers = try StandardWebhooks.headers(
            id: "dlv_42", timestamp: 1_760_000_000, body: #"{"subject":"Guten Morgen, Grüße ✓"}"#, secret: webhookSecret)
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers.map(\.value) == ["dlv_42", "1760000000", "v1,j3kOhpiwNr24ToNOxNmTT8YK242NnBNLzT6OJYRHKWI="])
    }

    @Test func `goes out with the message, over its very bytes`() async throws {
        let body = #"{"subject":"Guten Morgen, Grüße ✓"}"#
        let requests = try await WebhookReceiver.serving(.answer(httpAnswer(200))) { receiver in
            _ = await webhookChannel().deliver(outgoing(to: receiver.address, body: body))
            return receiver.requests
        }
        let request = try #require(requests.first)
        #expect(request.body == body)
        #expect(request.header("webhook-id") == "dlv_42")
        #expect(request.header("webhook-timestamp") == "1760000000")
        #expect(request.header("webhook-signature") == "v1,j3kOhpiwNr24ToNOxNmTT8YK242NnBNLzT6OJYRHKWI=")
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("user-agent") == "crm-agent")
    }

    @Test func `is the same with and without the secret's prefix`() throws {
        let bare = String(webhookSecret.dropFirst(6))
        let signed = try [webhookSecret, bare].map { try StandardWebhooks.headers(id: "1", timestamp: 1, body: "{}", secret: $0)[2].value }
        #expect(signed[0] == signed[1])
    }

    @Test(arguments: ["", "whsec_", "whsec_not base64", "whsec_abc", "whsec_aGFy!"])
    func `needs a secret in Base64`(secret: String) async {
        let outcome = await webhookChannel().deliver(outgoing(to: "http://127.0.0.1:9/", secret: secret))
        #expect(kind(outcome) == "impossible" && reason(outcome).contains("Base64"), "\(outcome)")
        #expect(secret.count < 7 || !reason(outcome).contains(secret))
    }

    @Test(arguments: ["", "a b", "a\r\nx: y", "ä"])
    func `needs an id that fits in a header`(id: String) async {
        let outcome = await webhookChannel().deliver(outgoing(to: "http://127.0.0.1:9/", id: id))
        #expect(kind(outcome) == "impossible" && reason(outcome).contains("id"), "\(outcome)")
    }
}
