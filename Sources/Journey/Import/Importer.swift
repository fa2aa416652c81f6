package import Domain
package import Storage

/// Brings the rows of a CSV file into a workspace: new ones are created, known ones changed where the file says otherwise.
///
/// Rows are known by `external_id`; where that finds none, contacts by e-mail address (without either: by name and
/// company), deals by customer and product, tasks by title and due day, targets by product, each of the same user,
/// and products by article number, else by name. Of deals and tasks that are described alike each record of a file speaks
/// of another one, unless it says the very same as an earlier record.
/// Empty cells say nothing. Work is done in batches of about a thousand rows, each one transaction; importing a file
/// again changes nothing.
package struct Importer: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let workspace: WorkspaceID
    private let besides: @Sendable (Timestamp) -> [SQL]

    /// - Parameter besides: what each commit is to hold besides its rows, at its time.
    package init(
        store: any Store, clock: WallClock, workspace: WorkspaceID = .first, besides: @escaping @Sendable (_ now: Timestamp) -> [SQL] = { _ in [] }
    ) {
        self.store = store
        self.clock = clock
        self.workspace = workspace
        self.besides = besides
    }

    /// - Parameters:
    ///   - user: the owner of new rows that name none.
    ///   - reach: whose rows alone the file may change or make, and to whose contacts alone, or shared ones, it may link; nil for all.
    ///   - isDryRun: finds out everything and writes nothing.
    ///   - progress: called now and then.
    /// - Throws: `UnusableFile` before anything is written; `StoreError` where the database fails, after which the
    ///   batches so far are in and the same import can be run again.
    package func run(
        _ kind: ImportKind, file: CSVFile, user: Int64 = Users.owner, reach: Int64? = nil, isDryRun: Bool = false,
        progress: @escaping (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let owners = try await ImportOwners(store: store, workspace: workspace, standard: user, only: reach)
        let columns = ImportRows(table: kind.table, workspace: workspace).columns
        let zone = try await WorkspaceSettings(store: store, clock: clock).zone(of: workspace)
        let meter = ImportMeter(file: file, progress: progress)

        var firstPass = try file.reader()
        let header = try ImportHeader(try headerRecord(&firstPass), kind: kind)
        let rows = ImportRowReader(kind: kind, header: header, owners: owners, columns: columns, zone: zone, now: clock.now())
        let repeated = try await RepeatedRows(in: &firstPass, rows: rows) { meter.tick(rows: 0, bytesRead: $0) }

        var secondPass = try file.reader()
        _ = try secondPass.next()
        let batches = ImportBatches(csv: secondPass, rows: rows, repeated: repeated)
        let writer = ImportWriter(store: store, clock: clock, workspace: workspace, rows: rows, isDryRun: isDryRun, besides: besides)
        return try await work(
            batches, writer, meter, ImportReport(kind: kind, isDryRun: isDryRun, matchedColumns: header.matched, ignoredColumns: header.ignored))
    }

    private func work(_ batches: ImportBatches, _ writer: ImportWriter, _ meter: ImportMeter, _ empty: ImportReport) async throws -> ImportReport {
        var batches = batches, writer = writer, report = empty
        while let batch = try batches.next(&report) {
            try Task.checkCancellation()
            try await writer.write(batch, &report)
            meter.tick(rows: report.rows, bytesRead: meter.file.size + batches.bytesRead)
        }
        if !report.isDryRun, report.created >= Statistics.many { await store.renewStatistics(of: report.kind.table) }
        report.problems.sort { $0.line < $1.line }
        return report
    }

    private func headerRecord(_ csv: inout CSVReader) throws -> CSVRecord {
        switch try csv.next() {
        case .record(let record): return record
        case .fault(let line, let reason): throw UnusableFile("Line \(line), which names the columns, cannot be read: \(reason)")
        case nil: throw UnusableFile("The file is empty: its first line names the columns.")
        }
    }
}

/// Tells how far an import is, not more often than is of use.
private final class ImportMeter {
    let file: CSVFile
    private let progress: (ImportProgress) -> Void
    private var told = 0

    init(file: CSVFile, progress: @escaping (ImportProgress) -> Void) {
        self.file = file
        self.progress = progress
    }

    func tick(rows: Int, bytesRead: Int) {
        guard rows > 0 || bytesRead - told > 1 << 18 else { return }
        told = bytesRead
        progress(ImportProgress(rows: rows, bytesRead: bytesRead, totalBytes: 2 * file.size))
    }
}
