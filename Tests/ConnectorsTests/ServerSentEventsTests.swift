import NIOCore
import Testing

@testable import Connectors

@Suite struct `Server-sent events` {
    /// Every way of cutting the bytes in two must read the same.
    private func read(_ text: String) -> [[ServerSentEvent]] {
        let bytes = Array(text.utf8)
        return (0...bytes.count).map { cut in
            var events = ServerSentEvents()
            var read: [ServerSentEvent] = []
            for part in [bytes[..<cut], bytes[cut...]] {
                events.feed(ByteBuffer(bytes: part))
                while let event = events.next() { read.append(event) }
            }
            return read
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `are read with any line end, however their bytes are cut`(end: String) {
        let text =
            ["\u{FEFF}: hello", "event: a", "data: één", "data:  two", "id: 4", "", "data:{}", "", "event: no data", "", "data", ""]
            .joined(separator: end) + end + "\n"
        let expected = [ServerSentEvent(name: "a", data: "één\n two"), ServerSentEvent(data: "{}"), ServerSentEvent(data: "")]
        for events in read(text) { #expect(events == expected) }
    }

    @Test func `without their empty line are none`() {
        for events in read("data: {\"a\":1}\n") { #expect(events.isEmpty) }
    }
}
