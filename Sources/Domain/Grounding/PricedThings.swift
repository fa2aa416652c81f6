/// What the price in a sentence is the price of.
enum PricedThing: Equatable {
    /// The sentence leaves it open.
    case open
    /// One of these products, each as the stems of its name.
    case products(Set<[String]>)
    /// Something that is no known product: "the tasting box".
    case other

    /// Whether a price that is known of `known` is one of this.
    func isPriced(by known: PricedThing) -> Bool {
        switch (self, known) {
        case (.open, _), (_, .open), (.other, .other): true
        case (.products(let names), .products(let others)): names.contains { name in others.contains { name.hasRun($0) || $0.hasRun(name) } }
        case (.products, .other), (.other, .products): false
        }
    }
}

/// Finds what prices are the prices of: the product named next to each, or what else the sentence says it of.
struct PricedThings: Sendable {
    private struct Named {
        /// More than one where only the last word of several names stands there ("the cheddar").
        var stems: Set<[String]>
        var places: Range<Int>
        /// Of others a general word may be the name ("cheese"), so they count only where the price is clearly said of them.
        var isPriced: Bool
    }

    private let priced: KnownNames
    private let unpriced: KnownNames
    /// By the stem of a name's last word, the names of priced products.
    private let byHead: [String: Set<[String]>]
    /// By the stem of any word of a name that tells it from others.
    private let byWord: [String: Set<[String]>]

    init(_ facts: [Fact]) {
        let subjects = facts.filter { !$0.subject.isEmpty }
        let names = Set(subjects.filter { !$0.amounts.isEmpty }.map(\.subject))
        priced = KnownNames(Array(names))
        unpriced = KnownNames(Array(Set(subjects.map(\.subject) + facts.flatMap(\.products)).subtracting(names)))
        var (byHead, byWord) = ([String: Set<[String]>](), [String: Set<[String]>]())
        for stems in names.map(Self.stems) {
            if let head = stems.last { byHead[head, default: []].insert(stems) }
            for stem in stems where !PriceSubject.isGeneral(stem) { byWord[stem, default: []].insert(stems) }
        }
        (self.byHead, self.byWord) = (byHead, byWord)
    }

    static func stems(_ name: String) -> [String] { TextTokenizer.tokens(of: name).map(\.stem) }

    func thing(at places: Range<Int>, in text: ReadText) -> PricedThing {
        let sentence = text.sentence(at: places.lowerBound)
        let clause = text.clause(at: places.lowerBound)
        let named = named(in: sentence, text)
        if let behind = behind(places, named, text) { return .products(behind.stems) }
        let before = named.filter { $0.places.upperBound <= places.lowerBound && ($0.isPriced || isTied($0, to: places.lowerBound, text)) }
        let after = named.filter { $0.places.lowerBound >= places.upperBound && $0.isPriced }
        if leads(places.lowerBound, sentence, text), let next = after.first { return .products(next.stems) }
        let near = before.filter { $0.places.lowerBound >= clause.lowerBound }
        if !near.isEmpty { return .products(group(near, text)) }
        if let subject = PriceSubject.head(of: places.lowerBound, in: clause, text) { return called(subject).map(PricedThing.products) ?? .other }
        let next = after.filter { $0.places.lowerBound < clause.upperBound }
        if !next.isEmpty { return .products(Self.all(next)) }
        if !before.isEmpty { return .products(group(before, text)) }
        if !after.isEmpty { return .products(Self.all(after)) }
        return beforeColon(sentence, places.lowerBound, text)
    }

    private func named(in places: Range<Int>, _ text: ReadText) -> [Named] {
        var named: [Named] = []
        var index = places.lowerBound
        while index < places.upperBound {
            let end = priced.end(in: text, from: index)
            if let last = end ?? unpriced.end(in: text, from: index), isName(index..<last, text) {
                named.append(Named(stems: [text.tokens[index..<last].map(\.stem)], places: index..<last, isPriced: end != nil))
                index = last
            } else {
                if let names = headed(index, text) { named.append(Named(stems: names, places: index..<index + 1, isPriced: true)) }
                index += 1
            }
        }
        return named
    }

