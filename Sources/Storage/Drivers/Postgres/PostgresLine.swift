/// The requests that wait for a connection, in the order in which they came.
///
/// Quick ones share trips, and with a few of these under way one more would be no faster: both ends are busy. So they wait for
/// one to come back, also while connections are idle, and more of them go together. A trip that takes long, as behind a lock,
/// holds up nobody.
struct PostgresLine {
    private var quick: [PostgresRequest] = []
    private var others: [PostgresRequest] = []
    /// When the trips that are under way began.
    private var trips: [Int64] = []
    private static let fewTrips = 2
    private static let longTrip: Int64 = 50_000_000

    var isEmpty: Bool { quick.isEmpty && others.isEmpty }

    mutating func append(_ request: PostgresRequest) {
        if request.isQuick { quick.append(request) } else { others.append(request) }
    }

    /// What is to be sent now; none where nothing waits, or all that waits does so for a trip to end.
    mutating func next(at now: Int64) -> [PostgresRequest] {
        if let first = quick.first, first.id < others.first?.id ?? .max, trips.count(where: { now - $0 < Self.longTrip }) < Self.fewTrips {
            let together = SharedTrips.first(of: quick)
            quick.removeFirst(together.count)
            trips.append(now)
            return Array(together)
        }
        return others.isEmpty ? [] : [others.removeFirst()]
    }

    mutating func tripEnded(begunAt begin: Int64) {
        if let index = trips.firstIndex(of: begin) { trips.remove(at: index) }
    }

    mutating func remove(_ id: UInt64) -> PostgresRequest? { quick.remove(id) ?? others.remove(id) }

    mutating func removeLate(at now: Int64) -> [PostgresRequest] { quick.removeLate(at: now) + others.removeLate(at: now) }

    mutating func removeAll() -> [PostgresRequest] {
        defer { (quick, others) = ([], []) }
        return quick + others
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
