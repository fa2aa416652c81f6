import Connectors
import Domain
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A request to an identity provider` {
    private func ask(_ conduct: WebhookReceiver.Conduct, form: Secret? = nil) async throws -> (IdentityAnswer, WebhookReceiver.Request?) {
        try await WebhookReceiver.serving(conduct) { receiver in
            let client = IdentityHTTPClient(timeout: .milliseconds(300))
            let answer = try await client.send(IdentityRequest(url: receiver.address, authorization: Secret("Basic abc"), form: form))
            return (answer, receiver.requests.first)
        }
    }

    @Test func `takes the whole answer`() async throws {
        let (answer, request) = try await ask(.answer("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}"), form: Secret("grant_type=x"))
        #expect(answer.status == 201 && answer.body == Data("{}".utf8))
        #expect(request?.body == "grant_type=x" && request?.header("authorization") == "Basic abc" && request?.head.hasPrefix("POST ") == true)
    }

    @Test(arguments: [
        WebhookReceiver.Conduct.silence, .answerAndStay("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        .trickle(head: "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n"),
    ])
    func `ends when its time is over, also where the answer has begun`(conduct: WebhookReceiver.Conduct) async throws {
        await #expect(throws: ProviderAway.self) { try await ask(conduct) }
    }

    @Test func `takes no endless answer`() async throws {
        let body = String(repeating: "x", count: 2 << 20)
        await #expect(throws: ProviderAway.self) { try await ask(.answer("HTTP/1.1 200 OK\r\ncontent-length: \(body.count)\r\n\r\n\(body)")) }
    }
}