    /// The products that are called by the last word of their names, unless that is what every one is.
    private func headed(_ index: Int, _ text: ReadText) -> Set<[String]>? {
        guard let token = text[index], token.kind == .word, let names = byHead[token.stem], !PriceSubject.isGeneral(token.stem) else { return nil }
        return names
    }

    /// The products in whose names the word stands, or one of its family: "a consultation" is of Consulting.
    private func called(_ stem: String) -> Set<[String]>? {
        if let named = byHead[stem] ?? byWord[stem] { return named }
        return byWord.first { zip($0.key.utf8, stem.utf8).prefix { $0 == $1 }.count >= Self.familyLength }?.value
    }

    /// A product may be called like a word of every sentence: "A".
    private func isName(_ places: Range<Int>, _ text: ReadText) -> Bool {
        guard places.count == 1, let token = text[places.lowerBound], token.kind == .word, !token.isCapitalised else { return true }
        return token.folded.utf8.count > 3 && !OrdinaryWords.mayBeCapitalised(token.word)
    }

    /// `EUR 9 per kg for our Labneh`.
    private func behind(_ places: Range<Int>, _ named: [Named], _ text: ReadText) -> Named? {
        var place = places.upperBound
        if ["per", "a", "an", "each", "every"].contains(text.word(place)) || text.sign(place) == "/" { place += 2 }
        guard ["for", "of"].contains(text.word(place)) || text.sign(place) == "(" else { return nil }
        place += 1
        while text.has(PriceSubject.determiners, at: place) { place += 1 }
        return named.first { $0.places.lowerBound == place }
    }

    /// `Olive oil is only EUR 9`.
    private func isTied(_ named: Named, to price: Int, _ text: ReadText) -> Bool {
        (named.places.upperBound..<price).allSatisfy {
            text.has(PriceSubject.ties, at: $0) || ["-", "\u{2013}", "\u{2014}", ":", "("].contains(text.sign($0))
        }
    }

    /// `and for EUR 15 you get Aged cheddar`: what is priced comes after it.
    private func leads(_ price: Int, _ sentence: Range<Int>, _ text: ReadText) -> Bool {
        guard ["for", "at"].contains(text.word(price - 1)) else { return false }
        return price - 1 <= sentence.lowerBound || ["and", "but", "or", "while"].contains(text.word(price - 2)) || !text.sign(price - 2).isEmpty
    }

    /// The last of them, and those that are named together with it or to which it is compared.
    private func group(_ named: [Named], _ text: ReadText) -> Set<[String]> {
        var group: Set<[String]> = []
        var next: Named?
        for one in named.reversed() {
            if let next, !isGrouped(one, next, text) { break }
            group.formUnion(one.stems)
            next = one
        }
        return group
    }

    private func isGrouped(_ one: Named, _ next: Named, _ text: ReadText) -> Bool {
        let between = one.places.upperBound..<next.places.lowerBound
        if between.contains(where: { text.number($0) != nil }) { return false }
        return between.allSatisfy { text.has(Self.joins, at: $0) || text.sign($0) != "" }
            || between.suffix(2).contains { text.has(Self.beside, at: $0) }
    }

    /// `About our Labneh: the price is EUR 9.`
    private func beforeColon(_ sentence: Range<Int>, _ price: Int, _ text: ReadText) -> PricedThing {
        guard text.sign(sentence.lowerBound - 1) == ":" else { return .open }
        let named = named(in: text.sentence(at: sentence.lowerBound - 1), text).filter { $0.isPriced || isTied($0, to: price, text) }
        return named.isEmpty ? .open : .products(Self.all(named))
    }

    private static func all(_ named: [Named]) -> Set<[String]> { named.reduce(into: []) { $0.formUnion($1.stems) } }

    private static let familyLength = 6
    private static let joins: WordSet = ["and", "or", "our", "the", "your", "both"]
    private static let beside: WordSet = ["than", "with", "to", "like", "unlike", "besides", "beside", "alongside", "as", "from", "for"]
}
