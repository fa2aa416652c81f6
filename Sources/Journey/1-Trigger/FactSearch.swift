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

    /// Until every agent that is to look has looked; one that fails is left to the next time. What is found is recorded in the commit
    /// that sets the next look.
    func search() async throws {
        var failed: [Int64] = []
        while failed.count < RepeatedTrouble.most {
            let rows = try await store.read(EventSearch.due(now: clock.now(), except: failed))
            guard !rows.isEmpty else { return }
            for row in rows {
                let (workspace, id) = Agents.place(of: row)
                let part = ["workspace.id": "\(workspace.value)", "agent.id": "\(id)"]
                if try await trouble.attempt(part, at: clock.now(), { try await search(row) }) != nil { failed.append(id) }
            }
        }
    }

    private func search(_ row: Row) async throws {
        let now = clock.now()
        guard let searcher = EventSearch.Searcher(row) else {
            let (workspace, id) = Agents.place(of: row)
            return _ = try await store.commit(Agents.rest(workspace, id: id))
        }
        let record = EventSearch.record(for: searcher, now: now)
        let next = record.map { _ in now.adding(EventSearch.interval) }
        let rows = try await store.commit([EventSearch.advance(searcher, to: next)] + (record.map { [$0] } ?? []))
        // There may be more than one commit takes.
        guard let found = rows.last, record != nil, found.count >= EventSearch.mostAtOnce else { return }
        try await search(row)
    }
}
