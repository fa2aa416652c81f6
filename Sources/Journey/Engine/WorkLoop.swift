import Domain
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Rows of a table that are claimed under a lease and carried out.
protocol LeasedWork: Sendable {
    associatedtype Claim: LeasedRow
    /// A claim with all that carrying it out takes.
    associatedtype Item: LeasedRow
    /// What became of an item, to be put on record.
    associatedtype Outcome: Sendable

    /// For the log: `runs`.
    var noun: String { get }
    /// Whether a claim may wait some milliseconds for a place: not where it tells others that the item is being sent.
    var mayWait: Bool { get }

    /// Names the workspaces with something due.
    ///
    /// - Parameter isLookingBack: whether the claims of workers that are gone are judged before.
    func due(isLookingBack: Bool) async throws -> [WorkspaceID]
    func claim(_ quotas: [FairShare.Quota]) async throws -> [Claim]
    /// Asks for what carrying them out takes, together; while it does, the next ones are claimed.
    func prepared(_ claims: [Claim]) async throws -> [Item]
    /// What is to become of a claim of which that cannot be told, and not because the database is away.
    func unprepared(_ claim: Claim) -> Item
    /// Never throws, whatever happens; nil where there is nothing left to put on record.
    func carryOut(_ item: Item) async -> Outcome?
    func record(_ outcome: Outcome, of item: Item) async
    func renew(_ ids: [Int64]) async throws
    /// Gives back claims of ours that are on record although the claiming seemed to fail.
    func giveBackAll(except ids: [Int64]) async throws
    /// After the last item of a while.
    func settle() async throws
}

protocol LeasedRow: Sendable {
    var id: Int64 { get }
    /// Tells two claims of the same row apart.
    var fence: Int64 { get }
    var workspace: WorkspaceID { get }
}

/// Claims work as there is room for it, keeps the leases while it goes on, and ends it at a shutdown.
///
/// What is carried out has a place; what is only to be put on record has none, so that models and receivers do not wait
/// for our disk. Nor do they wait for the next claim: as many rows are claimed ahead as left their places during the last
/// ones. With a model that takes seconds that is none, and no row waits under a lease.
final class WorkLoop<Work: LeasedWork>: Sendable {
    private let work: Work
    private let clock: WallClock
    private let wakeup: Wakeup
    private let draining: Draining
    private let concurrency: Int
    /// A claim of a few rows costs as much as one of many.
    private let leastClaim: Int
    /// What is claimed together is carried out together: smaller groups keep all parts busy at the same time.
    private let largestClaim = 128
    private let places: Places
    private let hand = Mutex(WorkInHand())
    /// When claims of workers that are gone were last looked for.
    private let lookedBack = Mutex<Timestamp?>(nil)
    private let slotFreed = Wakeup()
    private let claiming: RepeatedTrouble
    private let preparing: RepeatedTrouble
    private let settling: RepeatedTrouble

    init(_ work: Work, clock: WallClock, logger: Logger, wakeup: Wakeup, draining: Draining, concurrency: Int) {
        self.work = work
        self.clock = clock
        self.wakeup = wakeup
        self.draining = draining
        self.concurrency = concurrency
        leastClaim = max(1, concurrency / 8)
        places = Places(concurrency)
        claiming = RepeatedTrouble("taking up \(work.noun)", logger)
        preparing = RepeatedTrouble("reading what \(work.noun) are about", logger)
        settling = RepeatedTrouble("settling \(work.noun)", logger)
        // What has just come to be due need not wait until something else is done.
        wakeup.alsoWakes(slotFreed)
    }

