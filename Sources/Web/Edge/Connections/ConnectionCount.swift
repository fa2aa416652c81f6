import Domain
import Logging
import Synchronization

/// Counts the connections, in all and by address.
final class ConnectionCount: Sendable {
    private struct State {
        var inAll = 0
        var byAddress: [IPAddress: Int] = [:]
        var lastWarning: Timestamp?
    }

    private let limits: ConnectionLimits
    private let proxies: TrustedProxies
    private let clock: WallClock
    private let logger: Logger
    private let state = Mutex(State())

    init(_ limits: ConnectionLimits, proxies: TrustedProxies, clock: WallClock, logger: Logger) {
        self.limits = limits
        self.proxies = proxies
        self.clock = clock
        self.logger = logger
    }

    /// Counts one more; false where that would be too many. Whoever gets true calls `closed` at its end.
    func open(from peer: IPAddress?) -> Bool {
        let key = key(peer)
        let isOpen = state.withLock { state in
            guard state.inAll < limits.inAll else { return false }
            if let key, let most = limits.perAddress {
                guard state.byAddress[key, default: 0] < most else { return false }
                state.byAddress[key, default: 0] += 1
            }
            state.inAll += 1
            return true
        }
        if !isOpen { warn(peer) }
        return isOpen
    }

    func closed(from peer: IPAddress?) {
        let key = key(peer)
        state.withLock { state in
            state.inAll -= 1
            guard let key, let count = state.byAddress[key] else { return }
            state.byAddress[key] = count > 1 ? count - 1 : nil
        }
    }

    /// Nil for whom only the number in all counts.
    private func key(_ peer: IPAddress?) -> IPAddress? { proxies.trusts(peer) ? nil : peer?.network }

    /// At most once a minute: whoever floods the server must not flood its log.
    private func warn(_ peer: IPAddress?) {
        let now = clock.now()
        let isDue = state.withLock { state in
            if let last = state.lastWarning, last <= now, now < last.adding(.seconds(60)) { return false }
            state.lastWarning = now
            return true
        }
        guard isDue else { return }
        logger.warning("connections are refused: there are too many", metadata: ["address": "\(peer?.description ?? "unknown")"])
    }
}
