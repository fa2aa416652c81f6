package import Domain

/// Brings a database to the schema of this binary.
package struct Migrator: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let known: [Migration]

    /// - Parameter last: the version to bring the database to; nil for this binary's own.
    package init(store: any Store, clock: WallClock, through last: Int64? = nil) {
        // A step may change rows of all workspaces.
        self.store = store.acrossWorkspaces
        self.clock = clock
        known = Migration.all.filter { $0.number <= last ?? .max }
    }

    /// Where each known migration stands, and what the database has beyond them.
    package struct Status: Sendable, Equatable {
        package var applied: [Int64]
        package var pending: [Int64]
        package var unknown: [Int64]
    }

    package enum Failure: Error, Equatable, CustomStringConvertible {
        case newerDatabase(version: Int64)
        case changedMigration(number: Int64)
        case foreignEncoding(String)

        package var description: String {
            switch self {
            case .newerDatabase(let version):
                "The database has schema version \(version), newer than this binary knows (\(Migration.all.count)): use the newer crm-agent."
            case .changedMigration(let number):
                "Schema version \(number) in the database is not the one this binary was built with: use the crm-agent that made it."
            case .foreignEncoding(let name):
                "The database's encoding is \(name), and it has to be UTF8: make it with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
            }
        }
    }

    /// Only reads.
    ///
    /// - Throws: `Failure.changedMigration`, `Failure.foreignEncoding`, `StoreError`.
    package func status() async throws -> Status {
        if let encoding = try await store.read(store.dialect.findsForeignEncoding).first?.optionalText(0) { throw Failure.foreignEncoding(encoding) }
        let rows = try await recorded()
        let applied = rows.map { $0.integer(0) }
        for row in rows {
            guard let known = known.first(where: { $0.number == row.integer(0) }) else { continue }
            guard known.checksum == row.text(1) else { throw Failure.changedMigration(number: known.number) }
        }
        let known = known.map(\.number)
        return Status(applied: applied, pending: known.filter { !applied.contains($0) }, unknown: applied.filter { !known.contains($0) })
    }

    private func recorded() async throws -> [Row] {
        guard try await store.read(store.dialect.findsMigrations).first?[0] != .null else { return [] }
        return try await store.read(SQL("SELECT version, checksum FROM schema_migrations ORDER BY version"))
    }

    /// Applies what is pending, each step in a transaction of its own; returns the numbers of those that this call
    /// applied.
    ///
    /// Of several processes that start at once one applies a step: the others wait for its lock, and then find its row.
    /// - Throws: `Failure`, `StoreError`.
    @discardableResult
    package func migrate() async throws -> [Int64] {
        let before = try await status()
        if let newer = before.unknown.max() { throw Failure.newerDatabase(version: newer) }
        var applied: [Int64] = []
        for migration in known where before.pending.contains(migration.number) {
            if try await apply(migration) { applied.append(migration.number) }
        }
        return applied
    }

    /// Whether it was this call that applied it.
    private func apply(_ migration: Migration) async throws -> Bool {
        var looks = 0
        while true {
            do {
                _ = try await store.commit(statements(of: migration))
                return true
            } catch StoreError.duplicate {
                return false
            } catch let error as StoreError where error.isPassing && store.dialect == .sqlite && looks < Self.mostLooks {
                // Another process is at it: SQLite waits for its lock only so long.
                looks += 1
                if try await recorded().contains(where: { $0.integer(0) == migration.number }) { return false }
            }
        }
    }

    private static let mostLooks = 15

    private func statements(of migration: Migration) -> [SQL] {
        let dialect = store.dialect
        let isFirst = migration.number == 1
        return dialect.lock + [Self.table].compactMap(dialect.schema).map { SQL($0).oneOff() } + [record(migration)]
            + (isFirst ? dialect.beforeFirstMigration : [])
            + migration.statements.compactMap(dialect.schema).map { SQL($0).oneOff().unhurried() } + (isFirst ? dialect.afterFirstMigration : [])
    }

    private static let table =
        "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)"

    private func record(_ migration: Migration) -> SQL {
        SQL(
            "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
            [.integer(migration.number), .text(migration.name), .text(migration.checksum), .time(clock.now())])
    }
}
