/// The requests that wait for a connection.
///
/// Quick ones stand in a lane with those that they may share a trip with. While a trip with commits or two with reads are under way, both ends
/// are busy, and one more would only make each smaller: the end of a transaction, and what is made ready for each statement, cost as much for
/// one caller as for thirty. So the others of the lane wait for one to come back, also while connections are idle, and more of them go together.
/// One more goes where as many wait as may share a trip, or where commits wait for a slow disk; and all at once where a trip's time passes on
/// the way, as over a long network. Among those that may go, the oldest is next.
struct PostgresLine {
    private struct Kind: Hashable {
        var scope: WorkspaceScope
        var isRead: Bool

        init(_ request: PostgresRequest) { (scope, isRead) = (request.scope, request.isRead) }
    }

    private struct Lane {
        var requests: [PostgresRequest] = []
        /// When the trips that are under way began.
        var trips: [Int64] = []
    }

    private var lanes: [Kind: Lane] = [:]
    private var others: [PostgresRequest] = []
    /// How long a trip takes for each of its callers, of late, in nanoseconds; for reads and for commits.
    private var readTime: Int64 = 0, commitTime: Int64 = 0
    /// How long a trip with commits of few callers takes: mostly for the disk.
    private var commitTrip: Int64 = 0
    private static let fewReads = 2, fewCommits = 1
    /// A trip under way for longer is held up, as by a lock, and is not waited for.
    private static let longTrip: Int64 = 50_000_000
    private static let longTime: Int64 = 10_000_000
    private static let slowCommit: Int64 = 4_000_000
    private static let fewCallers = 4

    var isEmpty: Bool { others.isEmpty && lanes.values.allSatisfy(\.requests.isEmpty) }

    mutating func append(_ request: PostgresRequest) {
        if request.isQuick { lanes[Kind(request), default: Lane()].requests.append(request) } else { others.append(request) }
    }

    /// For one that has waited and been tried already.
    mutating func putFirst(_ request: PostgresRequest) { others.insert(request, at: 0) }

    /// What is to be sent now; none where nothing waits, or all that waits does so for a trip to end.
    mutating func next(at now: Int64) -> [PostgresRequest] {
        let ready = oldestReady(at: now)
        if let other = others.first, other.id < ready?.id ?? .max { return [others.removeFirst()] }
        guard let kind = ready?.kind else { return [] }
        let together = Array(lanes[kind]?.requests.prefix(SharedTrips.mostTogether) ?? [])
        lanes[kind]?.requests.removeFirst(together.count)
        lanes[kind]?.trips.append(now)
        return together
    }

    private func oldestReady(at now: Int64) -> (kind: Kind, id: UInt64)? {
        var oldest: (kind: Kind, id: UInt64)?
        for (kind, lane) in lanes where mayGo(kind, lane, at: now) {
            if let id = lane.requests.first?.id, id < oldest?.id ?? .max { oldest = (kind, id) }
        }
        return oldest
    }

    private func mayGo(_ kind: Kind, _ lane: Lane, at now: Int64) -> Bool {
        guard !lane.requests.isEmpty else { return false }
        let isCrowded = lane.requests.count >= SharedTrips.mostTogether || (!kind.isRead && commitTrip > Self.slowCommit)
        let most = (kind.isRead ? Self.fewReads : Self.fewCommits) + (isCrowded ? 1 : 0)
        return (kind.isRead ? readTime : commitTime) > Self.longTime || lane.trips.count { now - $0 < Self.longTrip } < most
    }

    mutating func tripEnded(_ trip: PostgresRequest, at now: Int64) {
        let kind = Kind(trip)
        guard let index = lanes[kind]?.trips.firstIndex(of: trip.begunAt) else { return }
        lanes[kind]?.trips.remove(at: index)
        removeIfEmpty(kind)
        let time = (now - trip.begunAt) / Int64(trip.callers)
        guard !trip.isRead else { return readTime += (time - readTime) / 8 }
        commitTime += (time - commitTime) / 8
        let isTelling = trip.callers <= Self.fewCallers && now - trip.begunAt < Self.longTrip
        if isTelling { commitTrip += (now - trip.begunAt - commitTrip) / 8 }
    }

    mutating func remove(_ id: UInt64) -> PostgresRequest? {
        for kind in lanes.keys {
            guard let found = lanes[kind]?.requests.remove(id) else { continue }
            removeIfEmpty(kind)
            return found
        }
        return others.remove(id)
    }

    mutating func removeLate(at now: Int64) -> [PostgresRequest] {
        var late = others.removeLate(at: now)
        for kind in lanes.keys {
            late += lanes[kind]?.requests.removeLate(at: now) ?? []
            removeIfEmpty(kind)
        }
        return late
    }

    private mutating func removeIfEmpty(_ kind: Kind) {
        if let lane = lanes[kind], lane.trips.isEmpty, lane.requests.isEmpty { lanes[kind] = nil }
    }

    mutating func removeAll() -> [PostgresRequest] {
        defer { (lanes, others) = ([:], []) }
        return others + lanes.values.flatMap(\.requests)
    }
}

extension [PostgresRequest] {
    fileprivate mutating func remove(_ id: UInt64) -> PostgresRequest? {
        firstIndex { $0.id == id }.map { remove(at: $0) }
    }

    fileprivate mutating func removeLate(at now: Int64) -> [PostgresRequest] {
        let late = filter { $0.giveUpAt <= now }
        if !late.isEmpty { removeAll { $0.giveUpAt <= now } }
        return late
    }
}
