import Foundation
import Synchronization

/// A receiver on 127.0.0.1 made of plain sockets, so that it can also break every rule of HTTP.
final class WebhookReceiver: Sendable {
    enum Conduct: Sendable {
        /// Reads the request, answers with these bytes and closes.
        case answer(String)
        /// Reads the request, answers with these bytes and keeps the connection.
        case answerAndStay(String)
        /// Reads the request and closes so that the sender gets a reset.
        case reset
        /// Closes without reading a byte.
        case closeUnread
        /// Reads the request and never answers.
        case silence
        /// Reads the request and answers one byte at a time, for ever.
        case trickle(head: String)
        /// Reads what comes first and answers with these bytes, whatever it was.
        case interrupt(String)
    }

    struct Request: Sendable {
        var head: String
        var body: String

        func header(_ name: String) -> String? {
            let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }
            return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    let port: Int
    var address: String { "http://127.0.0.1:\(port)/hooks" }
    /// The requests that came in whole.
    var requests: [Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }
    /// The first bytes of a connection that was interrupted.
    var firstBytes: String { state.withLock { $0.firstBytes } }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var firstBytes = ""
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let conduct: Conduct

    /// Serves while `body` runs.
    static func serving<Value: Sendable>(
        _ conduct: Conduct, _ body: (WebhookReceiver) async throws -> Value
    ) async throws -> Value {
        let receiver = try WebhookReceiver(conduct)
        defer { receiver.stop() }
        Thread.detachNewThread { receiver.accept() }
        return try await body(receiver)
    }

    private init(_ conduct: Conduct) throws {
        self.conduct = conduct
        (listener, port) = try listeningSocket()
        guard listen(listener, 64) == 0 else { throw NoSocket() }
    }

    private func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while case let connection = Foundation.accept(listener, nil, nil), connection >= 0 {
            state.withLock { $0.connections += 1 }
            Thread.detachNewThread { [self] in
                serve(RawConnection(descriptor: connection))
                close(connection)
            }
        }
    }

    private func serve(_ connection: RawConnection) {
        if case .closeUnread = conduct { return }
        if case .interrupt(let bytes) = conduct {
            let first = String(decoding: connection.read() ?? [], as: UTF8.self)
            state.withLock { $0.firstBytes = first }
            connection.write(bytes)
            return
        }
        guard let request = connection.request() else { return }
        state.withLock { $0.requests.append(request) }
        answer(connection)
    }

    private func answer(_ connection: RawConnection) {
        switch conduct {
        case .answer(let bytes): connection.write(bytes)
        case .answerAndStay(let bytes):
            connection.write(bytes)
            connection.drain()
        case .reset: connection.resetOnClose()
        case .silence: connection.drain()
        case .trickle(let head):
            connection.write(head)
            while connection.write("a") { usleep(5000) }
        case .closeUnread, .interrupt: break
        }
    }
}

/// A port of 127.0.0.1 on which nobody listens.
func unusedPort() throws -> Int {
    let (socket, port) = try listeningSocket()
    close(socket)
    return port
}

struct NoSocket: Error {}

private func listeningSocket() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { address in
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard isBound else { throw NoSocket() }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}
