import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `Proposals and permissions` {
    @Test(arguments: DatabaseKind.allCases) func `of another workspace or person are neither read nor changed`(kind: DatabaseKind) async throws {
        try await withProposal(kind) { store, proposal, conversation in
            let before = try await dump(store)
            for stranger in [Person(workspace: WorkspaceID(2), user: 1), Person(workspace: .first, user: 2)] {
                let reads = [
                    Proposals.of(stranger, state: nil, before: nil, limit: 9, now: now), Proposals.open(stranger, in: conversation, now: now),
                    Proposals.decided(since: 7, stranger, in: conversation, now: now), ToolPermissions.of(stranger),
                    ToolPermissions.tools(stranger, in: conversation),
                    ConversationMemories.summary(stranger, conversation),
                    ConversationMemories.messages(stranger, conversation, newestFirst: true, limit: 9),
                ]
                for read in reads {
                    let rows = try await store.read(read)
                    #expect(rows == [], "\(read.text)")
                }
                try await store.commit(ToolPermissions.give(stranger, in: conversation, tool: "create_task", now: now))
                try await store.commit(
                    ConversationMemories.keep(stranger, conversation, summary: "theirs", through: 9, after: ("", 0)))
            }
            let elsewhere = WorkspaceID(2)
            var copy = proposal
            copy.person = Person(workspace: elsewhere, user: 1)
            await #expect(throws: ProposalClosed.self) { try await store.commit(Proposals.decide(copy, "confirmed", result: nil, now: now)) }
            #expect(try await store.read(Proposals.find(elsewhere, id: proposal.id, now: now)) == [])
            #expect(try await store.commit(ToolPermissions.take(elsewhere, id: 1, now: now)) == [])
            #expect(try await dump(store) == before)
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `are decided on once, within a day`(kind: DatabaseKind) async throws {
        try await withProposal(kind) { store, proposal, _ in
            let late = now.adding(Proposals.validity)
            await #expect(throws: ProposalClosed.self) { try await store.commit(Proposals.decide(proposal, "confirmed", result: nil, now: late)) }
            #expect(try await store.read(Proposals.find(.first, id: proposal.id, now: late)).map { Proposal($0, in: .first).state } == ["expired"])
            try await store.commit(Proposals.decide(proposal, "declined", result: nil, now: now))
            await #expect(throws: ProposalClosed.self) { try await store.commit(Proposals.decide(proposal, "confirmed", result: nil, now: now)) }
            #expect(try await store.read(Proposals.find(.first, id: proposal.id, now: late)).map { Proposal($0, in: .first).state } == ["declined"])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of one question are each made once`(kind: DatabaseKind) async throws {
        try await withProposal(kind) { store, proposal, conversation in
            let person = proposal.person
            let again = try await store.commit(Proposals.insert(proposal.wish, for: person, in: conversation, question: 7, now: now))
            #expect(again == [])
            let other = try await store.commit(Proposals.insert(proposal.wish, for: person, in: conversation, question: 8, now: now))
            #expect(other.count == 1)
            let newest = try await store.read(Proposals.open(person, in: conversation, now: now)).map { $0.optionalInteger(3) }
            #expect(newest == [8])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `go with their person`(kind: DatabaseKind) async throws {
        try await withProposal(kind) { store, _, _ in
            _ = try await store.commit(Users.table.delete(.first, id: 1, version: nil, now: TemporaryDatabase.birth))
            #expect(try await dump(store).prefix(2) == [[], []])
        }
    }

    private let now = ExampleRows.now

    private func withProposal(_ kind: DatabaseKind, _ body: (any Store, Proposal, Int64) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let store = database.store
            let person = Person(workspace: .first, user: 1)
            _ = try await store.commit(
                ExampleRows.users(1...2)
                    + [SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 0, 0, 1)")]
                    + ExampleRows.users(1...1, in: WorkspaceID(2)))
            let conversation = try #require(
                try await store.read(SQL("SELECT id FROM conversations WHERE workspace_id = 1 AND user_id = 1")).first
            ).integer(0)
            let wish = ToolWish(tool: "create_task", arguments: #"{"title":"x"}"#, sentence: "Create the task “x”.")
            let id = try await store.commit(Proposals.insert(wish, for: person, in: conversation, question: 7, now: now))[0].integer(0)
            try await store.commit(ToolPermissions.give(person, in: conversation, tool: "create_task", now: now))
            let row = try #require(try await store.read(Proposals.find(.first, id: id, now: now)).first)
            try await body(store, Proposal(row, in: .first), conversation)
        }
    }

    private func dump(_ store: any Store) async throws -> [[Row]] {
        try await store.read(["proposals", "tool_permissions", "conversations"].map { SQL("SELECT * FROM \($0) ORDER BY id") })
    }
}
