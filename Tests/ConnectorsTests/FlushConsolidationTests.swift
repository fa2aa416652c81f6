import NIOCore
import NIOEmbedded
import Testing

@testable import Connectors

@Suite struct `Calls to a model` {
    @Test func `leave in one go, whatever is flushed on the way`() throws {
        let channel = EmbeddedChannel(handlers: [FlushConsolidation()])
        for piece in ["head", "body"] {
            channel.write(ByteBuffer(string: piece), promise: nil)
            channel.flush()
            #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        }
        channel.embeddedEventLoop.run()
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "head"))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "body"))
        #expect(try channel.finish().isClean)
    }

    @Test func `leave before their connection closes`() throws {
        let channel = EmbeddedChannel(handlers: [FlushConsolidation()])
        channel.writeAndFlush(ByteBuffer(string: "call"), promise: nil)
        channel.close(promise: nil)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "call"))
    }

    @Test func `on one connection leave each in its turn`() throws {
        let channel = EmbeddedChannel(handlers: [FlushConsolidation()])
        for call in ["first", "second"] {
            channel.writeAndFlush(ByteBuffer(string: call), promise: nil)
            channel.embeddedEventLoop.run()
            #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: call))
        }
    }
}
