import Domain
import Journey
import Storage

/// Looks now and then whether somebody who reads as things come may still do so, however much there is to read.
struct ReaderWatch {
    static let interval = Duration.seconds(20)

    private let clock: WallClock
    private let mayRead: @Sendable () async throws -> Void
    private var looked: Timestamp

    /// - Parameter mayRead: throws where they may not.
    init(clock: WallClock, _ mayRead: @escaping @Sendable () async throws -> Void) {
        self.clock = clock
        self.mayRead = mayRead
        looked = clock.now()
    }

    /// - Throws: what `mayRead` throws; not where the database is away for the moment, which ends nobody's session.
    mutating func look() async throws {
        let now = clock.now()
        guard now >= looked.adding(Self.interval) else { return }
        do { try await mayRead() } catch let error as StoreError where error.isPassing { return }
        looked = now
    }
}

extension WebServices {
    /// Watches a reader whom the gate has let in by this credential.
    func watch(_ credential: Credential?, of principal: Principal) -> ReaderWatch {
        ReaderWatch(clock: clock) { [authenticator = access.authenticator] in
            let now = try await authenticator.principal(credential)
            // A reader of the same session who may not read any more, such as one who now lacks a second factor.
            guard now.may(.read), now.reach == principal.reach else { throw NotAllowed(permission: .read, principal: now) }
        }
    }
}
