import Domain

/// English that depends on numbers and lengths.
enum Wording {
    /// `1 task`, `3 tasks`.
    static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        number == 1 ? "1 \(singular)" : "\(number) \(plural ?? singular + "s")"
    }

    /// `a`, `a and b`, `a, b and c`; beyond `limit` items `a, b and 4 more`.
    static func list(_ items: [String], limit: Int = .max) -> String {
        let shown = shownCount(of: items.count, limit: limit)
        let hidden = items.count - shown
        let all = hidden > 0 ? items.prefix(shown) + ["\(hidden) more"] : items[...]
        guard all.count > 1, let last = all.last else { return all.first ?? "" }
        return "\(all.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// A line `- …` for each fact; beyond `limit` the last line tells how many are left out, by `tally` where `facts` may not
    /// be all. Only the facts shown are worded.
    static func bullets<Fact>(_ facts: [Fact], limit: Int, of tally: Tally? = nil, _ line: (Fact) -> String) -> String {
        let (shown, rest) = shown(of: facts.count, limit: limit, tally)
        var text = ""
        for fact in facts.prefix(shown) {
            text += text.isEmpty ? "- " : "\n- "
            text += line(fact)
        }
        return rest.isEmpty ? text : "\(text)\n- and \(rest)"
    }

    /// How many of `count` facts are shown, and what tells of the rest: `4 more`, nothing where these are all.
    static func shown(of count: Int, limit: Int, _ tally: Tally?) -> (count: Int, rest: String) {
        let tally = tally ?? Tally(known: count, isExact: true)
        let shown = min(count, shownCount(of: max(tally.known, count), limit: limit))
        return (shown, tally.rest(after: shown))
    }

    /// A lone remaining item is shown, as a line telling of it would take the same room.
    static func shownCount(of total: Int, limit: Int) -> Int {
        total <= limit || total - 1 == limit ? total : limit
    }
}

extension [String] {
    /// Each string once, where it first stood.
    var withoutRepeats: [String] {
        var seen = Set<String>()
        return filter { seen.insert($0).inserted }
    }
}
