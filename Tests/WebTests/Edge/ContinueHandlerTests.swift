import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Web

@Suite struct `A caller that waits to send a body` {
    private let channel = EmbeddedChannel(handlers: [ContinueHandler()])

    private func arrives(_ part: HTTPServerRequestPart) throws { try channel.writeInbound(part) }

    private func head(expecting values: String..., version: HTTPVersion = .http1_1) -> HTTPServerRequestPart {
        .head(HTTPRequestHead(version: version, method: .POST, uri: "/", headers: HTTPHeaders(values.map { ("Expect", $0) })))
    }

    /// Status codes that have gone out since the body of the oldest request was asked for.
    private func asked() throws -> [UInt] {
        channel.triggerUserOutboundEvent(ContinueHandler.BodyIsWanted(), promise: nil)
        var codes: [UInt] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .head(let head) = part { codes.append(head.status.code) }
        }
        return codes
    }

    private func answers() throws {
        try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        while try channel.readOutbound(as: HTTPServerResponsePart.self) != nil {}
    }

    @Test(arguments: ["100-continue", "100-Continue", "something, 100-continue"])
    func `is asked for it once`(expectation: String) throws {
        try arrives(head(expecting: expectation))
        #expect(try channel.readOutbound(as: HTTPServerResponsePart.self) == nil)
        #expect(try asked() == [100])
        #expect(try asked() == [])
    }

    @Test func `is not asked where it expects nothing, or something else`() throws {
        try arrives(head())
        #expect(try asked() == [])
        try arrives(.end(nil))
        try answers()
        try arrives(head(expecting: "200-ok"))
        #expect(try asked() == [])
    }

    @Test func `is not asked where it speaks HTTP of the first version`() throws {
        try arrives(head(expecting: "100-continue", version: .http1_0))
        #expect(try asked() == [])
    }

    @Test func `is not asked where it has begun to send`() throws {
        try arrives(head(expecting: "100-continue"))
        try arrives(.body(ByteBuffer(string: "{")))
        #expect(try asked() == [])
    }

    @Test func `is asked only once the request before has its answer`() throws {
        try arrives(head())
        try arrives(.end(nil))
        try arrives(head(expecting: "100-continue"))
        #expect(try asked() == [])
        try answers()
        #expect(try asked() == [100])
    }
}
