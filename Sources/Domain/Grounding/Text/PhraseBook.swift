/// Phrases that each mean something, found by the word they begin with: a text has hundreds of words, and each of them may
/// begin any phrase.
struct PhraseBook<Meaning: Sendable>: Sendable {
    private let phrases: [(meaning: Meaning, phrase: Phrase)]
    /// By a first word, in the order of the phrases.
    private let byFirst: [String: [Int]]
    /// What may begin with other words than are listed.
    private let others: [Int]

    init(_ phrases: [(Meaning, Phrase)]) {
        self.phrases = phrases.map { (meaning: $0.0, phrase: $0.1) }
        var byFirst: [String: [Int]] = [:]
        var others: [Int] = []
        for (number, phrase) in phrases.map(\.1).enumerated() {
            guard let words = phrase.firstWords else { others.append(number); continue }
            for word in words { byFirst[word, default: []].append(number) }
        }
        self.byFirst = byFirst
        self.others = others
    }

    /// The first phrase that begins at `index` and fits, and where it ends; nil for none.
    func first(at index: Int, in text: ReadText, where fits: () -> Bool = { true }) -> (meaning: Meaning, end: Int)? {
        guard let word = text[index]?.folded else { return nil }
        let listed = byFirst[word] ?? []
        for number in listed.isEmpty ? others : (listed + others).sorted() {
            if let end = phrases[number].phrase.end(in: text, from: index), fits() { return (phrases[number].meaning, end) }
        }
        return nil
    }
}
