import Domain
import HTTPTypes
import Storage

/// Why a run can't be queued again or cancelled, by the state that it is in.
struct RunRefusal {
    private let wanted: String
    private let state: String
    /// Of the message, where it wrote one.
    private let message: (id: Int64, status: String)?
    private let hasSequence: Bool

    /// - Throws: `RowNotFound` where it is gone by now, `StoreError`.
    init(of id: Int64, to wanted: String, in workspace: WorkspaceID, _ store: any Store) async throws {
        guard let row = try await store.read(AgentRuns.outcome(workspace, id: id)).first else { throw AgentRuns.table.notFound(id: id) }
        self.wanted = wanted
        state = row.text(0)
        message = row.optionalInteger(1).map { ($0, row.text(2)) }
        hasSequence = row.integer(3) == 1
    }

    var problem: Problem { Problem(.conflict, wanted == "queued" ? queueing : cancelling) }

    private var queueing: String {
        switch state {
        case "cancelled" where hasSequence: "The run is cancelled, and its contact begins the agent's sequence with another one."
        // It has become so since it was refused.
        case "failed", "dead", "cancelled": "The run is \(state) by now: try again."
        default: "The run is \(state): only a failed, dead or cancelled one can be tried again."
        }
    }

    private var cancelling: String {
        switch (state, message?.status) {
        case ("succeeded", "draft"): "The run is succeeded and its message a draft: reject that (communication \(message?.id ?? 0))."
        case ("succeeded", "rejected"): "The run is succeeded and its message rejected: nothing of it goes out."
        case ("succeeded", _): "The run is succeeded and what it wrote handed to delivery: cancel the delivery, where it still waits."
        case ("dead", _): "The run is dead: it was given up, and nothing is written unless somebody has it tried again."
        default: "The run is \(state) already."
        }
    }
}
