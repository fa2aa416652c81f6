package import Domain
package import Logging
import ServiceLifecycle
package import Storage

/// Sends mails to those who sign in: claims them, makes each its link, and hands it to the mail server.
package final class AccountMailer: Service {
    private static let concurrency = 4
    private let work: AccountMailWork
    private let loop: WorkLoop<AccountMailWork>
    private let isAlone: Bool

    /// - Parameters:
    ///   - site: where browsers reach the server, such as `https://crm.example.com`.
    ///   - owner, isAlone: as of `Outbox`.
    package init(
        store: any Store, clock: WallClock, logger: Logger, mailer: any Mailer, site: String, wakeup: Wakeup, draining: Draining,
        owner: String, isAlone: Bool
    ) {
        work = AccountMailWork(store: store, clock: clock, logger: logger, mailer: mailer, text: AccountMailText(site: site), owner: owner)
        loop = WorkLoop(work, clock: clock, logger: logger, wakeup: wakeup, draining: draining, concurrency: Self.concurrency)
        self.isAlone = isAlone
    }

    package func run() async throws {
        if isAlone { try? await work.takeBackOthers() }
        await loop.run()
    }

    /// Works until no mail is due; returns whether there was one.
    @discardableResult
    package func drain() async throws -> Bool { try await loop.drain() }
}
