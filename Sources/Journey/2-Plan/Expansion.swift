import Domain
import Logging
import Storage

/// Gives planned occurrences their runs, a slice of people or contacts at a time.
struct Expansion: Sendable {
    let store: any Store
    let clock: WallClock
    let logger: Logger
    let signals: any Signals
    var sliceSize = Occurrences.sliceSize

    /// Until every planned occurrence has all its runs, a slice of each in turn, so that one over a million people holds
    /// up no other. One that fails is left to the next time.
    func expandPlanned() async throws {
        var failed: Set<OccurrenceKey> = []
        while true {
            let rows = try await store.read(Occurrences.slices(ofSize: sliceSize))
            let users = Occurrences.slices(rows).filter { !failed.contains($0.key) }
            let contacts = Occurrences.contactSlices(rows).filter { !failed.contains($0.key) }
            guard !users.isEmpty || !contacts.isEmpty else { return }
            for slice in users where try await !expand(slice.key, { try await expand(slice) }) { failed.insert(slice.key) }
            for slice in contacts where try await !expand(slice.key, { try await expand(slice) }) { failed.insert(slice.key) }
        }
    }

    /// Whether it worked, here or on another instance.
    private func expand(_ occurrence: OccurrenceKey, _ commit: () async throws -> Void) async throws -> Bool {
        do {
            try await commit()
            signals.send(.runs)
            return true
        } catch let error as StoreError where !error.isPassing {
            logger.error(
                "the runs of an occurrence could not be made; it is tried again",
                metadata: ["workspace.id": "\(occurrence.workspace.value)", "agent": "\(occurrence.agent.rawValue)", "error": "\(error)"])
            return false
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

/// Which occurrence a slice is of.
private struct OccurrenceKey: Hashable {
    var workspace: WorkspaceID
    var agent: AgentType
    var trigger: String
    var due: Timestamp
}

extension Occurrences.Slice {
    fileprivate var key: OccurrenceKey { OccurrenceKey(workspace: workspace, agent: agent, trigger: trigger, due: due) }
}

extension ContactRuns.Slice {
    fileprivate var key: OccurrenceKey { OccurrenceKey(workspace: workspace, agent: agent, trigger: trigger, due: due) }
}
