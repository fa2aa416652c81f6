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
    private let log: OutcomeLog<Ended>
    private let writing = Mutex<[UInt64: Task<Void, Never>]>([:])
    /// What is being written of a run on request, by its mark.
    private let marked = Mutex<[String: [Task<Void, Never>]]>([:])
    private let lastID = Atomic<UInt64>(0)

    package init(store: any Store, clock: WallClock, settings: WorkspaceSettings, prices: PriceList, logger: Logger) {
        self.store = store
        self.clock = clock
        self.settings = settings
        self.prices = prices
        self.logger = logger
        let now = clock.now
        log = OutcomeLog(store: store, clock: clock) { ModelCalls.end($0.map(\.ending), now: now()) }
    }

    package func begin(_ call: PlannedCall) async throws(LLMError) {
        do {
            let workspace = call.account.person.workspace
            guard try await settings.budgets(of: workspace).hasAny else { return }
            let day = call.startedAt.localDate(in: try await settings.zone(of: workspace))
            let most = try cost(of: call.most, by: call.writer)
            try await reserve(call, min(most, Self.mostSetAside), day)
        } catch let error as LLMError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unavailable(reason: "The budget for models could not be read, so the model was not asked.", retryAfter: nil)
        }
    }

    /// More than any budget, and far from the end of the numbers.
    private static let mostSetAside: Int64 = 1_000_000_000_000_000_000

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
        } catch let reached as ModelSpending.Reached {
            throw try await BudgetNotice(store: store, clock: clock, settings: settings).refusal(of: call, reached.budget, most: most, day: day)
        }
    }

    package func end(_ call: PlannedCall, _ result: CallResult) {
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        // Its removal waits for this lock, and so comes after it.
        writing.withLock { writing in
            let task = Task {
                await self.write(call, result)
                self.writing.withLock { $0[id] = nil }
            }
            writing[id] = task
            guard let mark = call.account.mark else { return }
            marked.withLock { $0[mark, default: []].append(task) }
        }
    }

    private func write(_ call: PlannedCall, _ result: CallResult) async {
        do {
            let day = call.startedAt.localDate(in: (try? await settings.zone(of: call.account.person.workspace)) ?? .gmt)
            try await log.record(Ended(ending: .init(call: call, day: day, result: result, cost: cost(of: call, result))))
        } catch {
            logger.error("a model's call could not be entered in the books", metadata: ["call": "\(call.key)", "error": "\(error)"])
        }
    }

    private func cost(of call: PlannedCall, _ result: CallResult) -> Int64? {
        switch result.use {
        case .nothing: 0
        case .counted(let tokens): prices.price(of: call.writer)?.cost(of: tokens)
        case .unknown: prices.price(of: call.writer)?.cost(of: call.most)
        }
    }

    /// Names the run of the calls with this mark, now that it has a row; nil where it gets none.
    func attribute(_ mark: String, to run: Int64?, in workspace: WorkspaceID) {
        let tasks = marked.withLock { $0.removeValue(forKey: mark) } ?? []
        guard let run, !tasks.isEmpty else { return }
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        writing.withLock { writing in
            writing[id] = Task {
                for task in tasks { await task.value }
                _ = try? await self.store.commit(ModelCalls.attribute(workspace, mark: mark, to: run))
                self.writing.withLock { $0[id] = nil }
            }
        }
    }

    /// Returns once everything that has ended until now is in the books.
    package func flush() async {
        for task in writing.withLock({ Array($0.values) }) { await task.value }
    }
}

private struct Ended: Sendable {
    var ending: ModelCalls.Ending
}
