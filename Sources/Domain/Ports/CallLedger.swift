/// The port to the books on calls of models: every single try is told before it begins and when it has ended.
package protocol CallLedger: Sendable {
    /// Sets aside what the try may cost at most, where the workspace has a budget.
    ///
    /// - Throws: `LLMError.overBudget` where that is more than is left, `misconfigured` where there is a budget and no price for
    ///   the model, `unavailable` where the books can't be read; the try is not to begin then.
    func begin(_ call: PlannedCall) async throws(LLMError)

    /// What became of a try that `begin` allowed: once for each. Never waits.
    func end(_ call: PlannedCall, _ result: CallResult)
}

/// One try at one request, about to begin.
package struct PlannedCall: Sendable, Equatable {
    /// Tells it from every other.
    package var key: String
    package var account: CallAccount
    package var writer: WriterName
    package var startedAt: Timestamp
    /// More tokens than it can take: no token is shorter than a byte, and the answer's length has a limit.
    package var most: CallTokens
    /// When it has ended at the latest, whatever happens.
    package var endsBy: Timestamp
    /// Whether another model is asked where this try is not to begin.
    package var hasAlternative: Bool

    package init(
        key: String, account: CallAccount, writer: WriterName, startedAt: Timestamp, most: CallTokens, endsBy: Timestamp, hasAlternative: Bool = false
    ) {
        self.hasAlternative = hasAlternative
        self.key = key
        self.account = account
        self.writer = writer
        self.startedAt = startedAt
        self.most = most
        self.endsBy = endsBy
    }
}

package struct CallTokens: Hashable, Sendable {
    package var input: Int64
    package var output: Int64

    package init(input: Int64, output: Int64) {
        self.input = input
        self.output = output
    }

    package static let none = CallTokens(input: 0, output: 0)
}

/// How a try ended.
package struct CallResult: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
        case answered, unavailable, misconfigured, unusable, cancelled
        case timedOut = "timed_out"
    }

    package enum Use: Sendable, Equatable {
        /// As the provider has counted.
        case counted(CallTokens)
        /// It was not taken on, so that it costs nothing.
        case nothing
        /// It may have been answered, or was, without a count: it counts as the most it can have taken.
        case unknown
    }

    package var outcome: Outcome
    /// Why there is no answer.
    package var reason: String?
    package var use: Use
    package var endedAt: Timestamp

    package init(_ outcome: Outcome, reason: String? = nil, use: Use, endedAt: Timestamp) {
        self.outcome = outcome
        self.reason = reason
        self.use = use
        self.endedAt = endedAt
    }
}
