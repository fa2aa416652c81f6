import Domain

/// Cuts a file into batches so that records that may speak of one row are in the same one.
struct ImportBatches {
    private static let size = 1000

    private var csv: CSVReader
    private let rows: ImportRowReader
    private let repeated: RepeatedRows
    private var number = -1
    /// Rows that wait for the last of their group, by its number.
    private var held: [Int: [ImportRow]] = [:]

    init(csv: CSVReader, rows: ImportRowReader, repeated: RepeatedRows) {
        self.csv = csv
        self.rows = rows
        self.repeated = repeated
    }

    var bytesRead: Int { csv.bytesRead }

    /// Nil at the end of the file. Rows that cannot be read go to the report instead.
    mutating func next(_ report: inout ImportReport) throws -> [ImportRow]? {
        var batch: [ImportRow] = []
        while batch.count < Self.size, let item = try csv.next() {
            number += 1
            let row = row(item, &report)
            guard let last = repeated.last(with: number) else {
                if let row { batch.append(row) }
                continue
            }
            if let row { held[last, default: []].append(row) }
            if last == number { batch += held.removeValue(forKey: last) ?? [] }
        }
        if !batch.isEmpty { return batch }
        // Only a file that shrank since the first pass leaves rows here.
        defer { held = [:] }
        return held.isEmpty ? nil : held.values.flatMap(\.self).sorted { $0.line < $1.line }
    }

    private func row(_ item: CSVItem, _ report: inout ImportReport) -> ImportRow? {
        switch item {
        case .fault(let line, let reason):
            report.refuse(line: line, reason)
        case .record(let record):
            do {
                return try rows.row(record)
            } catch {
                report.refuse(line: record.line, error.sentences)
            }
        }
        return nil
    }
}

extension ValidationError {
    var sentences: String { issues.map(\.message).joined(separator: " ") }
}
