import Domain
import Logging
import Storage

/// Gives planned occurrences their runs, a slice of people or contacts at a time.
struct Expansion: Sendable {
    let store: any Store
    let clock: WallClock
    let signals: any Signals
    let sliceSize: Int64
    private let trouble: RepeatedTrouble

    init(store: any Store, clock: WallClock, logger: Logger, signals: any Signals, sliceSize: Int64 = Occurrences.sliceSize) {
        self.store = store
        self.clock = clock
        self.signals = signals
        self.sliceSize = sliceSize
        trouble = RepeatedTrouble("making an agent's runs", logger)
    }

    /// Until every planned occurrence has all its runs, a slice of each in turn, so that one over a million people holds
    /// up no other. Where one fails, its agent's are left to the next time.
    func expandPlanned() async throws {
        var failed: Set<AgentKey> = []
        while failed.count < RepeatedTrouble.most {
            let rows = try await store.read(Occurrences.slices(ofSize: sliceSize, except: failed))
            let users = Occurrences.slices(rows), contacts = Occurrences.contactSlices(rows)
            guard !users.isEmpty || !contacts.isEmpty else { return }
            for slice in users { try await make(slice.key, &failed) { try await expand(slice) } }
            for slice in contacts { try await make(slice.key, &failed) { try await expand(slice) } }
        }
    }

    private func make(_ agent: AgentKey, _ failed: inout Set<AgentKey>, _ commit: () async throws -> Void) async throws {
        guard !failed.contains(agent) else { return }
        if try await trouble.attempt(agent.part, at: clock.now(), commit) == nil {
            // It worked, here or on another instance.
            signals.send(.runs)
        } else {
            failed.insert(agent)
        }
    }

    private func expand(_ slice: Occurrences.Slice) async throws {
        let condition = Eligibility.of(slice.agent).condition
        _ = try await store.commit(
            [Batches.lock(slice)] + Occurrences.expand(slice, condition: condition, now: clock.now()) + [Batches.place(slice)])
    }

    private func expand(_ slice: ContactRuns.Slice) async throws {
        let now = clock.now()
        guard let plan = try await ContactPlanning(store: store).plan(.key(slice.agent), in: slice.workspace, at: now) else {
            _ = try await store.commit(ContactRuns.end(slice, now: now))
            return
        }
        let end = plan.isCapped ? nil : try await store.read(ContactRuns.end(of: slice, size: sliceSize)).first?.integer(0)
        _ = try await store.commit(
            [Batches.lock(slice)] + ContactRuns.expand(slice, plan, through: end, size: sliceSize, now: now) + [Batches.place(slice, through: end)])
    }
}

extension Occurrences.Slice {
    fileprivate var key: AgentKey { AgentKey(workspace, agent) }
}

extension ContactRuns.Slice {
    fileprivate var key: AgentKey { AgentKey(workspace, agent) }
}

extension AgentKey {
    /// As the log names it.
    var part: RepeatedTrouble.Part { ["workspace.id": "\(workspace.value)", "agent": type.rawValue] }
}
