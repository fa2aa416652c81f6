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

    /// Rows of one transaction differ in little.
    @Test(arguments: DatabaseKind.allCases) func `has messages that came and went in one transaction`(kind: DatabaseKind) async throws {
        try await with(kind) { history, database in
            func said(_ id: Int, at time: Int) -> SQL {
                SQL(
                    """
                    INSERT INTO communications (id, workspace_id, user_id, agent_type, body, created_at, updated_at, version)
                    VALUES (\(id), 1, 1, 'NOTE', 'Message \(id)', \(time), \(time), 1)
                    """)
            }
            try await database.store.commit(said(1, at: 1))
            #expect(try await messages(history, limit: 50) == ["Message 1"])
            _ = try await database.store.commit([said(1000, at: 2000), said(1001, at: 2001), said(1002, at: 2000), said(1003, at: 2001)])
            #expect(try await messages(history, limit: 50) == ["Message 1003", "Message 1002", "Message 1001", "Message 1000", "Message 1"])
            try await database.store.commit(SQL("DELETE FROM communications WHERE id IN (1000, 1001)"))
            #expect(try await messages(history, limit: 50) == ["Message 1003", "Message 1002", "Message 1"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `is each person's own`(kind: DatabaseKind) async throws {
        try await with(kind) { history, database in
            try await addSecond(to: database)
            _ = try await database.store.commit([message("Mine"), message("Theirs", of: second)])
            for _ in 1...2 {
                #expect(try await messages(history) == ["Mine"])
                #expect(try await messages(history, of: second) == ["Theirs"])
            }
        }
    }

    private let second = Person(workspace: .first, user: 2)
    private func addSecond(to database: TemporaryDatabase) async throws {
        _ = try await database.store.commit(Users.ensure(second, now: TemporaryDatabase.birth))
    }

    /// SQLite tells no version of it: its rows are at hand.
    @Test func `is not read again from PostgreSQL while nothing of it changes`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            try await addSecond(to: database)
            _ = try await database.store.commit((1...3).map { message("Message \($0)") })
            let store = SteppedStore(database.store)
            let history = ChatHistory(store: store)
            for _ in 1...5 {
                #expect(try await messages(history) == ["Message 3", "Message 2", "Message 1"])
                _ = try await database.store.commit(message("Theirs", of: second))
            }
            #expect(store.rowsRead == 4 + 4)
            _ = try await database.store.commit(message("Message 4"))
            #expect(try await messages(history).first == "Message 4")
            #expect(store.rowsRead == 8 + 5)
        }
    }

    @Test func `is kept as one state of the database has it, whatever comes while it is read`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            _ = try await database.store.commit(message("Message 1"))
            let store = SteppedStore(database.store, steps: 1) { _ = try await database.store.commit(message("Message 2")) }
            let history = ChatHistory(store: store)
            _ = try await messages(history)
            try await database.store.commit(SQL("DELETE FROM communications WHERE body <> 'Message 1'"))
            #expect(try await messages(history) == ["Message 1"])
        }
    }
}

/// A database that counts the rows that are read from it, and in which something happens after the first reads.
private final class SteppedStore: Store {
    private let store: any Store
    private let step: @Sendable () async throws -> Void
    private let count = Atomic(0)
    private let stepsLeft: Atomic<Int>
    var rowsRead: Int { count.load(ordering: .relaxed) }

    init(_ store: any Store, steps: Int = 0, step: @escaping @Sendable () async throws -> Void = {}) {
        self.store = store
        stepsLeft = Atomic(steps)
        self.step = step
    }

    var dialect: Dialect { store.dialect }
    func historyVersion(of person: Person, limit: Int64) -> SQL? { store.historyVersion(of: person, limit: limit) }

    func read(_ statements: [SQL]) async throws -> [[Row]] {
        let answers = try await store.read(statements)
        count.wrappingAdd(answers.reduce(0) { $0 + $1.count }, ordering: .relaxed)
        if stepsLeft.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 { try await step() }
        return answers
    }

    func commit(_ statements: [SQL]) async throws -> [[Row]] { try await store.commit(statements) }
}
