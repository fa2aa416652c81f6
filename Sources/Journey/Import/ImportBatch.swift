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
    private(set) var outcomes: [(place: Int, outcome: ImportReport.Outcome)] = []

    /// - Parameter stored: the rows that some key of the batch may be about, each once.
    init(rows: ImportRowReader, stored: [ImportRows.Stored]) {
        self.rows = rows
        keys = ImportKeys(rows.kind, columns: rows.columns)
        for row in stored { add(Place(stored: row, values: row.values)) }
    }

    /// Applies one row of the file to what came before it.
    ///
    /// - Throws: `ValidationError` where it cannot go in; nothing is changed then.
    mutating func apply(_ row: ImportRow) throws(ValidationError) {
        let said = zip(row.given, rows.columns).map { $0 ?? rows.initial($1) }
        let known = try place(of: said)
        if let known { try checkReach(known) }
        try checkUnique(of: said, for: known)
        guard let known else {
            try checkRequired(row)
            outcomes.append((places.count, .created))
            return add(Place(stored: nil, values: rows.linked(said, of: row, before: nil)))
        }
        let before = places[known].values
        let values = rows.linked(zip(row.given, before).map { $0 ?? $1 }, of: row, before: before)
        outcomes.append((known, values == before ? .unchanged : .updated))
        change(known, to: values)
    }

    /// The row it is about: by its id, else by what else tells rows apart, among those that carry no other id.
    private func place(of said: [SQLValue]) throws(ValidationError) -> Int? {
        let id = keys.externalID(of: said)
        if let id, let place = index[.externalID(id)]?.first { return place }
        let unique = keys.unique(of: said)
        if let unique, let place = index[.unique(unique)]?.first {
            guard id == nil || keys.externalID(of: places[place].values) == nil else { throw taken(said, by: place) }
            return place
        }
        guard let natural = keys.natural(of: said) else { return nil }
        let found = index[natural, default: []].filter { unique == nil || keys.unique(of: places[$0].values) == nil }
        return found.first { keys.externalID(of: places[$0].values) == nil } ?? (id == nil ? found.first : nil)
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
