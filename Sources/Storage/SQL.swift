package import Domain

/// One statement with its values, and what the one who wrote it expects to happen.
///
/// Placeholders are `$1`, `$2`, … on every database. Values are bound, never put into the text.
package struct SQL: Sendable {
    package var text: String
    package var arguments: [SQLValue]
    /// The same question in PostgreSQL's words, where it would answer the others slowly.
    package var postgresText: String?
    /// The columns of the rows that PostgreSQL is given as lists, one for each column; see `ValueRows.statement`.
    var listedColumns: [ValueRows.Kind] = []
    /// How many arguments stand before those rows.
    var unlisted = 0
    package var expectation: Expectation?
    /// Whether its text may differ from call to call: such a statement is prepared anew, since one kept for each
    /// variety would fill the memory.
    package var isOneOff = false
    /// Whether it may take as long as it needs, as a migration may.
    package var isUnhurried = false
    /// Whether it may read whole tables where their statistics say that this is quicker.
    package var isByStatistics = false
    /// Whether it reads so many rows that it takes a thread of its own.
    package var isLong = false
    /// Whether it inserts rows and returns their numbers, and nothing else.
    package var returnsNumbers = false
    /// How SQLite reads the row that it inserts, by its number; nil where it does not return one, or does so by itself.
    package var insertedRow: String?
    /// Whether it is planned for each call.
    package var isPlannedAnew = false
    /// Whether it reads the first rows of an index, in its order.
    package var isInIndexOrder = false
    /// Whether others may wait for it; see `quick`.
    package var isQuick = false
    /// Which row it locks, among all that quick statements do.
    package var lockedRow: Int64 = 0
    /// Whether those who ask it at the same moment with the same values share one answer; see `alike`.
    var isAlike = false
    /// How it is joined with other callers'; nil where it is not.
    var joint: JointForm?
    /// How many callers' it is, if it is joined: then its arguments are the first of each caller's, the second of each, and so on.
    var callers = 0
    /// Whether it changes messages and no fact; see `sparingFacts`.
    package var sparesFacts = false
    /// To whose history it adds; see `WatchedStore`.
    package var historyOf: [Person] = []
    /// Whose drafts become more or fewer by it; see `WatchedStore`.
    package var draftsOf: [Person] = []
    /// What the audit trail is to say of it.
    var audits: [AuditMark] = []

    package init(_ text: String, _ arguments: [SQLValue] = []) {
        self.text = text
        self.arguments = arguments
    }

    /// How many rows a statement must return or change; otherwise the whole commit is undone and `failure` thrown.
    package struct Expectation: Sendable {
        package var rows: ClosedRange<Int>
        package var failure: any Error
    }

    package consuming func expecting(rows: ClosedRange<Int>, orThrow failure: any Error) -> SQL {
        expectation = Expectation(rows: rows, failure: failure)
        return self
    }

    package consuming func oneOff() -> SQL {
        isOneOff = true
        return self
    }

    /// For questions about very many rows. All else follows the indexes, as on SQLite: the statistics PostgreSQL goes by are
    /// those of a table that may have been empty a minute ago, and then it would read the table whole, over and over.
    package consuming func byStatistics() -> SQL {
        isByStatistics = true
        return self
    }

    /// Off the threads that run tasks, where the driver reads on its caller's (`LongReads`).
    package consuming func long() -> SQL {
        isLong = true
        return self
    }

    /// For the first rows by an index made for their order. On a table that was empty when PostgreSQL planned it, another index
    /// and sorting would look as good, and read all rows of a workspace once they are many.
    package consuming func inIndexOrder() -> SQL {
        isInIndexOrder = true
        return self
    }

    /// For what reads a few rows by an index, or adds or changes a row: such statements of several callers share a way to the
    /// server and back, and a commit (`SharedTrips`).
    ///
    /// - Parameter row: a number of the row that it locks, where others may want to as well. Commits that share a transaction lock
    ///   in the order of these numbers, so that no two transactions wait for each other.
    package consuming func quick(locking row: Int64 = 0) -> SQL {
        isQuick = true
        lockedRow = row
        return self
    }

    /// For a quick question that many ask with the same values, and whose answer nothing quick changes: in a trip that they share it is
    /// asked once.
    consuming func alike() -> SQL {
        isAlike = true
        return self
    }

    /// For statements about so many rows that a plan made for these pays, and that want the first rows of an index's order:
    /// PostgreSQL would keep the first plan of a prepared one, made when its tables may have been empty.
    package consuming func plannedAnew() -> SQL {
        isPlannedAnew = true
        return self
    }

    /// For an insert whose text ends in `RETURNING id` and that passes over no row: SQLite knows the number of the row that was inserted
    /// last, and would make a table for what a statement returns. A row that is passed over takes a number all the same.
    package consuming func returningNumbers() -> SQL {
        assert(text.hasSuffix("RETURNING id") && !text.contains("ON CONFLICT"))
        returnsNumbers = true
        return self
    }

    /// For an insert of one row at most that returns some of it: SQLite reads it by its number (`returningNumbers`).
    ///
    /// - Parameter question: asks for the same of the row with the id `$1`.
    package consuming func returningRow(_ question: String) -> SQL {
        insertedRow = question
        return self
    }

    /// Without the driver's time limits, for its whole commit.
    package consuming func unhurried() -> SQL {
        isUnhurried = true
        return self
    }

    /// For a change of messages that stands in nobody's facts nor history: with whom there was contact, and when, stays the same, and so does
    /// what of a message is remembered, its person, kind, direction, words and time.
    package consuming func sparingFacts() -> SQL {
        sparesFacts = true
        return self
    }

    /// Tells whoever follows these people's history once it is committed.
    package consuming func addingToHistory(of people: [Person]) -> SQL {
        historyOf = people
        return self
    }

    /// Tells whoever follows these people's drafts once it is committed; `Person.everybody` where it does not say whose they are.
    package consuming func changingDrafts(of people: [Person]) -> SQL {
        draftsOf = people
        return self
    }

    /// Ends the commit that it is in.
    package static func failing(with failure: any Error) -> SQL { SQL("SELECT 1").expecting(rows: 0...0, orThrow: failure) }

    package consuming func expectingOneRow(orThrow failure: any Error) -> SQL {
        expecting(rows: 1...1, orThrow: failure)
    }
}

/// A value as both databases know it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    package static func optional(_ integer: Int64?) -> SQLValue { integer.map(SQLValue.integer) ?? .null }
    /// Nil for what is no text.
    package var text: String? { if case .text(let text) = self { text } else { nil } }
    /// Nil for what is no whole number.
    package var number: Int64? { if case .integer(let number) = self { number } else { nil } }

    package static func time(_ time: Timestamp) -> SQLValue { .integer(time.milliseconds) }
    package static func date(_ date: LocalDate) -> SQLValue { .text(date.description) }
    package static func workspace(_ id: WorkspaceID) -> SQLValue { .integer(id.value) }
}