    /// Ends at a graceful shutdown, once what is in hand is done.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepLeases() }
            group.addTask { await self.serve() }
            await group.next()
            group.cancelAll()
        }
        // Told to stop ahead of its turn: a service that ended now would count as failed.
        if draining.hasBegun, !Task.isCancelled { try? await gracefulShutdown() }
    }

    private func serve() async {
        draining.onBegin { self.wakeup() }
        let isStopped = Mutex(false)
        let isStopping: @Sendable () -> Bool = { self.draining.hasBegun || isStopped.withLock { $0 } }
        await withGracefulShutdownHandler {
            while !Task.isCancelled, !isStopping() {
                let worked = await drainOrLog(isStopping)
                if !worked, !isStopping() { await wakeup.wait(atMost: Lease.pollInterval, sleep: clock.sleep) }
            }
        } onGracefulShutdown: {
            isStopped.withLock { $0 = true }
            self.wakeup()
        }
    }

    private func drainOrLog(_ isStopping: @Sendable () -> Bool) async -> Bool {
        do {
            return try await drain(isStopping: isStopping)
        } catch {
            settling.met(error, at: clock.now())
            return false
        }
    }

    /// Works until nothing is due; returns whether there was something.
    @discardableResult
    func drain(isStopping: @Sendable () -> Bool = { false }) async throws -> Bool {
        let worked = await withTaskCancellationHandler {
            await workWhileDue(isStopping)
        } onCancel: {
            places.open()
        }
        if worked {
            try await work.settle()
            settling.isOver()
        }
        return worked
    }

    private func workWhileDue(_ isStopping: @Sendable () -> Bool) async -> Bool {
        var worked = false
        await withDiscardingTaskGroup { group in
            while !isStopping(), !Task.isCancelled {
                let (free, isBusy) = hand.withLock { (self.free($0), !$0.items.isEmpty) }
                let claimed = free >= leastClaim ? await claimOrLog(min(free, largestClaim)) : []
                if !claimed.isEmpty { group.addTask { await self.perform(claimed) } }
                worked = worked || !claimed.isEmpty
                // What was in hand before may have made room for what could not be claimed yet.
                if claimed.isEmpty, !isBusy { break }
                if claimed.isEmpty { await slotFreed.wait(atMost: Lease.pollInterval, sleep: clock.sleep) }
            }
        }
        return worked
    }

    /// How many may be claimed: those on their way to the record are no more than those that have places.
    private func free(_ hand: borrowing WorkInHand) -> Int {
        min(concurrency + hand.ahead - hand.unfinished, 2 * concurrency - hand.items.count)
    }

    private func perform(_ claims: [Work.Claim]) async {
        do {
            let items = try await work.prepared(claims)
            preparing.isOver()
            await perform(items)
        } catch  where !error.concernsAll {
            await performApart(claims, because: error)
        } catch {
            preparing.met(error, at: clock.now())
            // Claimed again at once they would fail again at once.
            try? await clock.sleep(.seconds(1))
            change { hand in
                for claim in claims { hand.letGo(claim) }
                hand.unfinished -= claims.count
                hand.isInDoubt = true
            }
        }
    }

    /// By workspaces, and those of one by halves: what keeps one from being prepared holds up no other.
    private func performApart(_ claims: [Work.Claim], because error: any Error) async {
        guard claims.count > 1 else {
            if let workspace = claims.first?.workspace { preparing.met(error, of: ["workspace.id": "\(workspace.value)"], at: clock.now()) }
            return await perform(claims.map(work.unprepared))
        }
        let workspaces = Array(Dictionary(grouping: claims, by: \.workspace).values), half = claims.count / 2
        await withDiscardingTaskGroup { group in
            for part in workspaces.count > 1 ? workspaces : [Array(claims[..<half]), Array(claims[half...])] {
                group.addTask { await self.perform(part) }
            }
        }
    }

    private func perform(_ items: [Work.Item]) async {
        await withDiscardingTaskGroup { group in
            for item in items {
                group.addTask { await self.perform(item) }
            }
        }
    }

    private func perform(_ item: Work.Item) async {
        await WorkspaceScope.$current.withValue(.workspace(item.workspace)) {
            await places.take()
            let outcome = await work.carryOut(item)
            places.leave()
            change { hand in
                hand.unfinished -= 1
                hand.finished += 1
            }
            if let outcome { await work.record(outcome, of: item) }
        }
        change { $0.letGo(item) }
    }

    private func change(_ body: (inout WorkInHand) -> Void) {
        let isWorthALook = hand.withLock { hand in
            body(&hand)
            return hand.items.isEmpty || free(hand) >= leastClaim
        }
        if isWorthALook { slotFreed() }
    }

    /// A database that is away for a moment must not cancel what is being carried out meanwhile.
    private func claimOrLog(_ free: Int) async -> [Work.Claim] {
        do {
            let items = try await claim(free)
            claiming.isOver()
            return items
        } catch {
            claiming.met(error, at: clock.now())
            return []
        }
    }

    private func claim(_ free: Int) async throws -> [Work.Claim] {
        // What comes to be in doubt while the rest is given back stays so.
        let (items, isInDoubt, finished) = hand.withLock { hand in
            defer { hand.isInDoubt = false }
            return (hand.items, hand.isInDoubt, hand.finished)
        }
        if isInDoubt {
            do { try await work.giveBackAll(except: items.keys.sorted()) } catch {
                hand.withLock { $0.isInDoubt = true }
                throw error
            }
        }
        let due = try await due()
        let inHand = Dictionary(items.values.map { ($0.workspace, 1) }, uniquingKeysWith: +)
        let quotas = FairShare.quotas(free: free, of: concurrency, due: due, inHand: inHand)
        guard !quotas.isEmpty else { return [] }
        do {
            let claimed = try await work.claim(quotas)
            hand.withLock { $0.take(claimed, since: finished, isAhead: work.mayWait, limit: concurrency) }
            return claimed
        } catch {
            hand.withLock { $0.isInDoubt = true }
            throw error
        }
    }

    /// Leases run out by seconds, while claims may be a hundred a second.
    private func due() async throws -> [WorkspaceID] {
        let now = clock.now()
        let isLookingBack = lookedBack.withLock { last in last.map { now < $0 || now >= $0.adding(Lease.renewal) } ?? true }
        let due = try await work.due(isLookingBack: isLookingBack)
        if isLookingBack { lookedBack.withLock { $0 = now } }
        return due
    }

    private func keepLeases() async {
        while (try? await clock.sleep(Lease.renewal)) != nil {
            let ids = hand.withLock { $0.items.keys.sorted() }
            guard !ids.isEmpty else { continue }
            try? await work.renew(ids)
        }
    }
}

/// How long a claim holds without a sign of its worker.
enum Lease {
    static let length = Duration.seconds(20)
    static let renewal = Duration.seconds(5)
    /// How often a worker that nobody wakes looks for work, and for the claims of workers that are gone.
    static let pollInterval = Duration.seconds(5)
}
