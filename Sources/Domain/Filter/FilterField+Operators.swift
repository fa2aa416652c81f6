/// What can be asked of a field, by its kind: the parser reads nothing else, and pages show what the parser reads.
extension FilterField.Kind {
    package var comparisons: [FilterComparison] {
        switch self {
        case .flag, .choice: [.equal, .notEqual]
        case .text, .number, .day, .instant: FilterComparison.allCases
        }
    }

    package var matches: [FilterMatch] { self == .text ? FilterMatch.allCases : [] }

    /// As they are written behind a field's name.
    package var operators: [String] {
        comparisons.map(\.rawValue) + matches.map(\.rawValue) + ["in", "not in", "is empty", "is not empty"]
    }

    /// What a field can be compared with: every word of a choice or a flag, otherwise a few values to go by.
    package var values: [String] {
        switch self {
        case .text: ["lead", "\"Harbour Hotel\""]
        case .choice(let words): words
        case .number: ["100000"]
        case .flag: ["true", "false"]
        case .day: ["today", "today - 2 weeks", "2026-03-01"]
        case .instant: ["now", "now - 14 days", "today"]
        }
    }

    package var name: String {
        switch self {
        case .text: "text"
        case .choice: "choice"
        case .number: "number"
        case .flag: "flag"
        case .day: "day"
        case .instant: "time"
        }
    }
}

extension FilterRecord {
    /// What asks about these rows where they belong to the subject; `…` stands for a condition on their own fields.
    package var questions: [String] { ["exists \(name)(…)", "no \(name)(…)", "count \(name)(…) >= 2"] }
}
