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

    /// Drafts as a person has seen them: how many of a choice, up to the youngest.
    package struct Seen: Equatable, Sendable {
        package var count: Int64
        /// Nil where there are none.
        package var newest: Int64?

        package init(count: Int64, newest: Int64?) {
            self.count = count
            self.newest = newest
        }
    }

    /// Sends all drafts of a choice, each unless a rule or a finding keeps it back.
    ///
    /// - Parameter seen: what the caller has seen.
    /// - Throws: `OtherDrafts` where there are others; nothing is sent then. What the database fails with before the first decision.
    package func approveAll(
        _ choice: Drafts.Choice, _ seen: Seen, in workspace: WorkspaceID, undoWithin: Duration = .zero, effects: [SQL] = []
    ) async throws -> BatchResult {
        try await decide(on: choice, seen, workspace, effects) { id, effects in
            _ = try await approve(id, in: workspace, body: nil, undoWithin: undoWithin, effects: effects)
        }
    }

    /// Keeps all drafts of a choice from being sent; throws as `approveAll` does.
    package func rejectAll(
        _ choice: Drafts.Choice, _ seen: Seen, in workspace: WorkspaceID, reason: String?, effects: [SQL] = []
    ) async throws -> BatchResult {
        try await decide(on: choice, seen, workspace, effects) { id, effects in
            _ = try await reject(id, in: workspace, reason: reason, effects: effects)
        }
    }

    /// The drafts that there are of a choice.
    package func look(at choice: Drafts.Choice, in workspace: WorkspaceID) async throws -> Seen {
        let row = try await store.read(Drafts.count(workspace, choice)).first
        return Seen(count: row?.integer(0) ?? 0, newest: row?.optionalInteger(1))
    }

    /// - Parameter effects: what belongs to the caller's request, in the commit of the first decision.
    private func decide(
        on choice: Drafts.Choice, _ seen: Seen, _ workspace: WorkspaceID, _ effects: [SQL], _ decision: (Int64, [SQL]) async throws -> Void
    ) async throws -> BatchResult {
        var choice = choice
        choice.newest = seen.newest ?? 0
        let answers = try await store.read([Drafts.count(workspace, choice), Drafts.ids(workspace, choice, limit: Self.mostAtOnce)])
        let actual = answers[0][0].integer(0)
        guard actual == seen.count, actual <= Self.mostAtOnce else { throw OtherDrafts(actual: actual) }
        var result = BatchResult()
        let ids = answers[1].map { $0.integer(0) }
        for (index, id) in ids.enumerated() {
            do {
                try await decision(id, result.decided.isEmpty ? effects : [])
                result.decided.append(id)
            } catch let error as StoreError where error.isPassing && !result.decided.isEmpty {
                // What was decided is told; the rest can be asked for again.
                result.kept += ids[index...].map { .init(id: $0, reason: "The database is away: it may be decided on, or not.") }
                break
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

/// There are other drafts than the caller has seen, or more than one call may decide on.
package struct OtherDrafts: Error, Equatable, Sendable {
    package var actual: Int64

    package var sentence: String {
        actual > DraftDesk.mostAtOnce
            ? "There are \(actual) such drafts, and one call decides on \(DraftDesk.mostAtOnce) at most: begin with the oldest, newest_id being the last of these."
            : "There are \(actual) such drafts up to the youngest that was seen, so nothing was decided: look at them again."
    }
}

/// The draft has waited too long to be sent.
package struct DraftExpired: Error, Equatable, Sendable {
    package var reason: String
}
