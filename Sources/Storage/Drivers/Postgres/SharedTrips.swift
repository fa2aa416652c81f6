/// Reads of several callers, or commits of several, that travel to the server and back together.
///
/// Half of what a read by key costs, on both sides, is the way: sending, waking, taking in; and of a small commit, its end.
/// Reads see what is committed when their turn comes, as alone. Commits become one transaction: each caller hears of its own
/// once all are on the disk. What they have in common is said once (`JointStatements`).
enum SharedTrips {
    static let mostTogether = 32

    /// What carries out requests of one scope, all reads or all commits; where one fails, each is given to `again`, to be
    /// carried out alone.
    static func one(
        _ requests: [PostgresRequest], id: () -> UInt64, again: @escaping @Sendable (PostgresRequest) -> Void
    ) -> PostgresRequest? {
        guard requests.count > 1 else { return requests.first }
        let members = requests.sorted { $0.lockedRow < $1.lockedRow }
        let joint = JointStatements(members.map(\.statements))
        var whole = PostgresRequest(id: id(), statements: joint.statements, isRead: members[0].isRead, scope: members[0].scope) { answer in
            switch answer {
            case .success(let rows): for (member, own) in zip(members, joint.divided(rows)) { member.answer(.success(own)) }
            case .failure(let error) where isOfAll(error): for member in members { member.answer(.failure(error)) }
            case .failure: for member in members.reversed() { again(alone(member)) }
            }
        }
        whole.isSnapshot = members.contains(where: \.isSnapshot)
        whole.callers = members.count
        return whole
    }

    /// Whether each would have met with it, as with a database that is away; or may have happened, and is not to happen again.
    private static func isOfAll(_ error: any Error) -> Bool {
        switch error as? PostgresFault {
        case .lost, .readOnly, .unprepared: true
        default: false
        }
    }

    private static func alone(_ request: PostgresRequest) -> PostgresRequest {
        var copy = request
        copy.isQuick = false
        return copy
    }
}
