package import Domain
package import Storage

/// Hands out the audit trail of a workspace; that it does is an entry of it too.
package struct AuditExport: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let workspace: WorkspaceID
    private static let page: Int64 = 500

    package init(store: any Store, clock: WallClock, workspace: WorkspaceID) {
        self.store = store
        self.clock = clock
        self.workspace = workspace
    }

    /// Enters the export and seals what is not: the sequence up to which there is something to hand out, the export itself included.
    ///
    /// - Throws: `StoreError`.
    package func begin(after sequence: Int64) async throws -> Int64 {
        let entry = AuditEntries.entry(
            workspace, .auditExported, AuditSubject("audit trail"), after: .object(["after": .integer(sequence)]), now: clock.now())
        try await store.commit(entry)
        try await AuditSealer(store: store).seal(workspace)
        return AuditEntries.head(try await store.read(AuditEntries.head(workspace))).sequence
    }

    /// The sealed entries of a stretch in their order, some at a time.
    package func pages(after sequence: Int64, through end: Int64, _ use: ([AuditEntries.Entry]) async throws -> Void) async throws {
        var last = sequence
        while last < end {
            let entries = try await store.read(AuditEntries.chain(workspace, after: last, limit: min(Self.page, end - last))).map(AuditEntries.entry)
            guard let next = entries.last?.seal?.sequence else { return }
            try await use(entries)
            last = next
        }
    }
}
