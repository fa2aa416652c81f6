import Domain
import NIOCore

/// How far a connection's requests have come, and what of it is overdue.
struct RequestProgress {
    private enum Arrival {
        /// Nothing is under way.
        case between
        case head(since: NIODeadline, bytes: Int)
        /// `bytes` have come since `since`, `total` in all.
        case body(since: NIODeadline, bytes: Int, total: Int)
    }

    private var arrival = Arrival.between
    /// Since when a request that is here has waited for its answer.
    private var waitingSince: NIODeadline?
    /// How many requests have begun and are not answered.
    private var open = 0
    private var isBeingAnswered = false
    /// When the last bytes came: time is asked for once for all that they hold.
    private var lastArrival = NIODeadline.uptimeNanoseconds(0)

    /// Of a head that is not complete.
    var headBytes: Int { if case .head(_, let bytes) = arrival { bytes } else { 0 } }
    var bodyBytes: Int { if case .body(_, _, let total) = arrival { total } else { 0 } }

    /// Whether an answer now would be one to what is wrong.
    var canBeAnswered: Bool {
        if case .head = arrival { return open == 0 }
        return open == 1 && !isBeingAnswered
    }

    mutating func arrived(_ count: Int, at now: NIODeadline) {
        lastArrival = now
        switch arrival {
        case .between: arrival = .head(since: now, bytes: count)
        case .head(let since, let bytes): arrival = .head(since: since, bytes: bytes + count)
        case .body: break
        }
    }

    mutating func headCame() {
        open += 1
        arrival = .body(since: lastArrival, bytes: 0, total: 0)
    }

    mutating func bodyCame(_ count: Int) {
        if case .body(let since, let bytes, let total) = arrival { arrival = .body(since: since, bytes: bytes + count, total: total + count) }
    }

    mutating func endCame() {
        arrival = .between
        if !isBeingAnswered, waitingSince == nil { waitingSince = lastArrival }
    }

    mutating func answerBegan() {
        isBeingAnswered = true
        waitingSince = nil
    }

    mutating func answerEnded() {
        open -= 1
        isBeingAnswered = false
        waitingSince = open > 0 ? .now() : nil
    }

    /// When to look again; nil where nothing is under way.
    func due(by limits: ConnectionLimits) -> NIODeadline? {
        let answerDue = waitingSince.map { $0 + .init(limits.answerTime) }
        switch arrival {
        case .between: return answerDue
        case .head(let since, _), .body(let since, _, _):
            let arrivalDue = since + .init(limits.slowness)
            return min(arrivalDue, answerDue ?? arrivalDue)
        }
    }

    /// What is wrong by now; where a body has come as fast as it must, the next span of time begins.
    mutating func breach(of limits: ConnectionLimits, at now: NIODeadline) -> Problem? {
        if let waitingSince, waitingSince + .init(limits.answerTime) <= now { return .takesTooLong }
        switch arrival {
        case .between: return nil
        case .head(let since, _): return since + .init(limits.slowness) <= now ? .headTooSlow : nil
        case .body(let since, let bytes, let total):
            guard since + .init(limits.slowness) <= now else { return nil }
            guard bytes >= ConnectionLimits.leastBytes || isBeingAnswered else { return .bodyTooSlow }
            arrival = .body(since: now, bytes: 0, total: total)
            return nil
        }
    }
}
