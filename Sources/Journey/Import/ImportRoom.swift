import Synchronization

/// Lets one file be imported at a time on this instance: it keeps the file in memory and a processor busy, which others need too.
package final class ImportRoom: Sendable {
    private let isTaken = Mutex(false)

    package init() {}

    /// - Throws: `ImportUnderWay` at once where there is another, and what `work` throws.
    @discardableResult
    package func alone<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        guard
            isTaken.withLock({ isTaken in
                defer { isTaken = true }; return !isTaken
            })
        else { throw ImportUnderWay() }
        defer { isTaken.withLock { $0 = false } }
        return try await work()
    }
}

/// Another file is being imported.
package struct ImportUnderWay: Error, Equatable {
    package init() {}
}
