package import Domain
import Foundation
import Synchronization

/// Finds the addresses of a host, best first; injected, so that tests decide what a name means.
package struct HostLookup: Sendable {
    /// - Throws: `HostUnknown`.
    package let addresses: @Sendable (_ host: String) async throws -> [IPAddress]

    package init(_ addresses: @escaping @Sendable (_ host: String) async throws -> [IPAddress]) { self.addresses = addresses }

    /// The system's resolver, which also reads odd forms of a number such as `0x7f.1`.
    ///
    /// It blocks and can't be stopped, so that a lookup that outlasts `limit` is left to itself.
    static func system(within limit: Duration) -> HostLookup {
        HostLookup { host in
            let answer = FirstAnswer()
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { waiting in
                    answer.give(to: waiting)
                    let lookup = BlockOperation { answer.come(Result { try resolve(host) }) }
                    lookups.addOperation(lookup)
                    timers.asyncAfter(deadline: .now() + .milliseconds(Int(limit.milliseconds))) {
                        answer.come(.failure(HostUnknown(reason: "looking it up took longer than \(limit)")))
                        lookup.cancel()
                    }
                }
            } onCancel: {
                answer.come(.failure(CancellationError()))
            }
        }
    }
}

package struct HostUnknown: Error {
    package let reason: String

    package init(reason: String) { self.reason = reason }
}

/// Hands on whichever comes first, once: the addresses, the end of the time or the caller's going away.
private final class FirstAnswer: Sendable {
    private struct State {
        var waiting: CheckedContinuation<[IPAddress], any Error>?
        var early: Result<[IPAddress], any Error>?
        var isOver = false
    }

    private let state = Mutex(State())

    func give(to waiting: CheckedContinuation<[IPAddress], any Error>) {
        let early = state.withLock { state in
            if state.early == nil { state.waiting = waiting }
            return state.early
        }
        if let early { waiting.resume(with: early) }
    }

    func come(_ answer: Result<[IPAddress], any Error>) {
        let waiting = state.withLock { state in
            guard !state.isOver else { return CheckedContinuation<[IPAddress], any Error>?.none }
            state.isOver = true
            if state.waiting == nil { state.early = answer }
            return state.waiting
        }
        waiting?.resume(with: answer)
    }
}

private func resolve(_ host: String) throws -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &found)
    guard code == 0 else { throw HostUnknown(reason: String(cString: gai_strerror(code)).lowercased()) }
    defer { freeaddrinfo(found) }
    return sequence(first: found) { $0?.pointee.ai_next }.compactMap { IPAddress($0?.pointee.ai_addr) }
}

private let lookups = {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 32
    return queue
}()

private let timers = DispatchQueue(label: "webhook.lookup.limit")
