import Domain
import Synchronization

/// A try in the books: entered before it begins, and closed once, whatever becomes of it.
final class BookEntry: Sendable {
    private let ledger: any CallLedger
    private let call: PlannedCall
    private let clock: WallClock
    private let isOpen = Atomic(true)

    private init(_ call: PlannedCall, in ledger: any CallLedger, clock: WallClock) {
        self.ledger = ledger
        self.call = call
        self.clock = clock
    }

    static func of(_ call: PlannedCall, in ledger: any CallLedger, clock: WallClock) async throws(LLMError) -> BookEntry {
        try await ledger.begin(call)
        return BookEntry(call, in: ledger, clock: clock)
    }

    func close(_ completion: Completion) {
        close(.answered, reason: nil, CallResult.Use(completion.tokensIn, completion.tokensOut))
    }

    func close(_ fault: ProviderFault) {
        close(CallResult.Outcome(fault.error), reason: fault.error.reason, fault.use)
    }

    private func close(_ outcome: CallResult.Outcome, reason: String?, _ use: CallResult.Use) {
        guard isOpen.exchange(false, ordering: .relaxed) else { return }
        ledger.end(call, CallResult(outcome, reason: reason, use: use, endedAt: clock.now()))
    }

    /// Nobody waited for its end.
    deinit { close(.cancelled, reason: LLMError.cancelled.reason, .unknown) }
}

extension CallResult.Use {
    /// - Parameters: as the provider has counted them; unknown where it did not.
    init(_ tokensIn: Int64?, _ tokensOut: Int64?) {
        guard let tokensIn, let tokensOut else {
            self = .unknown
            return
        }
        self = .counted(CallTokens(input: max(0, tokensIn), output: max(0, tokensOut)))
    }
}

extension CallResult.Outcome {
    fileprivate init(_ error: LLMError) {
        switch error {
        case .unavailable, .overBudget: self = .unavailable
        case .timedOut: self = .timedOut
        case .misconfigured: self = .misconfigured
        case .unusable, .wordless: self = .unusable
        case .cancelled: self = .cancelled
        }
    }
}
