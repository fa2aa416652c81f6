/// How many there are: exactly, or at the least where the records looked at may not be all.
struct Tally {
    let known: Int
    let isExact: Bool

    /// `3`, `at least 3`.
    var number: String { isExact ? "\(known)" : "at least \(known)" }
    var isNone: Bool { isExact && known == 0 }
    var isOne: Bool { isExact && known == 1 }

    /// `3 deals`, `at least 3 deals`.
    func text(_ singular: String, _ plural: String? = nil) -> String {
        (isExact ? "" : "at least ") + Wording.count(known, singular, plural)
    }

    /// The same as the beginning of a sentence.
    func opening(_ singular: String, _ plural: String? = nil) -> String {
        (isExact ? "" : "At least ") + Wording.count(known, singular, plural)
    }

    /// What follows the first `shown` of them: `4 more`, `at least 4 more`; empty where these are all.
    func rest(after shown: Int) -> String {
        let hidden = known - shown
        if isExact { return hidden > 0 ? "\(hidden) more" : "" }
        return hidden > 0 ? "at least \(hidden) more" : "possibly more"
    }
}
