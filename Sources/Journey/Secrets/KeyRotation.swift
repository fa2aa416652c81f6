package import Domain
package import Storage

/// Puts secrets under the current master key: encrypts the data keys anew, or with new data keys the secrets too.
///
/// Servers go on meanwhile, as long as they have both master keys. Each step is a commit of its own that leaves everything readable, so
/// whatever ends it in the middle, running it again completes it.
package struct KeyRotation: Sendable {
    package struct Report: Equatable, Sendable {
        /// Data keys that were encrypted under another master key.
        package var rewrapped = 0
        /// Secrets that are encrypted under a data key now, and were not, or were under an earlier one.
        package var resealed = 0
        /// Data keys that nothing is encrypted under any more.
        package var dropped = 0
        /// What neither master key opens: left as it was.
        package var unreadable: [String] = []
    }

    private let store: any Store
    private let clock: WallClock
    private let keys: any KeyRing
    private let vault: Vault
    private static let page: Int64 = 100
    /// For how long a data key stays after another has taken its place, whatever is encrypted under it.
    private static let grace = Duration.seconds(3600)

    package init(store: any Store, clock: WallClock, keys: any KeyRing) {
        self.store = store
        self.clock = clock
        self.keys = keys
        vault = Vault(store: store, clock: clock, keys: keys)
    }

    /// - Parameter isOfValues: whether each workspace gets a new data key, and its secrets are encrypted under that.
    /// - Throws: `StoreError`; what was done so far stays.
    package func rotate(isOfValues: Bool) async throws -> Report {
        var report = Report()
        for row in try await store.read(Workspaces.all) {
            let workspace = WorkspaceID(row.integer(0))
            try await rewrap(workspace, &report)
            let newest = try await newest(workspace, isNew: isOfValues)
            for column in SealedColumn.all { try await reseal(column, workspace, under: newest, isOfValues: isOfValues, &report) }
            let before = clock.now().adding(.zero - Self.grace)
            report.dropped += try await store.commit(DataKeys.dropUnused(workspace, replacedBefore: before)).count
        }
        return report
    }

    private func rewrap(_ workspace: WorkspaceID, _ report: inout Report) async throws {
        var statements: [SQL] = []
        for key in try await store.read(DataKeys.all(workspace)).map(DataKeys.kept) where !keys.isCurrent(key.wrapped) {
            let purpose = DataKeys.purpose(workspace, key.number)
            do {
                statements.append(DataKeys.rewrap(workspace, key, as: try keys.seal(try keys.open(key.wrapped, for: purpose), for: purpose)))
            } catch is SecretUnreadable {
                report.unreadable.append("data key \(key.number) of workspace \(workspace.value)")
            }
        }
        guard !statements.isEmpty else { return }
        _ = try await store.commit(statements + [entry(workspace, "data_keys", statements.count)])
        report.rewrapped += statements.count
    }

    /// The number of the data key that secrets are to be encrypted under.
    private func newest(_ workspace: WorkspaceID, isNew: Bool) async throws -> Int64 {
        let newest = try await store.read(DataKeys.all(workspace)).first.map { DataKeys.kept($0).number } ?? 0
        guard isNew || newest == 0 else { return newest }
        try await store.commit(try DataKeys.made(newest + 1, of: workspace, by: keys, now: clock.now()))
        return newest + 1
    }

    private func reseal(_ column: SealedColumn, _ workspace: WorkspaceID, under number: Int64, isOfValues: Bool, _ report: inout Report) async throws
    {
        var last: Int64 = 0
        while true {
            let rows = try await store.read(column.others(workspace, than: isOfValues ? number : nil, after: last, limit: Self.page))
            guard let end = rows.last?.integer(0) else { return }
            var statements: [SQL] = []
            for row in rows {
                do {
                    let secret = try await vault.open(row.text(1), column, in: workspace)
                    let sealed = try await vault.seal(secret, column, in: workspace, under: number)
                    statements.append(column.replace(workspace, id: row.integer(0), row.text(1), by: sealed))
                } catch is SecretUnreadable {
                    report.unreadable.append("\(column.place) of row \(row.integer(0))")
                }
            }
            if !statements.isEmpty {
                let answers = try await store.commit(statements + [entry(workspace, "secrets", statements.count)])
                report.resealed += answers.count { !$0.isEmpty }
            }
            last = end
        }
    }

    private func entry(_ workspace: WorkspaceID, _ what: String, _ count: Int) -> SQL {
        AuditEntries.entry(
            workspace, .keysRotated, AuditSubject("workspace", id: workspace.value), after: .object([what: .integer(Int64(count))]), now: clock.now())
    }
}
