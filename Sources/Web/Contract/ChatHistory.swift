import Domain
import NIOCore
import Storage
import Synchronization

/// The body of `ChatOperations.history`, written anew where the database does not say that it is as it was.
///
/// Clients ask for a history again and again to see whether something has come.
final class ChatHistory: Sendable {
    private struct Page: Hashable {
        var person: Person
        var limit: Int64
    }

    private struct Body {
        var version: SQLValue
        var bytes: ByteBuffer
    }

    private let store: any Store
    private let written = Mutex(SizedMemory<Page, Body>(capacity: 8 << 20))

    init(store: any Store) { self.store = store }

    /// Nil where nothing was said yet.
    ///
    /// - Throws: `StoreError`.
    func body(_ person: Person, limit: Int64) async throws -> ByteBuffer? {
        let history = Communications.history(person, limit: limit)
        guard let version = store.historyVersion(of: person, limit: limit) else {
            let rows = try await store.read(history)
            return rows.isEmpty ? nil : Self.body(person, rows)
        }
        let page = Page(person: person, limit: limit)
        if let known = written.withLock({ $0[page] }), try await store.read(version).first?[0] == known.version { return known.bytes }
        let answers = try await store.read([version, history])
        guard let version = answers[0].first?[0], !answers[1].isEmpty else { return nil }
        let bytes = Self.body(person, answers[1])
        written.withLock { $0.keep(Body(version: version, bytes: bytes), size: bytes.capacity, for: page) }
        return bytes
    }

    static func body(_ person: Person, _ rows: [Row]) -> ByteBuffer {
        var json = JSONWriter(capacity: 512 + rows.jsonSize)
        json.object {
            $0.field("user_id", person.user)
            $0.key("messages")
            $0.array { json in for row in rows { json.object { message(row, &$0) } } }
        }
        return json.buffer
    }

    private static func message(_ row: Row, _ json: inout JSONWriter) {
        json.field("id", row.integer(0))
        json.field("agent_type", textOf: row, 1)
        json.field("message", textOf: row, 2)
        json.field("created_at", wallClock: row.time(3))
    }
}
