/// Wordings that were noted for the salesperson alone, so that a message in which they stand is known.
///
/// Five words in a row are one, apart from those that every letter has, and so is a short sentence of a note as a whole: but what a
/// task is called is often the subject of a letter about it, and an address or a number is written as it is.
struct InnerWords: Sendable {
    private struct Sentence: Hashable {
        var keys: [UInt64]
    }

    private let names: KnownNames
    /// Of each five words in a row, the key.
    private let runs: Set<UInt64>
    /// By the key of their first word.
    private let sentences: [UInt64: [Sentence]]

    /// - Parameter texts: of each whether it is a note.
    init(_ texts: [(text: String, isNote: Bool)], names: KnownNames) {
        self.names = names
        var runs: Set<UInt64> = []
        var sentences: [UInt64: [Sentence]] = [:]
        for (text, isNote) in texts {
            let text = ReadText(text, today: LocalDate(year: 2000, month: 1, day: 1))
            let telling = Self.telling(text, names)
            runs.formUnion(Self.runs(telling, text).map(\.key))
            for sentence in isNote ? Self.shortSentences(telling, text) : [] { sentences[sentence.keys[0], default: []].append(sentence) }
        }
        (self.runs, self.sentences) = (runs, sentences)
    }

    private var isEmpty: Bool { runs.isEmpty && sentences.isEmpty }

    /// Where such wordings stand in a text; not those that were said to the contact or by it before.
    func copied(in text: ReadText, _ sheet: FactSheet) -> [Claim] {
        guard !isEmpty else { return [] }
        var found = found(in: text)
        guard !found.isEmpty else { return [] }
        for said in sheet.facts where said.inner.isEmpty {
            let known = Set(self.found(in: ReadText(said.text, today: sheet.today)).map(\.key))
            if !known.isEmpty { found.removeAll { known.contains($0.key) } }
        }
        return Self.joined(found.map(\.places)).map { text.claim(.internal, $0, .text("")) }
    }

    private func found(in text: ReadText) -> [(key: UInt64, places: Range<Int>)] {
        let long = runs.isEmpty ? [] : Self.runs(Self.telling(text, names), text).filter { runs.contains($0.key) }
        return sentences.isEmpty ? long : long + text.tokens.indices.compactMap { sentence(at: $0, text) }
    }

    /// A short sentence that begins there, alone between signs or ends of lines.
    private func sentence(at index: Int, _ text: ReadText) -> (key: UInt64, places: Range<Int>)? {
        guard text.tokens[index].kind == .word, let beginning = sentences[text.tokens[index].word.key], text.isEdge(before: index) else { return nil }
        for sentence in beginning {
            var place = index
            var number = 0
            while number < sentence.keys.count, let token = text[place], token.kind == .sign || token.word.key == sentence.keys[number] {
                if token.kind != .sign { number += 1 }
                place += 1
            }
            if number == sentence.keys.count, text.isEdge(before: place) { return (Self.key(sentence.keys[...]), index..<place) }
        }
        return nil
    }

    /// The words by which a wording is known again: no names, none that every letter has.
    private static func telling(_ text: ReadText, _ names: KnownNames) -> [Int] {
        var telling: [Int] = []
        var index = 0
        while index < text.tokens.count {
            if let end = names.end(in: text, from: index) {
                index = end
            } else {
                if text.tokens[index].kind == .word, !EverydayWords.letters.contains(text.tokens[index].word) { telling.append(index) }
                index += 1
            }
        }
        return telling
    }

    private static func runs(_ telling: [Int], _ text: ReadText) -> [(key: UInt64, places: Range<Int>)] {
        guard telling.count >= length else { return [] }
        return (0...telling.count - length).map { start in
            let run = telling[start..<start + length]
            return (key(run.map { text.tokens[$0].word.key }[...]), telling[start]..<telling[start + length - 1] + 1)
        }
    }

    private static func shortSentences(_ telling: [Int], _ text: ReadText) -> [Sentence] {
        var sentences: [Sentence] = []
        var start = 0
        var next = telling[...]
        while start < text.tokens.count {
            let end = text.sentence(at: start).upperBound
            let inside = next.prefix { $0 < end }
            next = next.dropFirst(inside.count)
            let words = (start..<end).filter { text.tokens[$0].kind != .sign }
            if words.count > 2, (2..<length).contains(inside.count), words.allSatisfy({ text.tokens[$0].kind == .word }) {
                sentences.append(Sentence(keys: words.map { text.tokens[$0].word.key }))
            }
            start = end
        }
        return sentences
    }

    private static func key(_ words: ArraySlice<UInt64>) -> UInt64 { words.reduce(UInt64(words.count)) { ($0 << 5 | $0 >> 59) ^ $1 &* 31 } }

    private static func joined(_ places: [Range<Int>]) -> [Range<Int>] {
        var joined: [Range<Int>] = []
        for next in places.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, next.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                joined.append(next)
            }
        }
        return joined
    }

    /// How many words in a row are a wording.
    private static let length = 5
}

extension ReadText {
    /// Whether a sentence, a line or what a sign parts begins or ends before the token at `index`.
    fileprivate func isEdge(before index: Int) -> Bool {
        guard let token = self[index] else { return true }
        return token.beginsSentence || token.kind == .sign || self[index - 1]?.kind == .sign
    }
}
