import Domain
import Storage

/// The rows that a batch of a file meets or makes, and what becomes of them.
struct ImportBatch {
    private struct Place {
        /// As the database has it; nil for a new row.
        var stored: ImportRows.Stored?
        var values: [SQLValue]
    }

    let rows: ImportRowReader
    private let keys: ImportKeys
    private var places: [Place] = []
    private var index: [ImportKey: [Int]] = [:]
    private var alike = AlikeRows()
    private(set) var outcomes: [(place: Int, outcome: ImportReport.Outcome)] = []

    /// - Parameter stored: the rows that some key of the batch may be about, each once.
    init(rows: ImportRowReader, stored: [ImportRows.Stored]) {
        self.rows = rows
        keys = ImportKeys(rows.kind, columns: rows.columns)
        for row in stored {
            add(Place(stored: row, values: row.values))
            noteUnspoken(places.count - 1)
        }
    }

    /// Applies one row of the file to what came before it.
    ///
    /// - Throws: `ValidationError` where it cannot go in; nothing is changed then.
    mutating func apply(_ row: ImportRow) throws(ValidationError) {
        let said = zip(row.given, rows.columns).map { $0 ?? rows.initial($1) }
        let known = try place(of: said, in: row)
        if let known { try checkReach(known) }
        try checkUnique(of: said, for: known)
        guard let known else {
            try checkRequired(row)
            outcomes.append((places.count, .created))
            add(Place(stored: nil, values: rows.linked(said, of: row, before: nil)))
            return isDescribedOnly(said) ? alike.note(row.statement, of: places.count - 1) : noteUnspoken(places.count - 1)
        }
        let (before, values) = (places[known].values, self.values(of: row, at: known))
        outcomes.append((known, values == before ? .unchanged : .updated))
        change(known, to: values)
    }

    /// The row it is about: by its id, else by what else tells rows apart, among those that carry no other id.
    private mutating func place(of said: [SQLValue], in row: ImportRow) throws(ValidationError) -> Int? {
        let id = keys.externalID(of: said)
        if let id, let place = index[.externalID(id)]?.first { return place }
        let unique = keys.unique(of: said)
        if let unique, let place = index[.unique(unique)]?.first {
            guard id == nil || keys.externalID(of: places[place].values) == nil else { throw taken(said, by: place) }
            return place
        }
        guard let natural = keys.natural(of: said) else { return nil }
        if isDescribedOnly(said) { return placeOfOne(row, described: natural) }
        let found = index[natural, default: []].filter { unique == nil || keys.unique(of: places[$0].values) == nil }
        return found.first { keys.externalID(of: places[$0].values) == nil } ?? (id == nil ? found.first : nil)
    }

    /// Whether nothing but its description tells the row, which others may share.
    private func isDescribedOnly(_ said: [SQLValue]) -> Bool { rows.kind.hasNamesakes && keys.externalID(of: said) == nil }

    private mutating func noteUnspoken(_ place: Int) {
        guard rows.kind.hasNamesakes, let natural = keys.natural(of: places[place].values) else { return }
        alike.add(place, natural)
    }

    /// The one most alike among those that no earlier row of the file has spoken of; nil for something new.
    private mutating func placeOfOne(_ row: ImportRow, described key: ImportKey) -> Int? {
        let statement = row.statement
        if let place = alike.place(of: statement) { return place }
        let candidates = alike.unspoken(key).filter { keys.natural(of: places[$0].values) == key }.map {
            (place: $0, likeness: likeness(of: row, to: $0))
        }
        guard let best = candidates.max(by: { $0.likeness < $1.likeness }) else { return nil }
        alike.take(best.place, key, for: statement)
        return best.place
    }

    private func values(of row: ImportRow, at place: Int) -> [SQLValue] {
        let before = places[place].values
        return rows.linked(zip(row.given, before).map { $0 ?? $1 }, of: row, before: before)
    }

    /// How many values the row would leave as they are; those with an id of their own come last.
    private func likeness(of row: ImportRow, to place: Int) -> Int {
        let before = places[place].values
        let same = zip(values(of: row, at: place), before).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        return keys.externalID(of: before) == nil ? same + before.count : same
    }

