import Domain
import Logging
import Storage

/// Gives occurrences that events have made their runs: one for the subject of each, many occurrences of an agent at a time.
struct EventExpansion: Sendable {
    let store: any Store
    let clock: WallClock
    let logger: Logger
    let signals: any Signals
    private static let occurrencesPerRound: Int64 = 500

    /// Until every such occurrence has its run. Those of an agent that fail are left to the next time.
    func expandPlanned() async throws {
        var failed: Set<Batch.Key> = []
        while true {
            let rows = try await store.read(EventOccurrences.planned(limit: Self.occurrencesPerRound))
            let batches = Batch.batches(rows).filter { !failed.contains($0.key) }
            guard !batches.isEmpty else { return }
            for batch in batches where try await !expand(batch) { failed.insert(batch.key) }
        }
    }

    private func expand(_ batch: Batch) async throws -> Bool {
        do {
            _ = try await store.commit(statements(for: batch))
            signals.send(.runs)
            return true
        } catch let error as StoreError where !error.isPassing {
            logger.error(
                "the runs of events could not be made; it is tried again",
                metadata: ["workspace.id": "\(batch.key.workspace.value)", "agent": "\(batch.key.agent.rawValue)", "error": "\(error)"])
            return false
        }
    }

    private func statements(for batch: Batch) -> [SQL] {
        let (workspace, agent) = (batch.key.workspace, batch.key.agent)
        let now = clock.now()
        let users = EventOccurrences.expandForUsers(
            workspace, agent, batch.occurrences, condition: Eligibility.of(agent).condition, now: now)
        return [users, EventOccurrences.expanded(workspace, batch.occurrences, now: now)]
    }

    /// Planned occurrences of one agent.
    private struct Batch {
        struct Key: Hashable {
            var workspace: WorkspaceID
            var agent: AgentType
        }

        var key: Key
        var occurrences: [Int64]

        /// - Parameter rows: of `EventOccurrences.planned`.
        static func batches(_ rows: [Row]) -> [Batch] {
            var found: [Key: [Int64]] = [:]
            for row in rows {
                guard let agent = AgentType(rawValue: row.text(1)) else { continue }
                found[Key(workspace: WorkspaceID(row.integer(0)), agent: agent), default: []].append(row.integer(2))
            }
            return found.map { Batch(key: $0, occurrences: $1) }.sorted { $0.occurrences[0] < $1.occurrences[0] }
        }
    }
}
