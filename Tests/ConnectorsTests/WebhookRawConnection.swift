import Foundation

/// One accepted connection, read and written with blocking calls on a thread of its own.
struct RawConnection {
    let descriptor: Int32

    /// Whatever comes next; nil at the end or on a fault.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    @discardableResult func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Reads until the other side closes.
    func drain() { while read() != nil {} }

    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// A whole request with a `content-length`; nil where the connection ends before.
    func request() -> WebhookReceiver.Request? {
        var bytes = Data()
        while let part = read() {
            bytes.append(contentsOf: part)
            guard let gap = bytes.range(of: Data("\r\n\r\n".utf8)) else { continue }
            let head = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
            let body = bytes[gap.upperBound...]
            let request = WebhookReceiver.Request(head: head, body: String(decoding: body, as: UTF8.self))
            if body.count >= request.header("content-length").flatMap(Int.init) ?? 0 { return request }
        }
        return nil
    }
}
