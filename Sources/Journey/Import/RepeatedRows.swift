import Storage

/// Which records of a file may speak of the same row, found in a first pass over the keys alone.
///
/// Such records are worked off together, in the file's order, once the last of them has come: see
/// `docs/decisions/0003-csv-reader.md`. Keeps some 50 bytes for each key of the file.
struct RepeatedRows {
    /// For each record with a fellow: the number of the last record of its group.
    private var lastOfGroup: [Int32: Int32] = [:]

    private static let inOneGo = 256

    /// The last record that record `number` may share a row with; nil where it stands alone.
    func last(with number: Int) -> Int? { lastOfGroup[Int32(number)].map(Int.init) }

    /// - Parameter tick: called after each record with the bytes read.
    init(in csv: inout CSVReader, rows: ImportRowReader, tick: (Int) -> Void) async throws {
        var groups = RecordGroups()
        while let item = try csv.next() {
            groups.addRecord()
            // A server has others to serve meanwhile.
            if groups.count.isMultiple(of: Self.inOneGo) { await Task.yield() }
            if case .record(let record) = item { groups.note(rows.keys(of: record)) }
            tick(csv.bytesRead)
        }
        lastOfGroup = groups.lasts()
    }
}

/// Disjoint sets of records, joined where they share a key.
private struct RecordGroups {
    /// For each record one that is in the same group: itself, or a later one.
    private var parents: [Int32] = []
    /// The latest record with a key. Keys are kept as hashes: a collision only joins two groups.
    private var latest: [Int: Int32] = [:]
    /// Descriptions of records that have an id as well: they count where another record has nothing else.
    private var descriptions: [(key: Int, record: Int32)] = []
    private var onlyDescribed: Set<Int> = []

    var count: Int { parents.count }

    mutating func addRecord() { parents.append(Int32(parents.count)) }

    mutating func note(_ keys: (ids: [ImportKey], natural: ImportKey?)) {
        let record = Int32(parents.count - 1)
        for id in keys.ids { join(record, id.hashValue) }
        guard let natural = keys.natural?.hashValue else { return }
        if keys.ids.isEmpty {
            onlyDescribed.insert(natural)
            join(record, natural)
        } else {
            descriptions.append((natural, record))
        }
    }

    mutating func lasts() -> [Int32: Int32] {
        for (key, record) in descriptions where onlyDescribed.contains(key) { join(record, key) }
        var lasts: [Int32: Int32] = [:]
        for record in parents.indices.map(Int32.init) {
            let last = root(record)
            guard last != record else { continue }
            lasts[record] = last
            lasts[last] = last
        }
        return lasts
    }

    private mutating func join(_ record: Int32, _ key: Int) {
        guard let other = latest.updateValue(record, forKey: key) else { return }
        let roots = (root(record), root(other))
        // The later record is the root, so that a group's root is its last record.
        parents[Int(min(roots.0, roots.1))] = max(roots.0, roots.1)
    }

    private mutating func root(_ record: Int32) -> Int32 {
        var place = record
        while parents[Int(place)] != place {
            parents[Int(place)] = parents[Int(parents[Int(place)])]
            place = parents[Int(place)]
        }
        return place
    }
}
