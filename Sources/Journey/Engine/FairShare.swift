import Domain

/// Divides free places among the workspaces that have work, so that one with a million rows does not starve one with ten.
enum FairShare {
    struct Quota: Equatable, Sendable {
        var workspace: WorkspaceID
        var limit: Int
    }

    /// First everyone up to an equal share of all places, counting what each has in hand; what is left goes to whoever
    /// has work. With more workspaces than free places chance decides whose turn it is.
    static func quotas(free: Int, of places: Int, due: [WorkspaceID], inHand: [WorkspaceID: Int]) -> [Quota] {
        guard !due.isEmpty else { return [] }
        let sharers = Set(due).union(inHand.keys).count
        let share = max(1, places / sharers)
        var left = free
        var limits: [WorkspaceID: Int] = [:]
        let order = due.shuffled()
        for workspace in order {
            let limit = min(left, max(0, share - inHand[workspace, default: 0]))
            limits[workspace] = limit
            left -= limit
        }
        for (index, workspace) in order.enumerated() where left > 0 {
            let extra = left / (order.count - index)
            limits[workspace, default: 0] += extra
            left -= extra
        }
        return order.compactMap { workspace in
            limits[workspace].flatMap { $0 > 0 ? Quota(workspace: workspace, limit: $0) : nil }
        }
    }
}
