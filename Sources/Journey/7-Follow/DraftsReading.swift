import Domain
import Storage

/// The drafts of a person's that wait for a decision.
package struct WaitingDrafts: Equatable, Sendable {
    package var count: Int64
    /// The youngest's id; 0 for none.
    package var newest: Int64

    /// - Parameter row: of `Drafts.count`.
    init(_ row: Row) {
        count = row.integer(0)
        newest = row.optionalInteger(1) ?? 0
    }
}

/// How far a reader has been told of drafts.
struct DraftsReading {
    private let isWanted: Bool
    private var isDue = true
    private var nextLook = Timestamp(milliseconds: 0)
    private var told: WaitingDrafts?
    /// A batch writes hundreds a second: they are counted this often, and less often where there are many to count.
    private static let pause = Duration.seconds(1)
    private static let countedInOne: Int64 = 10_000

    init(isWanted: Bool) { self.isWanted = isWanted }

    /// They may be others now.
    mutating func outdate() { isDue = isWanted }

    func mustLook(_ now: Timestamp) -> Bool { isWanted && isDue && now >= nextLook }

    /// What is to be told of how they stand; nil where the reader knows.
    mutating func news(_ drafts: WaitingDrafts, _ now: Timestamp) -> WaitingDrafts? {
        isDue = false
        nextLook = now.adding(Self.pause * Int(1 + drafts.count / Self.countedInOne))
        guard drafts != told else { return nil }
        told = drafts
        return drafts
    }

    /// How long to wait for word of others.
    func wait(atMost longest: Duration, _ now: Timestamp) -> Duration {
        isWanted && isDue ? min(longest, max(.zero, .milliseconds(nextLook.milliseconds - now.milliseconds))) : longest
    }
}
