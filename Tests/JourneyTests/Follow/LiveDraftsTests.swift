import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `Drafts that wait` {
    @Test func `are told to who follows as they come and as somebody decides on them`() async throws {
        try await Outreach.with(contacts: 3) { outreach in
            let live = LiveDrafts(outreach)
            try await live.following { reader in
                try await eventually { reader.told == ["0/0"] }
                for contact in Int64(1)...2 {
                    live.passThePause()
                    try await live.draft(for: contact)
                    try await eventually { reader.told.last == "\(contact)/\(contact)" }
                }
                live.passThePause()
                _ = try await live.desk.approve(2, in: .first, body: nil, undoWithin: .seconds(60))
                try await eventually { reader.told.last == "1/1" }
                live.passThePause()
                _ = try await live.desk.undo(2, in: .first)
                try await eventually { reader.told.last == "2/2" }
                live.passThePause()
                _ = try await live.desk.reject(1, in: .first, reason: nil)
                try await eventually { reader.told.last == "1/2" }
                live.passThePause()
                _ = try await live.store.commit(Drafts.rejectAll(.first, of: .closure, because: "Gone.", now: outreach.engine.clock.now))
                try await eventually { reader.told.last == "0/0" }
                #expect(reader.told == ["0/0", "1/1", "2/2", "1/1", "2/2", "1/2", "0/0"])
            }
        }
    }

    @Test func `are counted once a second at most, and the last count is told`() async throws {
        try await Outreach.with(contacts: 5) { outreach in
            let live = LiveDrafts(outreach)
            try await live.following { reader in
                try await eventually { reader.told == ["0/0"] }
                for contact in Int64(1)...5 { try await live.draft(for: contact) }
                try await eventually { outreach.engine.clock.sleepers > 0 }
                #expect(reader.told == ["0/0"])
                live.passThePause()
                try await eventually { reader.told == ["0/0", "5/5"] }
            }
        }
    }

    @Test func `are told to nobody who does not ask for them, follows another person, or is of another workspace`() async throws {
        try await Outreach.with(contacts: 2) { outreach in
            let live = LiveDrafts(outreach)
            let other = Person(workspace: .first, user: 2), stranger = Person(workspace: WorkspaceID(2), user: 1)
            try await live.following(drafts: false) { plain in
                try await live.following(other) { second in
                    try await live.following(stranger) { third in
                        try await live.following { reader in
                            try await eventually { reader.told == ["0/0"] && second.told == ["0/0"] && third.told == ["0/0"] }
                            live.passThePause()
                            try await live.draft(for: 1)
                            try await eventually { reader.told.last == "1/1" }
                            live.passThePause()
                            _ = try await live.desk.reject(1, in: .first, reason: nil)
                            try await eventually { reader.told.last == "0/0" }
                        }
                        #expect(second.told == ["0/0"] && third.told == ["0/0"] && plain.told == [])
                    }
                }
            }
        }
    }

    @Test func `that another process has changed are found by looking`() async throws {
        try await Outreach.with { outreach in
            let live = LiveDrafts(outreach)
            try await live.following { reader in
                try await eventually { reader.told == ["0/0"] }
                try await outreach.run(.closure, for: 1)
                try await eventually { outreach.engine.clock.sleepers > 0 }
                outreach.engine.clock.advance(by: .seconds(10))
                try await eventually { reader.told == ["0/0", "1/1"] }
            }
        }
    }

    @Test func `are passed on to other instances by whose they are`() {
        let people: Set = [Person(workspace: .first, user: 7), .everybody(of: WorkspaceID(2))]
        let topics = HistoryTopic.topics(of: people, HistoryTopic.drafts)
        #expect(topics.count == 1 && HistoryTopic.people(in: topics[0], of: HistoryTopic.drafts) == people)
        #expect(HistoryTopic.people(in: topics[0]) == nil && HistoryTopic.people(in: topics[0], of: HistoryTopic.words) == nil)
        let many = Set((1...2001).map { Person(workspace: .first, user: $0) })
        #expect(HistoryTopic.topics(of: many, HistoryTopic.drafts) == [HistoryTopic.drafts])
        #expect(HistoryTopic.people(in: HistoryTopic.drafts, of: HistoryTopic.drafts) == [])
    }
}

/// Followers of drafts through the process that writes them.
private struct LiveDrafts: Sendable {
    let outreach: Outreach
    let followers = HistoryFollowers()
    let store: WatchedStore

    init(_ outreach: Outreach) {
        self.outreach = outreach
        store = WatchedStore(
            outreach.engine.store, onHistory: { [followers] in followers.tell($0) }, onDrafts: { [followers] in followers.tellDrafts($0) })
    }

    var desk: DraftDesk { DraftDesk(store: store, clock: outreach.engine.clock.wall, signals: outreach.engine.signals) }

    func draft(for contact: Int64) async throws {
        try await outreach.queue(.closure, for: contact)
        try await outreach.engine.worker(on: outreach.engine.pipeline(on: store)).drain()
    }

    /// After which they are counted as soon as they have changed.
    func passThePause() { outreach.engine.clock.advance(by: .seconds(1)) }

    func following(_ person: Person = owner, drafts: Bool = true, _ body: (DraftsReader) async throws -> Void) async throws {
        let engine = outreach.engine, reader = DraftsReader()
        let answers = LiveAnswers(followers: followers, relayingThrough: nil, clock: engine.clock.wall, instance: "here")
        let feed = HistoryFeed(store: engine.store, clock: engine.clock.wall, followers: followers, answers: answers, draining: Draining())
        let following = Task { try await feed.follow(person, after: nil, drafts: drafts) { reader.take($0) } }
        let result: Result<Void, any Error>
        do { result = .success(try await body(reader)) } catch { result = .failure(error) }
        following.cancel()
        _ = await following.result
        try result.get()
    }
}

/// What a reader has been told, as count and youngest.
private final class DraftsReader: Sendable {
    private let state = Mutex<[String]>([])

    var told: [String] { state.withLock { $0 } }

    func take(_ news: HistoryNews) {
        guard let drafts = news.drafts else { return }
        state.withLock { $0.append("\(drafts.count)/\(drafts.newest)") }
    }
}
