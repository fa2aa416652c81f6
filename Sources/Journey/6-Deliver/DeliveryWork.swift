import Domain
import Logging
import Storage

/// What `Outbox` does with deliveries.
///
/// A delivery is `sending` on record before anything of it goes out. Whatever then happens to this process, nobody sends
/// it again unless the channel knows that it did not arrive, or the receiver ignores repetitions.
struct DeliveryWork: LeasedWork {
    let noun = "deliveries"
    private static let pause = Duration.seconds(5)
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    private let channels: [String: any Channel]
    private let owner: String
    private let outcomes: OutcomeLog<SQL>
    private let check: SendCheck

    init(store: any Store, clock: WallClock, logger: Logger, channels: [any Channel], owner: String) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.channels = Dictionary(channels.map { ($0.name, $0) }) { first, _ in first }
        self.owner = owner
        outcomes = OutcomeLog(store: store, clock: clock) { $0 }
        check = SendCheck(store: store, clock: clock)
    }

    func takeBackOthers() async throws {
        _ = try await store.commit(DeliveryQueue.takeBack(now: clock.now(), exceptOwner: owner))
    }

    func due() async throws -> [WorkspaceID] {
        let now = clock.now()
        let answers = try await store.read([DeliveryQueue.hasAbandoned(now: now), DeliveryQueue.dueWorkspaces(now: now)])
        if answers[0].isEmpty { return answers[1].map { WorkspaceID($0.integer(0)) } }
        let again = try await store.commit(DeliveryQueue.takeBack(now: now) + [DeliveryQueue.dueWorkspaces(now: now)])
        return again[2].map { WorkspaceID($0.integer(0)) }
    }

    func claim(_ quotas: [FairShare.Quota]) async throws -> [DeliveryItem] {
        let now = clock.now()
        let answers = try await store.commit(
            quotas.flatMap { DeliveryQueue.claim($0.workspace, owner: owner, limit: $0.limit, lease: Lease.length, now: now) })
        return try await judged(quotas.indices.flatMap { DeliveryQueue.claims(Array(answers[2 * $0...2 * $0 + 1])) })
    }

    /// What goes to contacts is judged by the rules once more, together: whatever is claimed is sent at once.
    private func judged(_ claims: [DeliveryQueue.Claim]) async throws -> [DeliveryItem] {
        var items = claims.filter { $0.message.direction != "outbound" }.map { DeliveryItem(claim: $0, verdict: .clear) }
        for (workspace, claims) in Dictionary(grouping: claims.filter { $0.message.direction == "outbound" }, by: \.workspace) {
            let calendar = try await check.calendar(of: workspace)
            let verdicts = try await check.verdicts(on: claims.compactMap(\.subject), in: workspace, by: calendar)
            items += claims.map { claim in
                let day = SendingDay(calendar, agentCap: claim.message.agentCap)
                return DeliveryItem(
                    claim: claim, verdict: claim.subject.flatMap { verdicts[$0] } ?? .gone, uncounted: claim.message.sentAt < day.begins ? day : nil)
            }
        }
        return items
    }

    func perform(_ item: DeliveryItem) async {
        let claim = item.claim
        guard !Task.isCancelled else { return await giveBack(claim) }
        if case .early(let time) = item.verdict {
            return await record(of: claim) { DeliveryQueue.postpone(claim, owner: owner, until: time, now: $0) }
        }
        if item.verdict == .clear, let day = item.uncounted, await !count(claim, for: day) { return }
        let verdict = if let refusal = refusal(item.verdict) { refusal } else { await attempt(claim) }
        log(verdict, claim)
        await record(of: claim) { verdict.record(claim, owner: owner, now: $0) }
    }

    /// Whether it may go out: where the day has no room for it, it waits for the next one.
    private func count(_ claim: DeliveryQueue.Claim, for day: SendingDay) async -> Bool {
        let now = clock.now()
        let agent = claim.message.agent
        let counts = DailyCounts.count(
            claim.workspace, agent: agent, day: day.date, agentCap: day.agentCap, workspaceCap: day.workspaceCap)
        do {
            // Of an agent that is gone only the workspace's messages are counted.
            _ = try await store.commit(
                [DailyCounts.move(claim.workspace, message: claim.message.communication, dayBegins: day.begins, now: now)]
                    + (agent == 0 ? Array(counts.prefix(1)) : counts))
            return true
        } catch is AlreadyCounted {
            return true
        } catch is CapReached {
            await record(of: claim) { DeliveryQueue.postpone(claim, owner: owner, until: day.ends, now: $0) }
        } catch {
            logger.error("a delivery could not be counted; it is tried again", metadata: ["delivery.id": "\(claim.id)", "error": "\(error)"])
            await giveBack(claim)
        }
        return false
    }

    /// Nil where nothing stands between the message and its contact.
    private func refusal(_ verdict: SendCheck.Verdict) -> DeliveryVerdict? {
        switch verdict {
        case .clear, .early: nil
        case .barred(let rule): DeliveryVerdict(.cancelled, error: rule.sentence)
        case .gone: DeliveryVerdict(.cancelled, error: "The contact has been deleted.")
        }
    }

    /// Holds on to the delivery until its outcome is on record: what this process lets go of unrecorded might be taken
    /// for a claim of which nothing went out.
    private func record(of claim: DeliveryQueue.Claim, _ statement: (_ now: Timestamp) -> SQL) async {
        while true {
            do {
                try await outcomes.record(statement(clock.now()))
                return
            } catch is CancellationError {
                // The lease runs out, and the delivery is judged as one whose sender is gone.
                return
            } catch {
                logger.error(
                    "a delivery's outcome could not be stored; it is tried again",
                    metadata: ["delivery.id": "\(claim.id)", "error": "\(error)"])
                guard (try? await clock.sleep(Self.pause)) != nil else { return }
            }
        }
    }

    private func attempt(_ claim: DeliveryQueue.Claim) async -> DeliveryVerdict {
        guard let receiver = claim.receiver else { return DeliveryVerdict(.cancelled, error: "The webhook has been deleted.") }
        guard receiver.isEnabled else { return DeliveryVerdict(.cancelled, error: "The webhook is disabled.") }
        guard let channel = channels[claim.channel] else {
            return DeliveryVerdict(.dead, error: "This server has no channel of the name \(claim.channel).")
        }
        let message = OutgoingMessage(id: claim.key, address: receiver.url, secret: receiver.secret, body: claim.message.json)
        return verdict(on: await channel.deliver(message), claim, receiver)
    }

    private func verdict(on outcome: DeliveryOutcome, _ claim: DeliveryQueue.Claim, _ receiver: DeliveryQueue.Receiver) -> DeliveryVerdict {
        func retryAt(_ wish: Duration?) -> Timestamp? {
            RetryPlan.deliveries.delay(afterAttempt: claim.attempts, wish: wish).map(clock.now().adding)
        }
        switch outcome {
        case .delivered(let status): return DeliveryVerdict(.delivered, status: status)
        case .impossible(let reason, let status): return DeliveryVerdict(.dead, error: reason, status: status)
        case .refused(let reason, let status, let wish):
            let next = retryAt(wish)
            return DeliveryVerdict(next == nil ? .dead : .failed, error: reason, status: status, retryAt: next)
        case .unknown(let reason):
            let next = receiver.isIdempotent ? retryAt(nil) : nil
            return DeliveryVerdict(next == nil ? .unknown : .queued, error: reason, retryAt: next)
        }
    }

    private func log(_ verdict: DeliveryVerdict, _ claim: DeliveryQueue.Claim) {
        guard verdict.state != .delivered else { return }
        logger.warning(
            "a message was not delivered, or may not have been",
            metadata: [
                "delivery.id": "\(claim.id)", "state": "\(verdict.state)", "reason": "\(verdict.error ?? "")", "attempts": "\(claim.attempts)",
            ])
    }

    private func giveBack(_ claim: DeliveryQueue.Claim) async {
        _ = try? await store.commit(DeliveryQueue.release(claim, owner: owner, now: clock.now()))
    }

    func renew(_ ids: [Int64]) async throws {
        try await store.commit(DeliveryQueue.renew(ids, owner: owner, lease: Lease.length, now: clock.now()))
    }

    func giveBackAll(except ids: [Int64]) async throws {
        try await store.commit(DeliveryQueue.releaseAll(of: owner, except: ids, now: clock.now()))
    }

    func settle() async throws {}
}
