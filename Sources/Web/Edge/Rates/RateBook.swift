import Domain
import Synchronization

/// The table of one class, for all threads.
final class RateBook: Sendable {
    let rate: RateClass
    private let table: Mutex<RateTable>

    init(_ rate: RateClass, quota: Int) {
        self.rate = rate
        table = Mutex(RateTable(rate, quota: quota))
    }

    /// How the instances name a cell.
    func name(of key: RateKey) -> String { "\(rate.rawValue):\(key)" }

    func take(_ key: RateKey, at now: Timestamp, isShared: Bool) -> RateTable.Step {
        table.withLock { $0.take(key, at: now, isShared: isShared) }
    }

    /// What the other instances do not know of: how many, and how long that lasts in microseconds.
    func untold(_ key: RateKey) -> (count: Int, duration: Int64) {
        table.withLock { table in
            let count = table.untold(key)
            return (count, table.duration(of: count))
        }
    }

    func told(_ key: RateKey, _ count: Int, until: Int64) { table.withLock { $0.told(key, count, until: until) } }
}
