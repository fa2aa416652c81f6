import Domain
import Logging
import Storage

/// Gives planned occurrences their runs, a slice of people at a time.
struct Expansion: Sendable {
    let store: any Store
    let clock: WallClock
    let logger: Logger
    let signals: any Signals
    var sliceSize = Occurrences.sliceSize

    /// Until every planned occurrence has all its runs, a slice of each in turn, so that one over a million people holds
    /// up no other. One that fails is left to the next time.
    func expandPlanned() async throws {
        var failed: Set<Occurrences.Slice.Key> = []
        while true {
            let slices = Occurrences.slices(try await store.read(Occurrences.slices(ofSize: sliceSize))).filter { !failed.contains($0.key) }
            guard !slices.isEmpty else { return }
            for slice in slices where try await !expand(slice) { failed.insert(slice.key) }
        }
    }

    /// Whether it worked, here or on another instance.
    private func expand(_ slice: Occurrences.Slice) async throws -> Bool {
        do {
            let condition = Eligibility.of(slice.agent).condition
            _ = try await store.commit(Occurrences.expand(slice, condition: condition, now: clock.now()) + [Batches.place(slice)])
            signals.send(.runs)
            return true
        } catch let error as StoreError where !error.isPassing {
            logger.error(
                "the runs of an occurrence could not be made; it is tried again",
                metadata: ["workspace.id": "\(slice.workspace.value)", "agent": "\(slice.agent.rawValue)", "error": "\(error)"])
            return false
        }
    }
}

extension Occurrences.Slice {
    /// Which occurrence it is of.
    fileprivate struct Key: Hashable {
        var workspace: WorkspaceID
        var agent: AgentType
        var trigger: String
        var due: Timestamp
    }

    fileprivate var key: Key { Key(workspace: workspace, agent: agent, trigger: trigger, due: due) }
}
