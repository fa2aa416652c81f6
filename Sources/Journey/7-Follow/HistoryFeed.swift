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
    private let answers: LiveAnswers
    /// On PostgreSQL a message may be committed after one with a higher number; this much later none is any more.
    private static let overlap = Duration.seconds(10)
    /// How often a follower looks without having been woken: another process may have written to the same database.
    private static let longestWait = Duration.seconds(10)
    private static let page: Int64 = 100
    private static let pauseInTrouble = Duration.seconds(2)

    /// - Parameter draining: ends all following when it begins.
    package init(store: any Store, clock: WallClock, followers: HistoryFollowers, answers: LiveAnswers, draining: Draining) {
        self.store = store
        self.clock = clock
        self.followers = followers
        self.answers = answers
        draining.onBegin { followers.close() }
    }

    /// Tells each message of a person's history that is younger than `after`, and again when its status changes; without
    /// `after`, what comes from now on. Messages of the last seconds before it may be told once more: their ids say so.
    ///
    /// Ends when the process is about to stop.
    /// - Parameters:
    ///   - words: whether answers are told as they are being written, too.
    ///   - drafts: whether it is told, at once and then whenever they change, how many drafts of the person's wait.
    ///   - deliver: gets nothing where nothing has come for a while.
    /// - Throws: what `deliver` throws, `CancellationError`, `StoreError` where the database's state will not pass.
    package func follow(
        _ person: Person, after: Int64?, words: Bool = false, drafts: Bool = false, deliver: (HistoryNews) async throws -> Void
    ) async throws {
        let follower = Follower()
        followers.join(follower, following: person)
        defer { followers.leave(follower, following: person) }
        var progress = Progress()
        var reading = AnswerReading()
        var draftsReading = DraftsReading(isWanted: drafts)
        var isPlaced = false
        while !followers.isClosed {
            try Task.checkCancellation()
            do {
                if !isPlaced { progress.mark = try await mark(person, after) }
                isPlaced = true
                if follower.takeGrowth() || clock.now() >= progress.nextLook {
                    if clock.now() >= progress.nextLook { draftsReading.outdate() }
                    progress.nextLook = clock.now().adding(Self.longestWait)
                    // Before the history: what has ended since is in it.
                    let own = words ? answers.own(person) : []
                    let (rows, others) = try await look(for: person, after: progress.mark, words)
                    progress.others = others
                    try await deliver(HistoryNews(messages: progress.news(in: rows), parts: reading.news(in: own + others)))
                    if progress.settle(before: clock.now().adding(.zero - Self.overlap), page: Self.page) {
                        follower.tell(history: true)
                        continue
                    }
                } else if words {
                    if follower.takeWords() { progress.others = try await others(of: person) }
                    let parts = reading.news(in: answers.own(person) + progress.others)
                    if !parts.isEmpty { try await deliver(HistoryNews(messages: [], parts: parts)) }
                }
                if follower.takeDrafts() { draftsReading.outdate() }
                if draftsReading.mustLook(clock.now()), let news = draftsReading.news(try await waiting(person), clock.now()) {
                    try await deliver(HistoryNews(messages: [], parts: [], drafts: news))
                }
            } catch let error as StoreError where error.isPassing {
                follower.tell(history: true)
                try await deliver(HistoryNews(messages: [], parts: []))
                try await clock.sleep(Self.pauseInTrouble)
            }
            await follower.wakeup.wait(atMost: draftsReading.wait(atMost: Self.longestWait, clock.now()), sleep: clock.sleep)
        }
    }

    private func waiting(_ person: Person) async throws -> WaitingDrafts {
        WaitingDrafts(try await store.read(Drafts.count(person.workspace, Drafts.Choice(user: person.user)))[0])
    }

    private func look(for person: Person, after mark: Int64, _ words: Bool) async throws -> (rows: [Row], answers: [LiveAnswer]) {
        let history = Communications.history(person, after: mark, limit: Self.page)
        guard words, let others = answers.others(person, now: clock.now()) else { return (try await store.read(history), []) }
        let rows = try await store.read([history, others])
        return (rows[0], rows[1].map(AnswersUnderWay.answer))
    }

    private func others(of person: Person) async throws -> [LiveAnswer] {
        guard let others = answers.others(person, now: clock.now()) else { return [] }
        return try await store.read(others).map(AnswersUnderWay.answer)
    }

    private func mark(_ person: Person, _ after: Int64?) async throws -> Int64 {
        try await store.read(Communications.historyMark(person, at: after, margin: Self.overlap, now: clock.now())).first?.integer(0) ?? 0
    }
}

/// What a follower is told at once.
package struct HistoryNews: Sendable {
    /// Rows of `Communications.table`.
    package var messages: [Row]
    package var parts: [AnswerPart]
    /// Nil where they are as they were told.
    package var drafts: WaitingDrafts?

    package var isEmpty: Bool { messages.isEmpty && parts.isEmpty && drafts == nil }
}

/// How far a follower has been told.
private struct Progress {
    /// Everything up to this message is told and done with.
    var mark: Int64 = 0
    /// When the history is looked at without a call.
    var nextLook = Timestamp(milliseconds: 0)
    /// What other instances write, at the last look.
    var others: [LiveAnswer] = []
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
