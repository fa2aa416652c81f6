package import Domain
package import Storage

/// Removes what is older than the workspace keeps it, or counts it.
package struct RetentionWork: Sendable {
    package struct Result: Sendable, Equatable {
        package var kind: String
        package var rows: Int64
    }

    private let store: any Store
    private let clock: WallClock

    package init(store: any Store, clock: WallClock) {
        self.store = store
        self.clock = clock
    }

    /// What would go now; kinds that are kept for ever are left out.
    package func due(in workspace: WorkspaceID) async throws -> [Result] {
        let now = clock.now()
        return try await each(in: workspace) { kind, days in
            try await store.read(Retention.count(kind, in: workspace, days: days, now: now)).first?.integer(0) ?? 0
        }
    }

    /// Removes it, a slice in each commit; what went.
    package func carryOut(in workspace: WorkspaceID) async throws -> [Result] {
        let now = clock.now()
        let results = try await each(in: workspace) { kind, days in
            var removed = 0
            while true {
                let rows = try await store.commit(Retention.delete(kind, in: workspace, days: days, now: now)).last ?? []
                removed += rows.count
                if rows.count < Int(Retention.slice) { return Int64(removed) }
            }
        }
        _ = try await store.commit([
            Retention.forgetSummaries(workspace), Retention.finish(workspace, deleted: Self.json(results), now: clock.now()),
        ])
        return results
    }

    private func each(in workspace: WorkspaceID, _ work: (Retention.Kind, Int64) async throws -> Int64) async throws -> [Result] {
        guard let days = try await store.read(Retention.days(workspace)).first else { return [] }
        var results: [Result] = []
        for (index, kind) in Retention.kinds.enumerated() {
            guard let days = days.optionalInteger(index) else { continue }
            results.append(Result(kind: kind.name, rows: try await work(kind, days)))
        }
        return results
    }

    private static func json(_ results: [Result]) -> String {
        var json = JSONWriter()
        json.object { for result in results { $0.key(result.kind); $0.value(result.rows) } }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
