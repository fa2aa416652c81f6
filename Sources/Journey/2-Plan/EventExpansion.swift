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
            let rows = try await store.read(EventOccurrences.planned(limit: Self.occurrencesPerRound, now: clock.now()))
            let batches = Batch.batches(rows).filter { !failed.contains($0.key) }
            guard !batches.isEmpty else { return }
            for batch in batches where try await !expand(batch) { failed.insert(batch.key) }
        }
    }

    private func expand(_ batch: Batch) async throws -> Bool {
        do {
            let now = clock.now()
            _ = try await store.commit(try await statements(for: batch, now: now))
            signals.send(.runs)
            return true
        } catch let error as StoreError where !error.isPassing {
            logger.error(
                "the runs of events could not be made; it is tried again",
                metadata: ["workspace.id": "\(batch.key.workspace.value)", "agent": "\(batch.key.agent.rawValue)", "error": "\(error)"])
            return false
        }
    }

    private func statements(for batch: Batch, now: Timestamp) async throws -> [SQL] {
        let (workspace, agent) = (batch.key.workspace, batch.key.agent)
        let users = EventOccurrences.expandForUsers(
            workspace, agent, batch.occurrences, condition: Eligibility.of(agent).condition, now: now)
        let lock = Batches.lock(batch.occurrences, workspace)
        let place = Batches.place(batch.occurrences, workspace)
        let end = EventOccurrences.expanded(workspace, batch.occurrences, now: now)
        guard !batch.byContact.isEmpty, let plan = try await ContactPlanning(store: store).plan(.key(agent), in: workspace, at: now) else {
            return [lock, users, end, place]
        }
        return [lock] + EventOccurrences.expandForContacts(plan, batch.byContact, now: now) + [users, end, place]
    }

    /// Planned occurrences of one agent, of each contact the first one: what is planned for it decides about the next.
    private struct Batch {
        struct Key: Hashable {
            var workspace: WorkspaceID
            var agent: AgentType
        }

        var key: Key
        var occurrences: [Int64] = []
        var byContact: [Int64: Int64] = [:]

        mutating func add(_ occurrence: Int64, of contact: Int64?) {
            if let contact {
                guard byContact[contact] == nil else { return }
                byContact[contact] = occurrence
            }
            occurrences.append(occurrence)
        }

        /// - Parameter rows: of `EventOccurrences.planned`.
        static func batches(_ rows: [Row]) -> [Batch] {
            var found: [Key: Batch] = [:]
            for row in rows {
                guard let agent = AgentType(rawValue: row.text(1)) else { continue }
                let key = Key(workspace: WorkspaceID(row.integer(0)), agent: agent)
                found[key, default: Batch(key: key)].add(row.integer(2), of: row.optionalInteger(3))
            }
            return found.values.sorted { $0.occurrences[0] < $1.occurrences[0] }
        }
    }
}
