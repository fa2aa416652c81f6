import Domain
import Synchronization

/// Hashes passwords one after the other behind all other work, so that no number of sign-ins starves the server.
package final class PasswordWork: Sendable {
    /// More than these wait for nothing: they are refused at once.
    static let longestLine = 32

    private let cost: PasswordHash.Cost
    private let background = BackgroundWork(name: "passwords")
    private let waiting = Mutex(0)

    package convenience init() { self.init(cost: .usual) }

    /// - Parameter cost: what new hashes are made at; those of another cost are made anew when their password is known.
    init(cost: PasswordHash.Cost) { self.cost = cost }

    /// - Throws: `TooBusy`.
    package func hash(_ password: String) async throws -> String {
        try await carryOut { [cost] in try PasswordHash(password, cost: cost).text }
    }

    package enum Verdict: Equatable, Sendable {
        case wrong, right
        /// Right, and to be kept under this hash from now on.
        case outdated(String)
    }

    /// Takes the same time where there is no account, and so no hash.
    ///
    /// - Throws: `TooBusy`.
    package func check(_ password: String, against text: String?) async throws -> Verdict {
        try await carryOut { [cost] in
            guard let known = text.flatMap(PasswordHash.init) else {
                _ = try PasswordHash(password, cost: cost)
                return .wrong
            }
            guard try known.matches(password) else { return .wrong }
            return known.cost == cost ? .right : .outdated(try PasswordHash(password, cost: cost).text)
        }
    }

    private func carryOut<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let hasRoom = waiting.withLock { waiting in
            guard waiting < Self.longestLine else { return false }
            waiting += 1
            return true
        }
        guard hasRoom else { throw TooBusy() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { waiter in
            background.run {
                let result = Swift.Result { try work() }
                return { waiter.resume(with: result) }
            }
        }
    }
}

/// More sign in at once than can be worked on: to be told to come again.
package struct TooBusy: Error, Equatable, Sendable {}
