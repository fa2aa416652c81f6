import NIOCore

/// One event of a stream, as the HTML standard's `text/event-stream` has it.
struct ServerSentEvent: Equatable {
    /// Empty where the stream names none.
    var name = ""
    var data = ""
}

/// Takes events out of bytes that come in pieces of any size. A last event without its empty line is none.
struct ServerSentEvents {
    /// Whether there was an event at all.
    private(set) var hasBeenOne = false
    private var bytes: [UInt8] = []
    /// Where the line begins that is not read yet, and up to where it is known to go on.
    private var start = 0
    private var seen = 0
    private var event = ServerSentEvent()
    private var hasData = false

    mutating func feed(_ buffer: ByteBuffer) {
        bytes.removeFirst(start)
        seen -= start
        start = 0
        bytes.append(contentsOf: buffer.readableBytesView)
    }

    /// Nil until more bytes have come.
    mutating func next() -> ServerSentEvent? {
        while let line = nextLine() {
            guard line.isEmpty else { read(line); continue }
            defer { (event, hasData) = (ServerSentEvent(), false) }
            if hasData {
                hasBeenOne = true
                return event
            }
        }
        return nil
    }

    /// A line ends with LF, CR LF or CR; a CR at the very end may be the first half.
    private mutating func nextLine() -> ArraySlice<UInt8>? {
        while seen < bytes.count {
            let byte = bytes[seen]
            if byte == UInt8(ascii: "\n") { return line(endingAt: seen, next: seen + 1) }
            if byte == UInt8(ascii: "\r") {
                guard seen + 1 < bytes.count else { return nil }
                return line(endingAt: seen, next: bytes[seen + 1] == UInt8(ascii: "\n") ? seen + 2 : seen + 1)
            }
            seen += 1
        }
        return nil
    }

    private mutating func line(endingAt end: Int, next: Int) -> ArraySlice<UInt8> {
        defer { (start, seen) = (next, next) }
        let line = bytes[start..<end]
        return line.starts(with: byteOrderMark) ? line.dropFirst(byteOrderMark.count) : line
    }

    /// A line that begins with a colon is a comment: its field has no name.
    private mutating func read(_ line: ArraySlice<UInt8>) {
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: name, as: UTF8.self) {
        case "event": event.name = text
        case "data":
            event.data += hasData ? "\n" + text : text
            hasData = true
        default: break
        }
    }
}

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
