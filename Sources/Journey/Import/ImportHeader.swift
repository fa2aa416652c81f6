import Domain

/// Which column of a file brings which field.
struct ImportHeader: Sendable {
    /// The place of each known column in a record.
    let places: [String: Int]
    /// The names of the columns that nobody asked for, as the file has them.
    let ignored: [String]
    private let isPipeline: Bool
    /// What the columns are called, by place.
    private let titles: [String]

    var width: Int { titles.count }

    /// - Throws: `UnusableFile` where a required column is missing, or the file is clearly one of another kind.
    init(_ record: CSVRecord, kind: ImportKind) throws {
        let names = record.texts.map(\.trimmed)
        let places = Self.places(in: names.map(foldedHeader), kind)
        self.places = places
        titles = names
        isPipeline = kind == .deals
        ignored = names.indices.filter { !places.values.contains($0) && !names[$0].isEmpty }.map { names[$0] }
        try checkRequired(kind, names)
        try checkKind(kind, names)
    }

    /// Which column brings which field, in the file's order.
    var matched: [ImportReport.Match] {
        places.sorted { $0.value < $1.value }.map { ImportReport.Match(column: titles[$0.value], field: $0.key) }
    }

    /// What the file calls a column; its field's name where it has none.
    func title(of column: String) -> String { places[column].map { titles[$0] } ?? column }

    /// What a word that nobody knows means by the column it stands in: every pipeline has stages of its own, and a deal in one of them that
    /// is neither won nor lost is open.
    func otherwise(_ field: String) -> String? {
        field == "status" && isPipeline && foldedHeader(title(of: field)).hasSuffix("stage") ? "open" : nil
    }

    private static func places(in folded: [String], _ kind: ImportKind) -> [String: Int] {
        var places: [String: Int] = [:]
        for column in ImportColumn.all(of: kind) {
            let place = column.synonyms.lazy.compactMap { synonym in folded.firstIndex(of: synonym) }.first { !places.values.contains($0) }
            places[column.name] = place
        }
        return places
    }

    /// Contacts have names, and tasks may be called by them: a file of the one can be read as one of the other.
    private func checkKind(_ kind: ImportKind, _ names: [String]) throws {
        let folded = names.map(foldedHeader)
        let fitting = ImportKind.allCases.max { Self.places(in: folded, $0).count < Self.places(in: folded, $1).count }
        guard let fitting, ignored.count > 1, Self.places(in: folded, fitting).count >= places.count * 2 else { return }
        throw UnusableFile(
            "The file looks like one of \(fitting.rawValue): as \(kind.rawValue), its columns \(ignored.joined(separator: ", ")) would be left out. "
                + "Import it as \(fitting.rawValue), or take these columns out.")
    }

    private func checkRequired(_ kind: ImportKind, _ names: [String]) throws {
        let missing = kind.required.filter { places[$0] == nil && !($0 == "name" && has("first_name", "last_name")) }
        guard let first = missing.first else { return }
        throw UnusableFile(
            "The file has no column for \(missing.joined(separator: " and ")): its first line names \(names.joined(separator: ", ")). "
                + "Name one of its columns \(first).")
    }

    private func has(_ names: String...) -> Bool { names.contains { places[$0] != nil } }
}
