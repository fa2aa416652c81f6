import Domain

/// What has been asked for in one class, by whom: the generic cell rate algorithm (ITU-T I.371) with a minute's burst.
///
/// What was taken lasts until a time, and the next is let through where that is less than a minute away. After a minute in which
/// nobody asked a cell is as good as new and may be forgotten, so that two generations of cells are all that is kept.
struct RateTable: Sendable {
    /// Times in microseconds.
    private struct Cell {
        /// Until when what was taken lasts.
        var until: Int64 = 0
        /// What was let through here and the other instances do not know of.
        var untold = 0
    }

    enum Step: Equatable {
        case verdict(RateVerdict)
        /// As much is untold as may be: the other instances are to be told first.
        case tellFirst
    }

    static let window: Int64 = 60_000_000
    /// How many cells a generation has at most: beyond that older ones are forgotten early.
    static let mostCells = 1 << 15

    let rate: RateClass
    let quota: Int
    /// How much each instance may let through before it tells the others.
    let credit: Int
    private let interval: Int64
    private var cells: [RateKey: Cell] = [:]
    private var olderCells: [RateKey: Cell] = [:]
    private var turned: Int64 = 0

    init(_ rate: RateClass, quota: Int) {
        self.rate = rate
        self.quota = quota
        credit = max(1, quota / 20)
        interval = Self.window / Int64(quota)
    }

    var count: Int { cells.count + olderCells.count }

    /// - Parameter isShared: whether there are other instances to tell.
    mutating func take(_ key: RateKey, at now: Timestamp, isShared: Bool) -> Step {
        let now = now.milliseconds * 1000
        var cell = cell(key, now)
        let next = max(cell.until, now) + interval
        if next - now > Self.window { return .verdict(verdict(now, until: cell.until, refusedFor: next - now - Self.window)) }
        if isShared && cell.untold >= credit { return .tellFirst }
        cell.until = next
        // While nobody can be told it does not add up: by then it will have been over.
        cell.untold = min(cell.untold + 1, credit)
        cells[key] = cell
        return .verdict(verdict(now, until: next, refusedFor: nil))
    }

    /// What the others do not know of.
    func untold(_ key: RateKey) -> Int { (cells[key] ?? olderCells[key])?.untold ?? 0 }

    func duration(of count: Int) -> Int64 { Int64(count) * interval }

    /// The others know of `count`, and all together have taken until `until`.
    mutating func told(_ key: RateKey, _ count: Int, until: Int64) {
        guard var cell = cells[key] ?? olderCells[key] else { return }
        cell.untold = max(0, cell.untold - count)
        cell.until = until + duration(of: cell.untold)
        cells[key] = cell
    }

    private mutating func cell(_ key: RateKey, _ now: Int64) -> Cell {
        if now - turned >= Self.window || now < turned || cells.count >= Self.mostCells {
            olderCells = now - turned >= 2 * Self.window ? [:] : cells
            cells = [:]
            turned = now
        }
        return cells[key] ?? olderCells[key] ?? Cell()
    }

    private func verdict(_ now: Int64, until: Int64, refusedFor wait: Int64?) -> RateVerdict {
        func seconds(_ time: Int64) -> Int64 { max(1, (time + 999_999) / 1_000_000) }
        let left = max(0, Int((Self.window - (until - now)) / interval))
        return RateVerdict(
            rate: rate, quota: quota, remaining: wait == nil ? left : 0, seconds: seconds(wait ?? until - now), isRefused: wait != nil)
    }
}
