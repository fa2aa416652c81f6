import Domain
import Logging
import Storage

/// Gives occurrences that events have made their runs: one for the subject of each, many occurrences of an agent at a time.
struct EventExpansion: Sendable {
    let store: any Store
    let clock: WallClock
    let signals: any Signals
    private let trouble: RepeatedTrouble
    private static let occurrencesPerRound: Int64 = 500

    init(store: any Store, clock: WallClock, logger: Logger, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.signals = signals
        trouble = RepeatedTrouble("making an agent's runs of events", logger)
    }

    /// Until every such occurrence has its run. Those of an agent that fail are left to the next time.
    func expandPlanned() async throws {
        var failed: Set<AgentKey> = []
        while failed.count < RepeatedTrouble.most {
            let planned = EventOccurrences.planned(limit: Self.occurrencesPerRound, now: clock.now(), except: failed)
            let batches = Batch.batches(try await store.read(planned))
            guard !batches.isEmpty else { return }
            for batch in batches where try await trouble.attempt(batch.key.part, at: clock.now(), { try await expand(batch) }) != nil {
                failed.insert(batch.key)
            }
        }
    }

    private func expand(_ batch: Batch) async throws {
        let now = clock.now()
        _ = try await store.commit(try await statements(for: batch, now: now))
        signals.send(.runs)
    }

    private func statements(for batch: Batch, now: Timestamp) async throws -> [SQL] {
        let (workspace, agent) = (batch.key.workspace, batch.key.type)
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
        var key: AgentKey
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
            var found: [AgentKey: Batch] = [:]
            for row in rows {
                guard let agent = AgentType(rawValue: row.text(1)) else { continue }
                let key = AgentKey(WorkspaceID(row.integer(0)), agent)
                found[key, default: Batch(key: key)].add(row.integer(2), of: row.optionalInteger(3))
            }
            return found.values.sorted { $0.occurrences[0] < $1.occurrences[0] }
        }
    }
}
