import Domain
import Testing

@testable import Journey

@Suite struct `A fair share` {
    @Test func `is equal where all have work`() {
        #expect(limits(free: 16, due: [1, 2, 3, 4], inHand: [:]) == [1: 4, 2: 4, 3: 4, 4: 4])
    }

    @Test func `is everything where nobody else has work`() {
        #expect(limits(free: 16, due: [7], inHand: [:]) == [7: 16])
    }

    @Test func `goes first to those who have less in hand`() {
        #expect(limits(free: 2, due: [1, 2], inHand: [1: 14]) == [2: 2])
    }

    @Test func `leaves no place free while somebody has work`() {
        #expect(limits(free: 10, due: [1], inHand: [1: 3, 2: 3]) == [1: 10])
        for free in 1...16 { #expect(limits(free: free, due: [1, 2, 3], inHand: [1: 2]).values.reduce(0, +) == free) }
    }

    @Test func `comes to everyone in time where there are more than places`() {
        var seen: Set<Int64> = []
        for _ in 0..<2000 { seen.formUnion(limits(free: 2, due: Array(1...40), inHand: [:]).keys) }
        #expect(seen.count == 40)
    }

    @Test func `of what waits is equal, and the rest has its turn the next time`() async throws {
        var left = [WorkspaceID(1): 1000, WorkspaceID(2): 3, WorkspaceID(3): 0]
        #expect(try await FairShare.inTurn(90, among: [1, 2, 3].map(WorkspaceID.init)) { take($0, atOnce: 7, of: &left) })
        #expect(left == [WorkspaceID(1): 970, WorkspaceID(2): 0, WorkspaceID(3): 0])
        left[WorkspaceID(1)] = 29
        #expect(try await !FairShare.inTurn(90, among: [1, 2, 3].map(WorkspaceID.init)) { take($0, atOnce: 7, of: &left) })
        #expect(left.values.allSatisfy { $0 == 0 })
    }

    @Test func `of what waits is ten where workspaces are very many`() async throws {
        let workspaces = (1...250).map { WorkspaceID($0) }
        var left = Dictionary(uniqueKeysWithValues: workspaces.map { ($0, 12) })
        var askedFor = 0
        let hasMore = try await FairShare.inTurn(90, among: workspaces) { quotas in
            askedFor = max(askedFor, quotas.map(\.limit).reduce(0, +))
            return take(quotas, atOnce: 100, of: &left)
        }
        #expect(hasMore && askedFor == 500)
        #expect(left.values.allSatisfy { $0 == 2 })
    }

    private func take(_ quotas: [FairShare.Quota], atOnce most: Int, of left: inout [WorkspaceID: Int]) -> [WorkspaceID: Int] {
        var taken: [WorkspaceID: Int] = [:]
        for quota in quotas {
            let count = min(left[quota.workspace, default: 0], quota.limit, most)
            left[quota.workspace, default: 0] -= count
            taken[quota.workspace] = count
        }
        return taken
    }

    private func limits(free: Int, due: [Int64], inHand: [Int64: Int]) -> [Int64: Int] {
        let quotas = FairShare.quotas(
            free: free, of: 16, due: due.map(WorkspaceID.init),
            inHand: Dictionary(uniqueKeysWithValues: inHand.map { (WorkspaceID($0.key), $0.value) }))
        return Dictionary(uniqueKeysWithValues: quotas.map { ($0.workspace.value, $0.limit) })
    }
}
