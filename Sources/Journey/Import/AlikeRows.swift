import Storage

/// Rows of a table in which several may be described alike, such as two tasks "Call back": each record of a file speaks of another one,
/// unless it says the very same as an earlier record.
struct AlikeRows {
    private struct Places {
        var all: [Int] = []
        /// How many of them, at the front, a record has spoken of.
        var spoken = 0
    }

    private var places: [ImportKey: Places] = [:]
    private var spoken: [ImportRow.Statement: Int] = [:]

    /// How many that are described alike are compared with a record: a file may hold nothing else.
    private static let compared = 64

    /// Adds a place that no record has spoken of.
    mutating func add(_ place: Int, _ key: ImportKey) { places[key, default: Places()].all.append(place) }

    /// The place of an earlier record that says the very same.
    func place(of statement: ImportRow.Statement) -> Int? { spoken[statement] }

    /// Those described so that no record has spoken of, the earlier first.
    func unspoken(_ key: ImportKey) -> [Int] {
        guard let found = places[key] else { return [] }
        return Array(found.all[found.spoken...].prefix(Self.compared))
    }

    mutating func note(_ statement: ImportRow.Statement, of place: Int) { spoken[statement] = place }

    /// Notes that a record speaks of one of the unspoken.
    mutating func take(_ place: Int, _ key: ImportKey, for statement: ImportRow.Statement) {
        note(statement, of: place)
        guard let first = places[key]?.spoken, let index = places[key]?.all[first...].prefix(Self.compared).firstIndex(of: place) else { return }
        places[key]?.all.swapAt(first, index)
        places[key]?.spoken += 1
    }
}
