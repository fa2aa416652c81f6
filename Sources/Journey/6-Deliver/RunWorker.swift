import Domain
package import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Takes queued runs through the pipeline, so many at a time, until stopped.
package final class RunWorker: Service {
    private let pipeline: Pipeline
    private let logger: Logger
    private let wakeup: Wakeup
    private let concurrency: Int
    /// Tells this process from every other, so that its claims are its own.
    private let owner: String
    /// Whether no other process can work on this database: then all other claims are of processes now gone.
    private let isAlone: Bool
    private let inHand = Mutex<Set<Int64>>([])
    private static let lease = Duration.seconds(90)
    private static let pollInterval = Duration.seconds(5)

    private var store: any Store { pipeline.store }
    private var clock: WallClock { pipeline.clock }

    package init(pipeline: Pipeline, logger: Logger, wakeup: Wakeup, concurrency: Int, owner: String, isAlone: Bool) {
        self.pipeline = pipeline
        self.logger = logger
        self.wakeup = wakeup
        self.concurrency = concurrency
        self.owner = owner
        self.isAlone = isAlone
    }

    package func run() async throws {
        if isAlone { _ = try? await store.commit(RunQueue.takeBack(now: clock.now(), exceptOwner: owner)) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepLeases() }
            group.addTask { await self.work() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Ends at a graceful shutdown, once the runs in hand are done.
    private func work() async {
        let stopping = Mutex(false)
        await withGracefulShutdownHandler {
            while !Task.isCancelled, !stopping.withLock({ $0 }) {
                let worked = await drainOrLog { stopping.withLock { $0 } }
                if !worked, !stopping.withLock({ $0 }) { await wakeup.wait(atMost: Self.pollInterval, sleep: clock.sleep) }
            }
        } onGracefulShutdown: {
            stopping.withLock { $0 = true }
            self.wakeup()
        }
    }

    private func drainOrLog(isStopping: @Sendable () -> Bool) async -> Bool {
        do {
            return try await drain(isStopping: isStopping)
        } catch {
            logger.error("ending occurrences failed; it is tried again", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Works until no run is due; returns whether there was one.
    @discardableResult
    package func drain(isStopping: @Sendable () -> Bool = { false }) async throws -> Bool {
        var worked = false
        await withDiscardingTaskGroup { group in
            while !isStopping(), !Task.isCancelled {
                let free = concurrency - inHand.withLock { $0.count }
                let claimed = free >= max(1, concurrency / 8) ? await claimOrLog(free) : []
                for (claim, context) in claimed {
                    group.addTask { await self.perform(claim, context) }
                }
                worked = worked || !claimed.isEmpty
                if claimed.isEmpty, inHand.withLock({ $0.isEmpty }) { break }
                if claimed.isEmpty { await slotFreed.wait(atMost: .seconds(1), sleep: clock.sleep) }
            }
        }
        if worked { try await store.commit(Occurrences.finish(now: clock.now())) }
        return worked
    }

    private let slotFreed = Wakeup()

    /// A database that is away for a moment must not cancel what is being written meanwhile.
    private func claimOrLog(_ limit: Int) async -> [(RunQueue.Claim, PersonContext?)] {
        do {
            return try await claim(limit)
        } catch {
            logger.error("taking up runs failed; it is tried again", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func claim(_ limit: Int) async throws -> [(RunQueue.Claim, PersonContext?)] {
        let now = clock.now()
        let rows = try await store.commit([RunQueue.takeBack(now: now), RunQueue.claim(owner: owner, limit: limit, lease: Self.lease, now: now)])[1]
        let claims = RunQueue.claims(rows)
        inHand.withLock { $0.formUnion(claims.map(\.id)) }
        do {
            return try await withContexts(claims)
        } catch {
            for claim in claims { await giveBack(claim) }
            throw error
        }
    }

    private func withContexts(_ claims: [RunQueue.Claim]) async throws -> [(RunQueue.Claim, PersonContext?)] {
        var known: [Person: PersonContext] = [:]
        for (workspace, claims) in Dictionary(grouping: claims, by: \.person.workspace) {
            for context in try await pipeline.contexts.contexts(workspace, people: claims.map(\.person.user).sorted()) {
                known[context.person] = context
            }
        }
        return claims.map { ($0, known[$0.person]) }
    }

    private func perform(_ claim: RunQueue.Claim, _ context: PersonContext?) async {
        do {
            guard let context else { throw LLMError.unusable(reason: "The person is not there any more.") }
            let message = try await pipeline.write(.agent(claim.agent), context)
            _ = try await store.commit(RunQueue.succeed(claim, owner: owner, message: message, now: clock.now()))
            done(claim)
        } catch LLMError.cancelled {
            await giveBack(claim)
        } catch let error as LLMError {
            await recordFailure(of: claim, error)
        } catch is LostClaim {
            done(claim)
        } catch {
            logger.error("a run's message could not be stored; the run is tried again", metadata: ["run.id": "\(claim.id)", "error": "\(error)"])
            // Not given back at once: the next attempt would be written, and paid for, only to fail like this one.
            await recordFailure(of: claim, .unavailable(reason: "The message was written but could not be stored.", retryAfter: nil))
        }
    }

    private func recordFailure(of claim: RunQueue.Claim, _ error: LLMError) async {
        let now = clock.now()
        let retryAt = RetryPlan.delay(afterAttempt: claim.attempts, error: error).map(now.adding)
        logger.warning("a run failed", metadata: ["run.id": "\(claim.id)", "reason": "\(error.reason)", "attempts": "\(claim.attempts)"])
        // Where even this fails the lease runs out and the run is taken up again.
        _ = try? await store.commit(RunQueue.fail(claim, owner: owner, error: error.reason, retryAt: retryAt, now: now))
        done(claim)
    }

    private func giveBack(_ claim: RunQueue.Claim) async {
        _ = try? await store.commit(RunQueue.release(claim, owner: owner, now: clock.now()))
        done(claim)
    }

    private func done(_ claim: RunQueue.Claim) {
        _ = inHand.withLock { $0.remove(claim.id) }
        slotFreed()
    }

    private func keepLeases() async {
        while (try? await clock.sleep(Self.lease / 3)) != nil {
            let runs = inHand.withLock { $0.sorted() }
            guard !runs.isEmpty else { continue }
            _ = try? await store.commit(RunQueue.renew(runs, owner: owner, lease: Self.lease, now: clock.now()))
        }
    }
}
