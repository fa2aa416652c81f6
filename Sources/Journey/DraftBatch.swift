package import Domain
package import Storage

/// Decisions on many drafts at once.
extension DraftDesk {
    /// How many one call may decide on.
    package static let mostAtOnce: Int64 = 500

    package struct BatchResult: Equatable, Sendable {
        package var decided: [Int64] = []
        /// What a rule or a finding kept a draft.
        package var kept: [Kept] = []

        package struct Kept: Equatable, Sendable {
            package var id: Int64
            package var reason: String
        }
    }

    /// Sends all drafts of a choice, each unless a rule or a finding keeps it back.
    ///
    /// - Parameter count: how many the caller has seen.
    /// - Throws: `OtherCount` where there are more or fewer; nothing is sent then.
    package func approveAll(_ choice: Drafts.Choice, count: Int64, in workspace: WorkspaceID, undoWithin: Duration = .zero) async throws
        -> BatchResult
    {
        try await decide(on: choice, count, workspace) { id in
            _ = try await approve(id, in: workspace, body: nil, undoWithin: undoWithin)
        }
    }

    /// Keeps all drafts of a choice from being sent; throws as `approveAll` does.
    package func rejectAll(_ choice: Drafts.Choice, count: Int64, in workspace: WorkspaceID, reason: String?) async throws -> BatchResult {
        try await decide(on: choice, count, workspace) { id in _ = try await reject(id, in: workspace, reason: reason) }
    }

    /// How many drafts there are of a choice.
    package func count(_ choice: Drafts.Choice, in workspace: WorkspaceID) async throws -> Int64 {
        try await store.read(Drafts.count(workspace, choice)).first?.integer(0) ?? 0
    }

    private func decide(
        on choice: Drafts.Choice, _ count: Int64, _ workspace: WorkspaceID, _ decision: (Int64) async throws -> Void
    ) async throws -> BatchResult {
        let answers = try await store.read([Drafts.count(workspace, choice), Drafts.ids(workspace, choice, limit: Self.mostAtOnce)])
        let actual = answers[0][0].integer(0)
        guard actual == count, count <= Self.mostAtOnce else { throw OtherCount(actual: actual) }
        var result = BatchResult()
        for id in answers[1].map({ $0.integer(0) }) {
            do {
                try await decision(id)
                result.decided.append(id)
            } catch {
                guard let reason = Self.reason(error) else { throw error }
                result.kept.append(.init(id: id, reason: reason))
            }
        }
        return result
    }

    /// Nil for what is no decision of the draft's own.
    private static func reason(_ error: any Error) -> String? {
        switch error {
        case let rule as BrokenRule: rule.sentence
        case let words as UncarriedWords: words.sentence
        case let expired as DraftExpired: expired.reason
        case is ContactGone: "The contact has been deleted."
        case is AlreadyDecided: "Somebody else has decided on it meanwhile."
        default: nil
        }
    }
}

/// There are more or fewer drafts than the caller has seen, or more than one call may decide on.
package struct OtherCount: Error, Equatable, Sendable {
    package var actual: Int64

    package var sentence: String {
        actual > DraftDesk.mostAtOnce
            ? "There are \(actual) such drafts, and one call decides on \(DraftDesk.mostAtOnce) at most: choose fewer."
            : "There are \(actual) such drafts now, so nothing was decided: look at them, and say how many."
    }
}

/// The draft has waited too long to be sent.
package struct DraftExpired: Error, Equatable, Sendable {
    package var reason: String
}
