import AsyncHTTPClient
import Domain
import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import Testing

@testable import Connectors

@Suite(.timeLimit(.minutes(5))) struct `An answer with a status that HTTP does not have` {
    private static let answers = [
        "HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 001 X\r\n\r\n", "HTTP/1.1 099 X\r\ncontent-length: 4\r\n\r\nbody",
        "HTTP/1.1 042 X\r\ntransfer-encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
    ]

    @Test(arguments: answers) func `leaves a webhook's outcome unknown`(answer: String) async throws {
        let outcome = try await delivery(to: .answer(answer))
        #expect(kind(outcome) == "unknown" && reason(outcome).contains("which HTTP does not have"), "\(outcome)")
    }

    @Test(arguments: answers) func `is a fault of the model's server`(answer: String) async throws {
        let http = LLMHTTPClient()
        try await WebhookReceiver.serving(.answer(answer)) { server in
            let request = try HTTPClient.Request(url: server.address)
            await #expect(throws: StatusGuard.NoStatus.self) {
                _ = try await http.execute(request, delegate: ResponseAccumulator(request: request), deadline: .now() + .seconds(20)).get()
            }
        }
        try await http.shutdown()
    }

    @Test(arguments: answers) func `is one of an identity provider out of reach`(answer: String) async throws {
        try await WebhookReceiver.serving(.answer(answer)) { server in
            await #expect(throws: ProviderAway.self) { _ = try await IdentityHTTPClient().send(IdentityRequest(url: server.address)) }
        }
    }

    @Test func `ends a stream of HTTP/2 before the client sees it`() throws {
        let channel = EmbeddedChannel(handlers: [HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https)])
        var configuration = HTTPClient.Configuration()
        configuration.guardStatus()
        try configuration.http2StreamChannelDebugInitializer?(channel).wait()
        try channel.writeOutbound(
            HTTPClientRequestPart.head(HTTPRequestHead(version: .http2, method: .GET, uri: "/", headers: ["host": "a.example"])))
        let head = HTTP2Frame.FramePayload.headers(.init(headers: [":status": "099"], endStream: true))
        #expect(throws: StatusGuard.NoStatus.self) { try channel.writeInbound(head) }
        #expect(try channel.readInbound(as: HTTPClientResponsePart.self) == nil)
    }
}
