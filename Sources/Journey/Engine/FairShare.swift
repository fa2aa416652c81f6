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

    /// How many workspaces are asked for what they have at a time.
    private static let workspacesAtOnce = 100
    /// How much they are asked for together, or one each where that is more.
    private static let mostAtOnce = 500
    /// What each gets where they are very many.
    private static let least = 10

    /// Has some of what waits in each workspace done: of all together so much, an equal share of each.
    ///
    /// - Parameters:
    ///   - most: of all together, or ten of each where that is more.
    ///   - take: does so much of each of these workspaces, and says how much it was: none where nothing is left that could be done.
    /// - Returns: whether a workspace has had its share, and may have more.
    static func inTurn(
        _ most: Int, among workspaces: [WorkspaceID], _ take: (_ some: [Quota]) async throws -> [WorkspaceID: Int]
    ) async throws -> Bool {
        guard !workspaces.isEmpty else { return false }
        let share = max(least, most / workspaces.count)
        var hasMore = false
        for start in stride(from: 0, to: workspaces.count, by: workspacesAtOnce) {
            let some = workspaces[start..<min(workspaces.count, start + workspacesAtOnce)]
            var left = some.map { Quota(workspace: $0, limit: share) }
            while !left.isEmpty {
                let atOnce = max(1, mostAtOnce / left.count)
                let taken = try await take(left.map { Quota(workspace: $0.workspace, limit: min($0.limit, atOnce)) })
                left = left.compactMap { quota in
                    guard let count = taken[quota.workspace], count > 0 else { return nil }
                    return Quota(workspace: quota.workspace, limit: quota.limit - count)
                }
                if left.contains(where: { $0.limit <= 0 }) { hasMore = true }
                left.removeAll { $0.limit <= 0 }
            }
        }
        return hasMore
    }
}
