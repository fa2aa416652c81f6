/// Finds one kind of claim.
protocol ClaimReader: Sendable {
    /// With which tokens its claims begin; with others it is not asked.
    var beginnings: Beginnings { get }

    /// The claim that begins with the token at `index`, and the token after it; nil where none begins there.
    func claim(at index: Int, in text: ReadText) -> Reading?
}

struct Reading {
    /// Nil where words are passed over that state nothing.
    var claim: Claim?
    var end: Int

    init(_ claim: Claim?, end: Int) {
        self.claim = claim
        self.end = end
    }
}

/// All readers, in the order in which they are asked: what one has read is not read again.
enum ClaimReaders {
    static let all: [any ClaimReader] = [
        AddressReader(), MoneyReader(), PercentageReader(), DiscountReader(), PromiseReader(), StreetReader(), TimeOfDayReader(), WeekdayReader(),
        DateReader(),
        RelativeDateReader(), QuantityReader(), TierReader(), GapReader(), MarkupReader(), MachineReader(), NameReader(),
    ]

    /// Every claim of a text in its order.
    ///
    /// - Parameter names: the words of names that are known, in lower case, which state nothing by themselves.
    static func claims(in text: ReadText, names: KnownNames = KnownNames([])) -> [Claim] {
        let readers = byBeginning
        var claims: [Claim] = []
        var index = 0
        while index < text.tokens.count {
            if let end = names.end(in: text, from: index), isName(index..<end, text) {
                index = end
            } else if let reading = readers.reading(at: index, in: text) {
                if let claim = reading.claim { claims.append(claim) }
                index = max(reading.end, index + 1)
            } else {
                index += 1
            }
        }
        return claims
    }

    static let byBeginning = ReaderIndex(all)

    /// A single word in small letters is read as any other, though a product has its name: "a", "free".
    private static func isName(_ places: Range<Int>, _ text: ReadText) -> Bool {
        guard places.count == 1, let token = text[places.lowerBound], token.kind == .word else { return true }
        return token.isCapitalised
    }
}