    private func checkReach(_ place: Int) throws(ValidationError) {
        guard let only = rows.owners.only, let user = keys.user, let stored = places[place].stored, stored.values[user] != .integer(only) else {
            return
        }
        throw ValidationError(
            field: "user_id", "The \(rows.kind.table.noun) is there and somebody else's: with your role you import rows of your own.")
    }

    private func checkUnique(of said: [SQLValue], for known: Int?) throws(ValidationError) {
        guard let unique = keys.unique(of: said), let holder = index[.unique(unique)]?.first, holder != known else { return }
        throw taken(said, by: holder)
    }

    private func taken(_ said: [SQLValue], by place: Int) -> ValidationError {
        let (column, noun) = (rows.kind.uniqueColumn ?? "", rows.kind.table.noun)
        // Of a row of somebody else's no more is told than that it is there.
        let holder =
            (rows.owners.only == nil ? keys.externalID(of: places[place].values) : nil).map { "the \(noun) with external_id \($0)" }
            ?? "another \(noun)"
        return ValidationError(field: column, "\(column) \(keys.uniqueText(of: said)) is already that of \(holder).")
    }

    private func checkRequired(_ row: ImportRow) throws(ValidationError) {
        let missing = rows.columns.indices.filter { rows.columns[$0].isRequired && row.given[$0] == nil }.map { rows.columns[$0].name }
        guard missing.isEmpty else {
            throw ValidationError(missing.map { ValidationError.Issue(field: $0, message: "\($0) must not be empty.") })
        }
    }

    private mutating func add(_ place: Place) {
        places.append(place)
        for key in keys.all(of: place.values) { index[key, default: []].append(places.count - 1) }
    }

    private mutating func change(_ place: Int, to values: [SQLValue]) {
        let before = keys.all(of: places[place].values), after = keys.all(of: values)
        places[place].values = values
        guard before != after else { return }
        for key in before { index[key]?.removeAll { $0 == place } }
        for key in after { index[key, default: []].append(place) }
    }

    // MARK: What to write

    private func isAsBefore(_ place: Int) -> Bool { places[place].stored?.values == places[place].values }

    /// What became of each row of the file; one that a later row took back changed nothing.
    var results: [ImportReport.Outcome] { outcomes.map { isAsBefore($0.place) ? .unchanged : $0.outcome } }

    func created(at now: Timestamp) -> [[SQLValue]] {
        places.filter { $0.stored == nil }.map { derived($0.values, given: $0.values, at: now) }
    }

    func updated(at now: Timestamp) -> [ImportRows.Stored] {
        places.indices.filter { places[$0].stored != nil && !isAsBefore($0) }.compactMap { index in
            guard var row = places[index].stored else { return nil }
            let values = places[index].values
            row.values = derived(values, given: zip(values, row.values).map { $0 == $1 ? nil : $0 }, at: now)
            return row
        }
    }

    /// Changed rows whose address or article number another row has taken over, as they were.
    var released: [ImportRows.Stored] {
        guard rows.kind.uniqueColumn != nil else { return [] }
        return places.indices.compactMap { place in
            guard let stored = places[place].stored, let unique = keys.unique(of: stored.values),
                let holder = index[.unique(unique)]?.first, holder != place
            else { return nil }
            return stored
        }
    }

    /// Rows whose keys changed, with their new values.
    var moved: [ImportRows.Stored] {
        places.compactMap { place in
            guard var row = place.stored, keys.all(of: row.values) != keys.all(of: place.values) else { return nil }
            row.values = place.values
            return row
        }
    }

    /// With what follows from the given values, such as the time a deal was won.
    private func derived(_ values: [SQLValue], given: [SQLValue?], at now: Timestamp) -> [SQLValue] {
        var changes = Table.Values(rows.columns, given)
        rows.kind.table.derive(&changes, now)
        return zip(rows.columns, values).map { changes[$0.name] ?? $1 }
    }
}
