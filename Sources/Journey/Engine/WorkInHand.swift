import Domain
import Storage

/// The rows that a `WorkLoop` has claimed and not yet put on record.
struct WorkInHand {
    struct Held {
        var fence: Int64
        var workspace: WorkspaceID
    }

    var items: [Int64: Held] = [:]
    /// How many of the items are being carried out, or wait for it.
    var unfinished = 0
    /// How many have been carried out so far.
    var finished = 0
    /// How many are claimed though there is no place for them yet.
    private(set) var ahead = 0
    /// Whether a claim failed in a way that may have left it on record.
    var isInDoubt = false

    /// - Parameter isAhead: whether those that left their places since `finished` were counted say how many may wait.
    mutating func take(_ claimed: [some LeasedRow], since finished: Int, isAhead: Bool, limit: Int) {
        for item in claimed { items[item.id] = Held(fence: item.fence, workspace: item.workspace) }
        unfinished += claimed.count
        // One quiet moment is forgotten, a slower model is not.
        ahead = isAhead ? min(limit, max(self.finished - finished, ahead * 7 / 8)) : 0
    }

    /// An attempt whose end came late on record may have been followed by the next one already.
    mutating func letGo(_ row: some LeasedRow) {
        if items[row.id]?.fence == row.fence { items[row.id] = nil }
    }
}
