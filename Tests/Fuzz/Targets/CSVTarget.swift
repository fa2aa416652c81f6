import Domain
import Foundation
import Storage

@testable import Journey

extension FuzzTarget {
    /// A file that is imported, from its bytes to the checked values of its rows. The first byte says what the file brings.
    static let csv = FuzzTarget(
        "csv", longest: (1 << 20) + 4096,
        words: [
            "\"", "\"\"", ",", ";", "\t", "\r\n", "\u{FEFF}", "name", "email", "external_id", "amount", "currency", "due_date", "status", "product",
            "title",
            "2026-01-31", "31.01.2026", "1/2/2026", "1.200,50", "1,200.50", "EUR", "JPY", "€", "won", "done", "yes", "first_name", "last_name",
            "price",
        ]
    ) { bytes in
        guard let first = bytes.first else { return }
        let kind = ImportKind.allCases[Int(first) % ImportKind.allCases.count]
        let file = Array(bytes.dropFirst())
        let whole = try outcomes(of: file, inPiecesOf: 1 << 18)
        // Each piece has the record read anew from its beginning: of real size there are few.
        if file.count < 1000 {
            let pieces = try outcomes(of: file, inPiecesOf: 1 + Int(first) % 7)
            try hold(whole == pieces, "a file reads the same in pieces of any size")
        }
        try await check(file, as: kind)
    }

    /// What the reader finds, as texts; nil for a file that cannot be read.
    private static func outcomes(of file: [UInt8], inPiecesOf size: Int) throws -> [[String]]? {
        do {
            var reader = try reader(of: file, inPiecesOf: size)
            var found: [[String]] = []
            while let item = try reader.next() {
                switch item {
                case .record(let record): found.append(["\(record.line)"] + record.texts)
                case .fault(let line, let reason): found.append(["\(line)", "fault", reason])
                }
            }
            try hold(reader.bytesRead == file.count, "the reader comes to the end of the file")
            return found
        } catch is UnusableFile {
            return nil
        }
    }

    private static func reader(of file: [UInt8], inPiecesOf size: Int) throws -> CSVReader {
        var rest = file[...]
        return try CSVReader {
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    /// Reads every row for its values, in batches as an import does: each is one that a table may keep, or a fault that says why.
    private static func check(_ file: [UInt8], as kind: ImportKind) async throws {
        do {
            var firstPass = try reader(of: file, inPiecesOf: 1 << 18)
            guard case .record(let names)? = try firstPass.next() else { return }
            let columns = ImportRows(table: kind.table, workspace: .first).columns
            let rows = ImportRowReader(
                kind: kind, header: try ImportHeader(names, kind: kind), owners: try await FuzzDatabase.owners(), columns: columns, zone: .gmt,
                now: Timestamp(seconds: 1_769_850_000))
            let repeated = try await RepeatedRows(in: &firstPass, rows: rows) { _ in }
            var secondPass = try reader(of: file, inPiecesOf: 1 << 18)
            _ = try secondPass.next()
            var batches = ImportBatches(csv: secondPass, rows: rows, repeated: repeated)
            var report = ImportReport(kind: kind, isDryRun: true, ignoredColumns: [])
            while let batch = try batches.next(&report) {
                for row in batch { try check(row, columns) }
            }
            try hold(report.problems.allSatisfy { !$0.message.isEmpty }, "a row that cannot be read says why")
        } catch is UnusableFile {}
    }

    private static func check(_ row: ImportRow, _ columns: [Field]) throws {
        try hold(row.given.count == columns.count, "a row has a place for each column")
        for case .text(let text)? in row.given { try hold(!text.utf8.contains(0), "no text holds what PostgreSQL refuses") }
    }
}
