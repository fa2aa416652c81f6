package import Domain
package import Logging
package import Storage

/// What a person does with a batch that goes on; an occurrence of a schedule is one too.
extension BatchRequest {
    /// Holds back everything that is not under way; what is under way ends.
    ///
    /// - Throws: `RowNotFound`, `StaleVersion`, `BatchHasEnded`, `StoreError`.
    package func pause(_ id: Int64, in workspace: WorkspaceID, version: SeenVersions? = nil, effects: [SQL] = []) async throws {
        try await change(id, workspace, version, Batches.pause(workspace, id: id, now: clock.now()) + effects)
    }

    /// Lets a paused batch go on; throws as `pause` does.
    package func resume(_ id: Int64, in workspace: WorkspaceID, version: SeenVersions? = nil, effects: [SQL] = []) async throws {
        try await change(id, workspace, version, Batches.resume(workspace, id: id, now: clock.now()) + effects)
    }

    /// Ends a batch: what waits is not written any more, what is under way ends; throws as `pause` does.
    package func cancel(_ id: Int64, in workspace: WorkspaceID, version: SeenVersions? = nil, effects: [SQL] = []) async throws {
        try await change(id, workspace, version, Batches.cancel(workspace, id: id, now: clock.now()) + effects)
        signals.send(.schedules)
    }

    /// Tries again what was given up, also once the batch has ended.
    ///
    /// - Throws: `RowNotFound`, `StaleVersion`, `NothingGivenUp`, `StoreError`.
    package func retry(_ id: Int64, in workspace: WorkspaceID, version: SeenVersions? = nil, effects: [SQL] = []) async throws {
        try await change(id, workspace, version, Batches.retry(workspace, id: id, now: clock.now()) + effects)
    }

    /// Changes how many runs begin in a minute; nil for as many as the workers can; throws as `pause` does.
    package func setRate(_ rate: Int64?, of id: Int64, in workspace: WorkspaceID, version: SeenVersions? = nil) async throws {
        try await change(id, workspace, version, Batches.setRate(rate, workspace, id: id, now: clock.now()))
    }

    /// How far a batch is.
    ///
    /// - Throws: `RowNotFound`, `StoreError`.
    package func progress(of id: Int64, in workspace: WorkspaceID) async throws -> BatchProgress {
        let now = clock.now()
        guard var progress = BatchProgress(try await store.read(BatchProgress.query(workspace, id: id, now: now)), now: now) else {
            throw Occurrences.table.notFound(id: id)
        }
        progress.cost = prices.cost(of: progress.uses)
        return progress
    }

    /// Makes the runs that batches over many people still lack: what a server's scheduler does, for a process without one.
    package func makeRuns(logger: Logger) async throws {
        try await Expansion(store: store, clock: clock, logger: logger, signals: signals, sliceSize: sliceSize).expandPlanned()
        try await settle()
    }

    /// Ends the batches that have nothing left to do, as a server does by itself.
    package func settle() async throws {
        _ = try await store.commit(Occurrences.settle(now: clock.now()))
    }

    private func change(_ id: Int64, _ workspace: WorkspaceID, _ version: SeenVersions?, _ statements: [SQL]) async throws {
        _ = try await store.commit([Occurrences.table.expected(workspace, id: id, version: version)] + statements)
        signals.send(.runs)
        signals.send(.rates)
    }
}
