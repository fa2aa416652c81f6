import Storage

/// What an import did, or would do.
package struct ImportReport: Sendable, Equatable {
    /// A row that did not go in.
    package struct Problem: Sendable, Equatable {
        /// Where the row starts in the file, counted from 1.
        package var line: Int
        /// Sentences that say what would be right.
        package var message: String
    }

    package struct Match: Sendable, Equatable {
        /// As the file has it.
        package var column: String
        package var field: String
    }

    package enum Outcome: Sendable {
        case created, updated, unchanged
    }

    package let kind: ImportKind
    package let isDryRun: Bool
    package var created = 0
    package var updated = 0
    package var unchanged = 0
    package var bad = 0
    /// The bad rows by line, of more than `mostProblems` only so many.
    package var problems: [Problem] = []
    /// Which column of the file brings which field, in the file's order.
    package var matchedColumns: [Match] = []
    /// Columns of the file that nothing was taken from.
    package var ignoredColumns: [String] = []
    /// How many rows belong to a contact that the file names, by address, id or name.
    package var linked = 0
    /// How many rows name a contact that is not known; they went in without it.
    package var unknownContacts = 0
    /// How many rows went in without a contact because several have the name, by name; of very many names only the first.
    package var ambiguousContacts: [String: Int] = [:]
    /// How many contacts went in with a stage that is not a usual one, by stage; of very many stages only the first.
    package var ownStages: [String: Int] = [:]

    private static let mostOwnStages = 100
    private static let mostAmbiguousContacts = 100

    package static let mostProblems = 1000

    package var rows: Int { created + updated + unchanged + bad }

    mutating func count(_ outcome: Outcome) {
        switch outcome {
        case .created: created += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        }
    }

    mutating func count(stage: SQLValue?) {
        guard case .text(let stage)? = stage, !Stage.isUsual(stage), ownStages[stage] != nil || ownStages.count < Self.mostOwnStages else { return }
        ownStages[stage, default: 0] += 1
    }

    /// - Parameter bad: the lines of rows that did not go in.
    mutating func count(_ found: ImportLinks.Found, without bad: Set<Int>) {
        linked += found.linked.subtracting(bad).count
        unknownContacts += found.unknown.subtracting(bad).count
        for (line, name) in found.ambiguous where !bad.contains(line) {
            guard ambiguousContacts[name] != nil || ambiguousContacts.count < Self.mostAmbiguousContacts else { continue }
            ambiguousContacts[name, default: 0] += 1
        }
    }

    mutating func refuse(line: Int, _ message: String) {
        bad += 1
        if problems.count < Self.mostProblems { problems.append(Problem(line: line, message: message)) }
    }
}

/// How far an import is. The file is read twice: first for repeated rows, then for good.
package struct ImportProgress: Sendable {
    package var rows: Int
    package var bytesRead: Int
    package var totalBytes: Int

    package var fraction: Double { totalBytes == 0 ? 1 : min(1, Double(bytesRead) / Double(totalBytes)) }
}
