import Domain
import Storage

/// Writes batches: finds the rows they are about in a few statements, then creates and changes in one transaction.
struct ImportWriter {
    let store: any Store
    let clock: WallClock
    let rows: ImportRowReader
    let isDryRun: Bool
    private let besides: @Sendable (Timestamp) -> [SQL]
    private let table: ImportRows
    private let links: ImportLinks
    private let keys: ImportKeys
    private let stageColumn: Int?
    /// In a dry run, rows whose keys earlier batches would have changed, as they would be.
    private var moved: [Int64: [SQLValue]] = [:]

    /// - Parameter besides: of `Importer`.
    init(
        store: any Store, clock: WallClock, workspace: WorkspaceID, rows: ImportRowReader, isDryRun: Bool,
        besides: @escaping @Sendable (Timestamp) -> [SQL]
    ) {
        self.besides = besides
        self.store = store
        self.clock = clock
        self.rows = rows
        self.isDryRun = isDryRun
        table = ImportRows(table: rows.kind.table, workspace: workspace)
        links = ImportLinks(store: store, workspace: workspace, rows: rows)
        keys = ImportKeys(rows.kind, columns: rows.columns)
        stageColumn = rows.columns.firstIndex { $0.name == "stage" }
    }

    mutating func write(_ batch: [ImportRow], _ report: inout ImportReport) async throws {
        let found = try await links.find(for: batch)
        for attempt in 1... {
            let (plan, faults) = classified(found.batch, stored: try await find(found.batch))
            do {
                try await store(plan)
            } catch StoreError.duplicate where attempt < Self.attempts {
                continue
            } catch is ImportRows.RowsMoved where attempt < Self.attempts {
                continue
            }
            for result in plan.results { report.count(result) }
            let bad = Set(faults.map(\.0))
            count(stagesOf: batch, without: bad, &report)
            report.count(found, without: bad)
            for (line, sentences) in faults { report.refuse(line: line, sentences) }
            return
        }
    }

    private func count(stagesOf batch: [ImportRow], without faulty: Set<Int>, _ report: inout ImportReport) {
        guard let stageColumn else { return }
        for row in batch where !faulty.contains(row.line) { report.count(stage: row.given[stageColumn]) }
    }

    /// A server may change the same rows meanwhile; then they are looked up again.
    private static let attempts = 5

    private func classified(_ batch: [ImportRow], stored: [ImportRows.Stored]) -> (ImportBatch, [(Int, String)]) {
        var plan = ImportBatch(rows: rows, stored: stored)
        var faults: [(Int, String)] = []
        for row in batch {
            do {
                try plan.apply(row)
            } catch {
                faults.append((row.line, error.sentences))
            }
        }
        return (plan, faults)
    }

    private mutating func store(_ plan: ImportBatch) async throws {
        if isDryRun {
            for row in plan.moved { moved[row.id] = row.values }
            return
        }
        let now = clock.now()
        let (created, updated) = (plan.created(at: now), plan.updated(at: now))
        let statements =
            table.release(rows.kind.uniqueColumn ?? "", of: plan.released) + table.update(updated, now: now) + table.insert(created, now: now)
        if !statements.isEmpty { _ = try await store.commit(statements + [entry(created.count, updated.count, now)] + besides(now)) }
    }

    /// One for each batch, in the batch's own transaction: an import that ends in the middle is entered as far as it came.
    private func entry(_ created: Int, _ updated: Int, _ now: Timestamp) -> SQL {
        AuditEntries.entry(
            table.workspace, .recordsImported, AuditSubject(rows.kind.table.noun),
            after: .object(["created": .integer(Int64(created)), "changed": .integer(Int64(updated))]), now: now)
    }

    // MARK: Looking up

    /// Every row that some key of the batch may be about, each once, the oldest first.
    private func find(_ batch: [ImportRow]) async throws -> [ImportRows.Stored] {
        var found: [Int64: ImportRows.Stored] = [:]
        for answer in try await read(lookUps(batch)) {
            for row in answer.map(table.stored) { found[row.id] = row }
        }
        for (id, values) in moved { found[id]?.values = values }
        return found.values.sorted { $0.id < $1.id }
    }

    private func lookUps(_ batch: [ImportRow]) -> [SQL] {
        let said = batch.map { row in zip(row.given, rows.columns).map { $0 ?? rows.initial($1) } }
        let described = said.filter { keys.natural(of: $0) != nil }
        let key = ["user_id"] + rows.kind.naturalKey.prefix(rows.kind == .contacts ? 1 : 2)
        let names = key.filter { name in rows.columns.contains { $0.name == name } }
        let places = names.compactMap { name in rows.columns.firstIndex { $0.name == name } }
        let uniques = said.compactMap(keys.unique)
        let condition = rows.kind == .contacts ? "external_id IS NULL AND email IS NULL" : nil
        return table.having(externalIDs: said.compactMap(keys.externalID))
            + (uniques.isEmpty ? [] : rows.kind == .contacts ? table.having(emails: uniques) : table.having(skus: uniques))
            + table.having(names, described.map { row in places.map { row[$0] } }, where: condition)
    }

    private func read(_ statements: [SQL]) async throws -> [[Row]] {
        statements.isEmpty ? [] : try await store.read(statements)
    }
}
