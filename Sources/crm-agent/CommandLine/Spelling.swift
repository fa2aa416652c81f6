/// Finds what a mistyped word was to be.
enum Spelling {
    /// The word that begins with the given one, or else is the fewest slips away; nil where none is near enough to be meant.
    static func nearest(to word: String, among words: [String]) -> String? {
        let typed = word.lowercased()
        if typed.count > 1, let begun = words.filter({ $0.hasPrefix(typed) }).min(by: { $0.count < $1.count }) { return begun }
        return words.map { ($0, slips(from: typed, to: $0)) }
            .filter { $0.1 <= max(1, min($0.0.count, typed.count) / 3) }
            .min { $0.1 < $1.1 }?.0
    }

    /// How many letters are missing, too many, wrong or exchanged with their neighbour: the optimal string alignment distance.
    static func slips(from typed: String, to meant: String) -> Int {
        let (typed, meant) = (Array(typed), Array(meant))
        var (before, last) = ([Int](), Array(0...meant.count))
        for (i, letter) in typed.enumerated() {
            var row = [i + 1]
            for (j, other) in meant.enumerated() {
                var fewest = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == meant[j - 1], typed[i - 1] == other { fewest = min(fewest, before[j - 1] + 1) }
                row.append(fewest)
            }
            (before, last) = (last, row)
        }
        return last[meant.count]
    }
}
