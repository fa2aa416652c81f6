import Domain
import NIOCore
import Storage

/// One message of a history as readers get it: `{"type":"message","message":{…}}`, the message as a communication.
enum LiveMessage {
    static func json(_ row: Row) -> ByteBuffer {
        var json = JSONWriter()
        json.object {
            $0.field("type", "message")
            $0.key("message")
            $0.row(row, Communications.table.columns)
        }
        return json.buffer
    }

    /// The same as a server-sent event, whose id says where to go on from.
    static func event(_ row: Row) -> ByteBuffer {
        var event = ByteBuffer(string: "id: \(row.integer(0))\ndata: ")
        event.writeImmutableBuffer(json(row))
        event.writeString("\n\n")
        return event
    }
}
