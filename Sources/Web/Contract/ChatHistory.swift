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

    private struct Written {
        var version: SQLValue
        var body: ByteBuffer
    }

    private let store: any Store
    private let written = Mutex(SizedMemory<Page, Written>(capacity: 8 << 20))

    init(store: any Store) { self.store = store }

    /// Nil where nothing was said yet.
    ///
    /// - Throws: `StoreError`.
    func body(_ person: Person, limit: Int64) async throws -> ByteBuffer? {
        let history = Communications.history(person, limit: limit)
        guard let question = store.historyVersion(of: person, limit: limit) else {
            let rows = try await store.read(history)
            return rows.isEmpty ? nil : Self.json(of: person, rows)
        }
        let page = Page(person: person, limit: limit)
        if let known = written.withLock({ $0[page] }), try await store.read(question).first?[0] == known.version { return known.body }
        // Of one state of the database: a version that is read by itself may be that of other messages.
        let answers = try await store.read([question, history])
        guard let version = answers[0].first?[0], !answers[1].isEmpty else {
            written.withLock { $0.forget(page) }
            return nil
        }
        let body = Self.json(of: person, answers[1])
        written.withLock { $0.keep(Written(version: version, body: body), size: body.capacity, for: page) }
        return body
    }

    static func json(of person: Person, _ rows: [Row]) -> ByteBuffer {
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
