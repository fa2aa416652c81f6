import Storage

/// Picks the row that words in a message mean.
struct RowChoice {
    /// What a row is called: `open deal`.
    let noun: String
    /// For what was told in passing: beginnings of words do not count then.
    var byWholeWords = false
    /// The parts of a row that may be named, the main one first.
    let parts: (Table.Values) -> [String]
    /// How a row is shown where one must be chosen.
    let label: (Table.Values) -> String

    enum Outcome {
        case one(Int64)
        case none(String)
        case several(String)
    }

    /// Whole words are surer than beginnings, and the whole of the main part is surest.
    ///
    /// - Parameter limit: where there are more rows, others may be meant that were not looked at.
    func choose(_ words: String, among rows: [Table.Values], limit: Int64 = .max) -> Outcome {
        let wanted = MessageWords.split(words)
        let whole = rows.filter { row in !wanted.isEmpty && Set(ownWords(of: row)).isSuperset(of: wanted) }
        let begun = byWholeWords || !whole.isEmpty ? whole : rows.filter { holds(ownWords(of: $0), beginnings: wanted) }
        let exact = begun.filter { MessageWords.split(parts($0).first ?? "") == wanted }
        let found = exact.isEmpty ? begun : exact
        if exact.isEmpty, found.count < 2, rows.count > limit {
            return .several("More than \(limit) may be the \(noun) you mean. Say more of its words.")
        }
        guard let first = found.first else { return .none("I find no \(noun) with the words \(ToolWords.quoted(words, 80)).") }
        guard found.count > 1 else { return .one(first.integer("id")) }
        let list = found.prefix(5).map { "- \(label($0))" }.joined(separator: "\n")
        return .several("Which \(noun) do you mean? Say more of its words.\n\(list)")
    }

    private func ownWords(of row: Table.Values) -> [String] { parts(row).flatMap(MessageWords.split) }

    private func holds(_ own: [String], beginnings words: [String]) -> Bool {
        !words.isEmpty && words.allSatisfy { word in own.contains { $0 == word || word.count > 2 && $0.hasPrefix(word) } }
    }
}
