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

    /// A line `- …` for each fact; beyond `limit` the last line tells how many are left out, of `total` where there are
    /// more than `facts` holds. Only the facts shown are worded.
    static func bullets<Fact>(_ facts: [Fact], limit: Int, total: Int = 0, _ line: (Fact) -> String) -> String {
        let total = max(total, facts.count)
        let shown = min(facts.count, shownCount(of: total, limit: limit))
        var text = ""
        for fact in facts.prefix(shown) {
            if !text.isEmpty { text += "\n" }
            text += "- \(line(fact))"
        }
        return shown < total ? "\(text)\n- and \(total - shown) more" : text
    }

    /// A lone remaining item is shown, as a line telling of it would take the same room.
    private static func shownCount(of total: Int, limit: Int) -> Int {
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
