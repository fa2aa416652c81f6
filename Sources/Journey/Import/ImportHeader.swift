import Domain

/// Which column of a file brings which field.
struct ImportHeader: Sendable {
    /// The place of each known column in a record.
    let places: [String: Int]
    /// The names of the columns that nobody asked for, as the file has them.
    let ignored: [String]
    let width: Int

    /// - Throws: `UnusableFile` where a required column is missing.
    init(_ record: CSVRecord, kind: ImportKind) throws {
        let names = record.texts.map(\.trimmed)
        let folded = names.map(foldedHeader)
        var places: [String: Int] = [:]
        for column in ImportColumn.all(of: kind) {
            let place = column.synonyms.lazy.compactMap { synonym in folded.firstIndex(of: synonym) }.first { !places.values.contains($0) }
            places[column.name] = place
        }
        self.places = places
        width = names.count
        ignored = names.indices.filter { !places.values.contains($0) && !names[$0].isEmpty }.map { names[$0] }
        try checkRequired(kind, names)
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
