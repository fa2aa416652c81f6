/// Phrases that each mean something, found by the word they begin with: a text has hundreds of words, and each of them may
/// begin any phrase.
struct PhraseBook<Meaning: Sendable>: Sendable {
    private let phrases: [(meaning: Meaning, phrase: Phrase)]
    /// By a first word, in the order of the phrases.
    private let byFirst: WordMap<[Int]>
    /// What begins with any word that has a beginning.
    private let byBeginning: WordBeginnings<Int>
    let beginnings: Beginnings

    init(_ phrases: [(Meaning, Phrase)]) {
        self.phrases = phrases.map { (meaning: $0.0, phrase: $0.1) }
        var byFirst: [String: [Int]] = [:]
        var byBeginning: [(String, Int)] = []
        for (number, beginnings) in phrases.map(\.1.beginnings).enumerated() {
            byBeginning += beginnings.prefixes.map { ($0, number) }
            for word in beginnings.words.words { byFirst[word, default: []].append(number) }
        }
        beginnings = phrases.map(\.1.beginnings).reduce(Beginnings()) { $0.union($1) }
        self.byFirst = WordMap(byFirst)
        self.byBeginning = WordBeginnings(byBeginning)
    }

    /// The first phrase that begins at `index` and fits, and where it ends; nil for none.
    func first(at index: Int, in text: ReadText, where fits: () -> Bool = { true }) -> (meaning: Meaning, end: Int)? {
        guard text.tokens.indices.contains(index) else { return nil }
        for number in numbers(for: text.tokens[index].word) {
            if let end = phrases[number].phrase.end(in: text, after: index), fits() { return (phrases[number].meaning, end) }
        }
        return nil
    }

    private func numbers(for word: FoldedWord) -> [Int] {
        let listed = byFirst[word] ?? []
        let others = byBeginning.meanings(of: word)
        return others.isEmpty ? listed : (listed + others).sorted()
    }
}
