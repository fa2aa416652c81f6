import Domain
import Foundation
import NIOCore
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite struct `The history of the chat` {
    private let owner = Person(workspace: .first, user: Users.owner)

    private func with(_ kind: DatabaseKind, _ body: (ChatHistory, TemporaryDatabase) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { try await body(ChatHistory(store: $0.store), $0) }
    }

    private func message(_ text: String, of person: Person? = nil) -> SQL {
        Communications.insert(person ?? owner, conversation: nil, kind: .userMessage, body: text, now: TemporaryDatabase.birth)
    }

    private func messages(_ history: ChatHistory, of person: Person? = nil, limit: Int64 = 3) async throws -> [String] {
        struct Told: Decodable {
            struct Message: Decodable { var message: String }
            var messages: [Message]
        }
        guard let body = try await history.body(person ?? owner, limit: limit) else { return [] }
        return try JSONDecoder().decode(Told.self, from: Data(body.readableBytesView)).messages.map(\.message)
    }

    @Test(arguments: DatabaseKind.allCases) func `has what was said since it was last read, whoever wrote it`(kind: DatabaseKind) async throws {
        try await with(kind) { history, database in
            #expect(try await messages(history) == [])
            var said: [String] = []
            for count in 1...6 {
                _ = try await (count.isMultiple(of: 2) ? database.opened() : database.store).commit(message("Message \(count)"))
                said.insert("Message \(count)", at: 0)
                for _ in 1...2 { #expect(try await messages(history) == Array(said.prefix(3))) }
            }
            #expect(try await messages(history, limit: 5) == Array(said.prefix(5)))
            #expect(try await messages(history) == Array(said.prefix(3)))
        }
    }

    @Test(
        arguments: DatabaseKind.allCases,
        [
            ("UPDATE communications SET body = 'Said better' WHERE body = 'Message 3'", ["Message 4", "Said better", "Message 2"]),
            // As a program of somebody else's may.
            ("UPDATE communications SET body = 'Message 9', updated_at = 5 WHERE body = 'Message 4'", ["Message 9", "Message 3", "Message 2"]),
            ("DELETE FROM communications WHERE body = 'Message 4'", ["Message 3", "Message 2", "Message 1"]),
            ("DELETE FROM communications WHERE body = 'Message 2'", ["Message 4", "Message 3", "Message 1"]),
            ("UPDATE communications SET direction = 'outbound' WHERE body = 'Message 3'", ["Message 4", "Message 2", "Message 1"]),
            ("DELETE FROM communications WHERE workspace_id = 1", []),
        ]
    ) func `is as it stands once a message was changed or deleted`(kind: DatabaseKind, change: (statement: String, left: [String])) async throws {
        try await with(kind) { history, database in
            for count in 1...4 { _ = try await database.store.commit(message("Message \(count)")) }
            for _ in 1...2 { #expect(try await messages(history) == ["Message 4", "Message 3", "Message 2"]) }
            try await database.opened().commit(SQL(change.statement))
            for _ in 1...2 { #expect(try await messages(history) == change.left) }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is each person's own`(kind: DatabaseKind) async throws {
        try await with(kind) { history, database in
            let second = Person(workspace: .first, user: 2)
            _ = try await database.store.commit(Users.ensure(second, now: TemporaryDatabase.birth))
            _ = try await database.store.commit([message("Mine"), message("Theirs", of: second)])
            for _ in 1...2 {
                #expect(try await messages(history) == ["Mine"])
                #expect(try await messages(history, of: second) == ["Theirs"])
            }
        }
    }

    /// It is written from memory only where the database says so.
    @Test func `is not read again from PostgreSQL while nothing changes`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            _ = try await database.store.commit((1...3).map { message("Message \($0)") })
            let store = RowCountingStore(database.store)
            let history = ChatHistory(store: store)
            for _ in 1...5 { #expect(try await messages(history) == ["Message 3", "Message 2", "Message 1"]) }
            #expect(store.rowsRead == 4 + 4)
            _ = try await database.store.commit(message("Message 4"))
            #expect(try await messages(history).first == "Message 4")
            #expect(store.rowsRead == 8 + 5)
        }
    }
}

/// A database that counts the rows that are read from it.
private final class RowCountingStore: Store {
    private let store: any Store
    private let count = Atomic(0)
    var rowsRead: Int { count.load(ordering: .relaxed) }

    init(_ store: any Store) { self.store = store }

    var dialect: Dialect { store.dialect }
    func historyVersion(of person: Person, limit: Int64) -> SQL? { store.historyVersion(of: person, limit: limit) }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        let answers = try await store.read(statements)
        count.wrappingAdd(answers.reduce(0) { $0 + $1.count }, ordering: .relaxed)
        return answers
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] { try await store.commit(statements) }
}
