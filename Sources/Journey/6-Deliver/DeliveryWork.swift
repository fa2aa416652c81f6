import Domain
import Logging
import Storage

/// What `Outbox` does with deliveries.
///
/// A delivery is `sending` on record before anything of it goes out. Whatever then happens to this process, nobody sends
/// it again unless the channel knows that it did not arrive, or the receiver ignores repetitions.
struct DeliveryWork: LeasedWork {
    let noun = "deliveries"
    /// A claimed delivery is `sending` on record.
    let mayWait = false
    private static let pause = Duration.seconds(5)
    private let store: any Store
    private let clock: WallClock
    private let logger: Logger
    private let channels: [String: any Channel]
    private let vault: Vault
    private let owner: String
    private let outcomes: OutcomeLog<[SQL]>
    private let check: SendCheck

    init(store: any Store, clock: WallClock, logger: Logger, channels: [any Channel], vault: Vault, owner: String) {
        self.store = store
        self.clock = clock
        self.logger = logger
        self.channels = Dictionary(channels.map { ($0.name, $0) }) { first, _ in first }
        self.vault = vault
        self.owner = owner
        outcomes = OutcomeLog(store: store, clock: clock) { $0.flatMap(\.self) }
        check = SendCheck(store: store, clock: clock)
    }

    func takeBackOthers() async throws {
        _ = try await store.commit(DeliveryQueue.takeBack(now: clock.now(), exceptOwner: owner))
    }

    func due(isLookingBack: Bool) async throws -> [WorkspaceID] {
        let now = clock.now()
        let look = DueLook(
            abandoned: DeliveryQueue.hasAbandoned(now: now), takeBack: DeliveryQueue.takeBack(now: now), due: DeliveryQueue.dueWorkspaces(now: now))
        return try await look.rows(in: store, isLookingBack: isLookingBack).map { WorkspaceID($0.integer(0)) }
    }

    func claim(_ quotas: [FairShare.Quota]) async throws -> [DeliveryQueue.Claim] {
        let now = clock.now()
        let answers = try await store.commit(
            quotas.flatMap { DeliveryQueue.claim($0.workspace, owner: owner, limit: $0.limit, lease: Lease.length, now: now) })
        return quotas.indices.flatMap { DeliveryQueue.claims(Array(answers[2 * $0...2 * $0 + 1])) }
    }

    /// What goes to contacts is judged by the rules once more, together: whatever is claimed is sent at once.
    func prepared(_ claims: [DeliveryQueue.Claim]) async throws -> [DeliveryItem] {
        var items = claims.filter { $0.message.direction != "outbound" }.map { DeliveryItem(claim: $0, verdict: .clear) }
        for (workspace, claims) in Dictionary(grouping: claims.filter { $0.message.direction == "outbound" }, by: \.workspace) {
            let calendar = try await check.calendar(of: workspace)
            let judgements = try await check.judgements(on: claims.compactMap(\.subject), in: workspace, by: calendar)
            items += claims.map { claim in
                let judgement = claim.subject.flatMap { judgements[$0] } ?? SendCheck.Judgement(verdict: .gone)
                return item(claim, judgement, late(claim, judgement, calendar), calendar)
            }
        }
        return items
    }

    func unprepared(_ claim: DeliveryQueue.Claim) -> DeliveryItem { DeliveryItem(claim: claim) }

    /// Where contacts get nothing any more no later day has room for what is late: it is not put off.
    private func item(
        _ claim: DeliveryQueue.Claim, _ judgement: SendCheck.Judgement, _ late: DeliveryItem.Late?, _ calendar: ContactCalendar
    ) -> DeliveryItem {
        var item = DeliveryItem(claim: claim, verdict: judgement.verdict, zone: calendar.zone, late: late)
        guard late?.sending.contactCap == 0 else { return item }
        item.late = nil
        if item.verdict == .clear { item.verdict = .barred(BrokenRule(.contactDailyCap)) }
        return item
    }

    private func late(_ claim: DeliveryQueue.Claim, _ judgement: SendCheck.Judgement, _ calendar: ContactCalendar) -> DeliveryItem.Late? {
        guard let contact = claim.message.recipient?.contact, let contactDay = judgement.contactDayBegins else { return nil }
        let day = SendingDay(calendar, agentCap: claim.message.agentCap)
        let isLate = claim.message.sentAt < day.begins
        guard isLate || claim.message.sentAt < contactDay else { return nil }
        let sending = LateSending(
            contact: contact, message: claim.message.communication, dayBegins: isLate ? day.begins : contactDay, contactDayBegins: contactDay,
            contactCap: calendar.rules.contactDailyCap)
        return DeliveryItem.Late(sending: sending, day: isLate ? day : nil)
    }

    /// What is put on record at a time.
    typealias Outcome = @Sendable (_ now: Timestamp) -> [SQL]

