import NIOCore
import NIOWebSocket

extension WebSocketFrame {
    static func text(_ buffer: ByteBuffer) -> WebSocketFrame { WebSocketFrame(fin: true, opcode: .text, data: buffer) }

    static var ping: WebSocketFrame { WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()) }

    /// Answers a ping with what it held.
    static func pong(to frame: WebSocketFrame) -> WebSocketFrame { WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData) }

    static func closing(_ code: WebSocketErrorCode) -> WebSocketFrame {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    }
}
