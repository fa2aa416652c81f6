import Domain
import Logging
import Storage

/// Gives occurrences that events have made their runs: one for the subject of each, many occurrences of an agent at a time.
struct EventExpansion: Sendable {
    let store: any Store
    let clock: WallClock
    let signals: any Signals
    private let trouble: RepeatedTrouble
    /// Between two looks at the schedules, of all workspaces together.
    private static let mostAtOnce = 2000

    init(store: any Store, clock: WallClock, logger: Logger, signals: any Signals) {
        self.store = store
        self.clock = clock
        self.signals = signals
        trouble = RepeatedTrouble("making an agent's runs of events", logger)
    }

    /// The oldest of each workspace, so that one in which a million wait for a rule to pass holds up no other. Those of an agent that fail
    /// are left to the next time.
    ///
    /// - Returns: whether there are more that are to be looked at now.
    func expandPlanned() async throws -> Bool {
        let workspaces = try await store.read(EventOccurrences.dueWorkspaces(now: clock.now())).map { WorkspaceID($0.integer(0)) }
        var failed: Set<AgentKey> = []
        return try await FairShare.inTurn(Self.mostAtOnce, among: workspaces) { quotas in
            try await expand(quotas, but: &failed)
        }
    }

    /// Where some of a workspace's fail, others have their turn at once.
    ///
    /// - Returns: how many worked.
    private func expand(_ quotas: [FairShare.Quota], but failed: inout Set<AgentKey>) async throws -> [WorkspaceID: Int] {
        var (open, worked) = (quotas, [WorkspaceID: Int]())
        while !open.isEmpty, failed.count < RepeatedTrouble.most {
            var troubled: Set<WorkspaceID> = []
            for batch in try await batches(open, except: failed) {
                if try await trouble.attempt(batch.key.part, at: clock.now(), { try await expand(batch) }) != nil {
                    failed.insert(batch.key)
                    troubled.insert(batch.key.workspace)
                } else {
                    worked[batch.key.workspace, default: 0] += batch.occurrences.count
                }
            }
            open = quotas.filter { troubled.contains($0.workspace) && worked[$0.workspace, default: 0] == 0 }
        }
        return worked
    }

    private func batches(_ quotas: [FairShare.Quota], except failed: Set<AgentKey>) async throws -> [Batch] {
        let now = clock.now()
        let planned = quotas.map {
            EventOccurrences.planned($0.workspace, limit: Int64($0.limit), now: now, except: failed)
        }
        return Batch.batches(try await store.read(planned).flatMap { $0 })
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
