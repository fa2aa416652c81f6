package import Domain
package import Storage

/// A person's history as it grows, told to whoever follows it.
///
/// Nothing is kept for a follower but where it stands: what it missed while it was away it reads from the history itself,
/// from whichever instance it comes to next. One that reads slowly is told later, and holds up nobody.
package struct HistoryFeed: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let followers: HistoryFollowers
    /// On PostgreSQL a message may be committed after one with a higher number; this much later none is any more.
    private static let overlap = Duration.seconds(10)
    /// How often a follower looks without having been woken: another process may have written to the same database.
    private static let longestWait = Duration.seconds(10)
    private static let page: Int64 = 100

    /// - Parameter draining: ends all following when it begins.
    package init(store: any Store, clock: WallClock, followers: HistoryFollowers, draining: Draining) {
        self.store = store
        self.clock = clock
        self.followers = followers
        draining.onBegin { followers.close() }
    }

    /// Tells each message of a person's history that is younger than `after`, and again when its status changes; without
    /// `after`, what comes from now on. Messages of the last seconds before it may be told once more: their ids say so.
    ///
    /// Ends when the process is about to stop.
    /// - Parameter deliver: gets rows of `Communications.table`, none where nothing has come for a while.
    /// - Throws: what `deliver` throws, `CancellationError`, `StoreError` where the database's state will not pass.
    package func follow(_ person: Person, after: Int64?, deliver: ([Row]) async throws -> Void) async throws {
        let wakeup = Wakeup()
        followers.join(wakeup, following: person)
        defer { followers.leave(wakeup, following: person) }
        var progress = Progress()
        var isPlaced = false
        while !followers.isClosed {
            try Task.checkCancellation()
            do {
                if !isPlaced { progress.mark = try await mark(person, after) }
                isPlaced = true
                try await deliver(progress.news(in: try await store.read(Communications.history(person, after: progress.mark, limit: Self.page))))
                if progress.settle(before: clock.now().adding(.zero - Self.overlap), page: Self.page) { continue }
            } catch let error as StoreError where error.isPassing {
                try await deliver([])
            }
            await wakeup.wait(atMost: Self.longestWait, sleep: clock.sleep)
        }
    }

    private func mark(_ person: Person, _ after: Int64?) async throws -> Int64 {
        try await store.read(Communications.historyMark(person, at: after, margin: Self.overlap, now: clock.now())).first?.integer(0) ?? 0
    }
}

/// How far a follower has been told.
private struct Progress {
    /// Everything up to this message is told and done with.
    var mark: Int64 = 0
    /// The versions told of the messages after it.
    private var told: [Int64: Int64] = [:]
    private var rows: [Row] = []

    private static let table = Communications.table
    private static let createdAt = table.columns.firstIndex { $0.name == "created_at" } ?? 0

    /// Those of the rows after `mark` that were not told as they are now.
    mutating func news(in rows: [Row]) -> [Row] {
        self.rows = rows
        let news = rows.filter { told[$0.integer(0)] != $0.integer(Self.table.versionIndex) }
        for row in news { told[row.integer(0)] = row.integer(Self.table.versionIndex) }
        return news
    }

    /// Moves the mark over what is older than `moment`, or over a whole page; returns whether there may be more to read.
    mutating func settle(before moment: Timestamp, page: Int64) -> Bool {
        let isFull = rows.count == Int(page)
        let done = isFull ? rows[...] : rows.prefix { $0.time(Self.createdAt) < moment }
        guard let last = done.last?.integer(0) else { return false }
        mark = last
        told = told.filter { $0.key > last }
        return isFull
    }
}