    func carryOut(_ item: DeliveryItem) async -> Outcome? {
        let claim = item.claim
        guard !Task.isCancelled else {
            await giveBack(claim)
            return nil
        }
        if case .early(let time)? = item.verdict { return postponed(claim) { _ in time } }
        if let late = item.late {
            // The contact has had its messages of this day meanwhile.
            if item.verdict == .barred(BrokenRule(.contactDailyCap)) { return untilContactsNextDay(claim) }
            if item.verdict == .clear, !item.isOutdated, case .instead(let outcome) = await count(claim, late) { return outcome }
        }
        let outcome = if let refusal = refusal(of: item) { refusal } else { await attempt(claim) }
        let verdict = outcome.afterwards(of: claim)
        log(verdict, claim)
        return { verdict.statements(claim, owner: owner, today: CountedDay(of: $0, in: item.zone), now: $0) }
    }

    private enum Counted {
        case mayGoOut
        /// Where the day has no room for it, it waits for the next one.
        case instead(Outcome?)
    }

    private func count(_ claim: DeliveryQueue.Claim, _ late: DeliveryItem.Late) async -> Counted {
        do {
            let counts = late.day.map { day in
                DailyCounts.count(
                    claim.workspace, agent: claim.message.agent, day: day.date, agentCap: day.agentCap, workspaceCap: day.workspaceCap)
            }
            _ = try await store.commit(late.sending.move(claim.workspace, now: clock.now()) + (counts ?? []))
            return .mayGoOut
        } catch is AlreadyCounted {
            return .mayGoOut
        } catch let reached as CapReached {
            guard reached.rule != .contactDailyCap, let day = late.day else { return .instead(untilContactsNextDay(claim)) }
            return .instead(postponed(claim) { _ in day.ends })
        } catch {
            logger.error("a delivery could not be counted; it is tried again", metadata: ["delivery.id": "\(claim.id)", "error": "\(error)"])
            await giveBack(claim)
            return .instead(nil)
        }
    }

    /// The contact's next day is looked for every hour.
    private func untilContactsNextDay(_ claim: DeliveryQueue.Claim) -> Outcome { postponed(claim) { $0.adding(.seconds(3600)) } }

    private func postponed(_ claim: DeliveryQueue.Claim, _ until: @escaping @Sendable (_ now: Timestamp) -> Timestamp) -> Outcome {
        { [DeliveryQueue.postpone(claim, owner: owner, until: until($0), now: $0)] }
    }

    /// Nil where nothing stands between the message and its contact.
    private func refusal(of item: DeliveryItem) -> DeliveryVerdict? {
        switch item.verdict {
        case nil: refused(item.claim, reason: "The rules for messages to contacts could not be read.")
        case .clear, .early: item.isOutdated ? DeliveryVerdict(.cancelled, error: DraftLife.dayIsOver) : nil
        case .barred(let rule): DeliveryVerdict(.cancelled, error: rule.sentence)
        case .gone: DeliveryVerdict(.cancelled, error: "The contact has been deleted.")
        }
    }

    /// Holds on to the delivery until its outcome is on record: what this process lets go of unrecorded might be taken
    /// for a claim of which nothing went out.
    func record(_ outcome: Outcome, of item: DeliveryItem) async {
        while true {
            do {
                try await outcomes.record(outcome(clock.now()))
                return
            } catch is CancellationError {
                // The lease runs out, and the delivery is judged as one whose sender is gone.
                return
            } catch {
                logger.error(
                    "a delivery's outcome could not be stored; it is tried again",
                    metadata: ["delivery.id": "\(item.id)", "error": "\(error)"])
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
        let secret: Secret
        do { secret = try await vault.open(receiver.secret, .webhookSecret, in: claim.workspace) } catch {
            return verdict(on: .refused(reason: Self.reason(error), status: nil, retryAfter: nil), claim, receiver)
        }
        let message = OutgoingMessage(id: claim.key, address: receiver.url, secret: secret.value, body: claim.message.json)
        return verdict(on: await channel.deliver(message), claim, receiver)
    }

    private static func reason(_ error: any Error) -> String {
        error.isOfKeys
            ? "The webhook's secret cannot be read: set the MASTER_KEY with which it was encrypted, or add the webhook anew."
            : "The webhook's secret could not be read: the database is away."
    }

    private func verdict(on outcome: DeliveryOutcome, _ claim: DeliveryQueue.Claim, _ receiver: DeliveryQueue.Receiver) -> DeliveryVerdict {
        switch outcome {
        case .delivered(let status): return DeliveryVerdict(.delivered, status: status)
        case .impossible(let reason, let status): return DeliveryVerdict(.dead, error: reason, status: status)
        case .refused(let reason, let status, let wish): return refused(claim, reason: reason, status: status, wish: wish)
        case .unknown(let reason, let status, let wish):
            let next = receiver.isIdempotent ? retryAt(claim, wish) : nil
            return DeliveryVerdict(next == nil ? .unknown : .queued, error: reason, status: status, retryAt: next)
        }
    }

    private func refused(_ claim: DeliveryQueue.Claim, reason: String, status: Int? = nil, wish: Duration? = nil) -> DeliveryVerdict {
        let next = retryAt(claim, wish)
        return DeliveryVerdict(next == nil ? .dead : .failed, error: reason, status: status, retryAt: next)
    }

    private func retryAt(_ claim: DeliveryQueue.Claim, _ wish: Duration? = nil) -> Timestamp? {
        RetryPlan.deliveries.delay(afterAttempt: claim.attempts, wish: wish).map(clock.now().adding)
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
