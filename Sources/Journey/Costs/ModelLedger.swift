package import Domain
import Foundation
package import Logging
package import Storage
import Synchronization

/// The books on calls of models: budgets before each try, a row and its cost after it.
///
/// Without a budget nothing is read or written before a call. What ended calls cost is written in groups, in the background.
package final class ModelLedger: CallLedger {
    private let store: any Store
    private let clock: WallClock
    private let settings: WorkspaceSettings
    private let prices: PriceList
    private let logger: Logger
    private let state = Mutex(State())
    /// Many calls share a commit: what they cost is told this much later at most.
    private static let pause = Duration.milliseconds(200)
    private static let group = 128
    /// For how long a process that ends waits for a database that is away.
    private static let lastPatience = Duration.seconds(10)

    private struct State {
        var pending: [Entry] = []
        var isScheduled = false
        /// The keys of calls under way for which something was set aside.
        var setAside: Set<String> = []
        /// Marks of calls that were entered before their run had a row.
        var unnamed: Set<String> = []
        /// What is being written, one after the other.
        var writing: Task<Void, Never>?
        /// From when on a database that is away is waited for no more.
        var endsAt: Timestamp?
    }

    private enum Entry: Sendable {
        /// - Parameter mayHaveRow: as in `ModelCalls.Ending`.
        case ended(PlannedCall, CallResult, mayHaveRow: Bool)
        case attributed(ModelCalls.Attribution)
    }

    package init(store: any Store, clock: WallClock, settings: WorkspaceSettings, prices: PriceList, logger: Logger) {
        self.store = store
        self.clock = clock
        self.settings = settings
        self.prices = prices
        self.logger = logger
    }

    package func begin(_ call: PlannedCall) async throws(LLMError) {
        do {
            let workspace = call.account.person.workspace
            guard try await settings.budgets(of: workspace).hasAny else { return }
            let day = call.startedAt.localDate(in: try await settings.zone(of: workspace))
            let most = try cost(of: call.most, by: call.writer)
            try await reserve(call, min(most, CallSums.mostCost), day)
        } catch let error as LLMError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unavailable(reason: "The budget for models could not be read, so the model was not asked.", retryAfter: nil)
        }
    }

    private func cost(of tokens: CallTokens, by writer: WriterName) throws(LLMError) -> Int64 {
        guard let price = prices.price(of: writer) else {
            throw .misconfigured(
                reason: "There is a budget for models, but no price for \(writer): add one to the file that LLM_PRICES names, or lift the budget.")
        }
        return price.cost(of: tokens)
    }

    private func reserve(_ call: PlannedCall, _ most: Int64, _ day: LocalDate) async throws {
        do {
            _ = try await store.commit(ModelSpending.reserve(call, most: most, day: day))
            state.withLock { _ = $0.setAside.insert(call.key) }
        } catch let reached as ModelSpending.Reached {
            throw try await BudgetNotice(store: store, clock: clock, settings: settings).refusal(of: call, reached.budget, most: most, day: day)
        }
    }

    package func end(_ call: PlannedCall, _ result: CallResult) {
        let mayHaveRow = state.withLock { $0.setAside.remove(call.key) != nil }
        enter(.ended(call, result, mayHaveRow: mayHaveRow))
    }

    /// Names the run of the calls with this mark, now that it has a row.
    func attribute(_ mark: String, to run: Int64, in workspace: WorkspaceID) {
        enter(.attributed(ModelCalls.Attribution(workspace: workspace, mark: mark, run: run)))
    }

    private func enter(_ entry: Entry) {
        let isFirst = state.withLock { state in
            state.pending.append(entry)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        guard isFirst else { return }
        Task {
            try? await clock.sleep(Self.pause)
            await flush()
        }
    }

    /// Enters what is left, before a process ends; what a database that stays away does not take is told to the log.
    package func close() async {
        state.withLock { $0.endsAt = clock.now().adding(Self.lastPatience) }
        await flush()
    }

    /// Returns once everything that has been told until now is in the books.
    package func flush() async {
        let writing = state.withLock { state in
            let former = state.writing
            let task = Task {
                await former?.value
                // What one caller began may be about all that came since.
                await WorkspaceScope.$current.withValue(.everyWorkspace) { await self.writePending() }
            }
            state.writing = task
            return task
        }
        await writing.value
    }

    private func writePending() async {
        let entries = named(
            state.withLock { state in
                defer { (state.pending, state.isScheduled) = ([], false) }
                return state.pending
            })
        for start in stride(from: 0, to: entries.count, by: Self.group) {
            await write(entries[start..<min(start + Self.group, entries.count)])
        }
    }

    /// The ends first, with their runs: what names these was told after them, mostly in time to be entered with them.
    private func named(_ entries: [Entry]) -> [Entry] {
        let runs = Self.attributions(in: entries)
        var ends: [Entry] = [], attributions: [Entry] = []
        for entry in entries {
            guard case .ended(var call, let result, let mayHaveRow) = entry else {
                attributions.append(entry)
                continue
            }
            if let run = call.account.mark.flatMap({ runs[$0]?.run }) { call.account.run = run }
            ends.append(.ended(call, result, mayHaveRow: mayHaveRow))
        }
        return ends + attributions
    }

    /// By their marks.
    private static func attributions(in entries: some Sequence<Entry>) -> [String: ModelCalls.Attribution] {
        entries.reduce(into: [:]) { named, entry in
            if case .attributed(let attribution) = entry { named[attribution.mark] = attribution }
        }
    }

    private func write(_ entries: ArraySlice<Entry>) async {
        let runs = Self.attributions(in: entries)
        var endings: [ModelCalls.Ending] = []
        for case .ended(let call, let result, let mayHaveRow) in entries { endings.append(await ending(of: call, result, mayHaveRow)) }
        let late = state.withLock { state in
            let late = state.unnamed.intersection(runs.keys)
            state.unnamed.subtract(late)
            // Runs that were broken off are never named.
            if state.unnamed.count > 10_000 { state.unnamed = [] }
            state.unnamed.formUnion(endings.filter { $0.call.account.run == nil }.compactMap(\.call.account.mark))
            return late
        }
        let attributions = ModelCalls.attribute(late.compactMap { runs[$0] }, on: store.dialect)
        guard !endings.isEmpty || !attributions.isEmpty else { return }
        var pause = Duration.milliseconds(50)
        while true {
            do {
                _ = try await store.commit(ModelCalls.end(endings, now: clock.now(), on: store.dialect) + attributions)
                return
            } catch is ModelCalls.EnteredBefore {
                // What was stored although the answer was lost counts once all the same.
                for index in endings.indices { endings[index].mayHaveRow = true }
            } catch let error as StoreError where error.isPassing && !isOver {
                guard (try? await clock.sleep(pause)) != nil else { return }
                pause = min(pause * 2, .seconds(2))
            } catch  where entries.count > 1 && !error.concernsAll {
                // One that cannot be entered must not take the others with it.
                state.withLock { $0.unnamed.formUnion(late) }
                for index in entries.indices { await write(entries[index...index]) }
                return
            } catch {
                logger.error("calls of models could not be entered in the books", metadata: ["calls": "\(endings.count)", "error": "\(error)"])
                return
            }
        }
    }

    private var isOver: Bool { state.withLock { state in state.endsAt.map { clock.now() >= $0 } ?? false } }

    private func ending(of call: PlannedCall, _ result: CallResult, _ mayHaveRow: Bool) async -> ModelCalls.Ending {
        let zone = (try? await settings.zone(of: call.account.person.workspace)) ?? .gmt
        let day = call.startedAt.localDate(in: zone)
        return ModelCalls.Ending(call: call, day: day, result: result, cost: cost(of: call, result), mayHaveRow: mayHaveRow)
    }

    private func cost(of call: PlannedCall, _ result: CallResult) -> Int64? {
        let tokens: CallTokens
        switch result.use {
        case .nothing: return 0
        case .counted(let counted): tokens = counted
        case .unknown: tokens = call.most
        }
        return prices.price(of: call.writer).map { min($0.cost(of: tokens), CallSums.mostCost) }
    }
}
