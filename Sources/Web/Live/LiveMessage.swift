import Domain
import Journey
import NIOCore
import Storage

/// What readers of a history get: `{"type":"message","message":{…}}`, the message as a communication, and where they want the words
/// of answers too `{"type":"answer","answer":{…}}`, or how many drafts wait `{"type":"drafts","drafts":{…}}`.
enum LiveMessage {
    static func json(_ row: Row) -> ByteBuffer { json("message") { $0.row(row, Communications.table.columns) } }

    static func json(_ part: AnswerPart) -> ByteBuffer {
        json("answer") {
            $0.object { json in
                json.field("key", part.key)
                json.field("question_id", part.question)
                json.field("conversation_id", part.conversation)
                json.field("text", part.text)
                json.field("is_start", part.isStart)
                json.field("is_over", part.isOver)
                json.key("tools")
                json.array { for tool in part.tools { $0.value(tool) } }
            }
        }
    }

    static func json(_ drafts: WaitingDrafts) -> ByteBuffer {
        json("drafts") {
            $0.object { json in
                json.field("count", drafts.count)
                json.field("newest_id", drafts.newest)
            }
        }
    }

    private static func json(_ type: String, _ body: (inout JSONWriter) -> Void) -> ByteBuffer {
        var json = JSONWriter()
        json.object {
            $0.field("type", type)
            $0.key(type)
            body(&$0)
        }
        return json.buffer
    }

    /// Without an id: whoever comes back is told the whole answer as far as it is, and how many drafts wait then.
    static func event(_ json: ByteBuffer) -> ByteBuffer {
        var event = ByteBuffer(string: "data: ")
        event.writeImmutableBuffer(json)
        event.writeString("\n\n")
        return event
    }

    /// The same as a server-sent event, whose id says where to go on from.
    static func event(_ row: Row) -> ByteBuffer {
        var event = ByteBuffer(string: "id: \(row.integer(0))\ndata: ")
        event.writeImmutableBuffer(json(row))
        event.writeString("\n\n")
        return event
    }
}
