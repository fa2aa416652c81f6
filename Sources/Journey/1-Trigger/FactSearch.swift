import Domain
import Logging
import Storage

/// Looks, once an hour for each agent that waits for it, for what time has made true.
struct FactSearch: Sendable {
    let store: any Store
    let clock: WallClock
    private let trouble: RepeatedTrouble

    init(store: any Store, clock: WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        trouble = RepeatedTrouble("looking for what an agent waits for", logger)
    }

    /// For every agent that is to look; one that fails is left to the next time. What is found is recorded in the commit that sets the
    /// next look.
    ///
    /// - Returns: whether there is more to find now than one commit takes.
    func search() async throws -> Bool {
        var left: [Int64] = []
        var hasMore = false
        while left.count < RepeatedTrouble.most {
            let rows = try await store.read(EventSearch.due(now: clock.now(), except: left))
            guard !rows.isEmpty else { break }
            for row in rows {
                let (workspace, id) = Agents.place(of: row)
                let part = ["workspace.id": "\(workspace.value)", "agent.id": "\(id)"]
                var isFull = false
                if try await trouble.attempt(part, at: clock.now(), { isFull = try await search(row) }) != nil || isFull { left.append(id) }
                hasMore = hasMore || isFull
            }
        }
        return hasMore
    }

    /// - Returns: whether the agent is to look again at once, as there may be more than one commit takes.
    private func search(_ row: Row) async throws -> Bool {
        let now = clock.now()
        guard let searcher = EventSearch.Searcher(row) else {
            let (workspace, id) = Agents.place(of: row)
            _ = try await store.commit(Agents.rest(workspace, id: id))
            return false
        }
        let record = EventSearch.record(for: searcher, now: now)
        let next = record.map { _ in now.adding(EventSearch.interval) }
        let rows = try await store.commit([EventSearch.advance(searcher, to: next)] + (record.map { [$0] } ?? []))
        guard let found = rows.last, let next, record != nil, found.count >= EventSearch.mostAtOnce else { return false }
        _ = try await store.commit(EventSearch.lookAgain(searcher, insteadOf: next, now: now))
        return true
    }
}
