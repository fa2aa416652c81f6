/// Words by which something is promised: a guarantee, a refund, a delivery, the best price.
struct PromiseReader: ClaimReader {
    var beginnings: Beginnings { Self.phrases.beginnings.union(Beginnings(words: Self.will)) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        if let (key, end) = Self.phrases.first(at: index, in: text, where: { !Denial.holds(at: index, in: text) }) {
            return Reading(text.claim(.promise, index..<end, .text(key)), end: end)
        }
        return commitment(at: index, text)
    }

    /// "We will deliver": the verb tells which promise it is.
    private func commitment(at index: Int, _ text: ReadText) -> Reading? {
        guard text.has(Self.will, at: index) else { return nil }
        var verb = index + 1
        while text.has(Self.between, at: verb), verb < index + 3, verbs(at: verb, text).isEmpty { verb += 1 }
        guard let stem = verbs(at: verb, text).first, !text.isQuestion(at: index), !Denial.holds(at: index, in: text) else { return nil }
        return Reading(text.claim(.promise, index..<verb + 1, .text("will \(stem)")), end: verb + 1)
    }

    private func verbs(at index: Int, _ text: ReadText) -> [String] { text.folded(index).map { Self.verbs.meanings(of: $0) } ?? [] }

    private static let will: WordSet = ["will", "shall", "we'll", "i'll", "it'll", "you'll", "they'll", "can", "promise", "going"]
    private static let between: WordSet = ["be", "also", "to", "gladly", "happily", "even", "always", "then", "personally", "have", "it", "get"]
    private static let verbs = WordBeginnings(
        [
            "deliver", "ship", "dispatch", "install", "arriv", "replac", "repair", "reimburs", "compensat", "credit", "match", "reduc", "lower",
            "extend",
            "reserv",
            "cover", "upgrad", "refund", "guarantee", "undercut", "absorb", "double", "triple", "cancel",
        ].map { ($0, $0) })

    private static let phrases = PhraseBook([
        ("guarantee", Phrase("guarantee*")), ("warranty", Phrase("warrant|warrants|warranty|warranties|warranted")), ("refund", Phrase("refund*")),
        ("refund", Phrase("money back")), ("risk free", Phrase("risk|worry|hassle|cost free")), ("risk free", Phrase("no|without|zero risk")),
        ("lowest price", Phrase("lowest|best|cheapest|unbeatable|unbeaten possible? price|prices|rate|rates|offer|deal")),
        ("price match", Phrase("price match|guarantee|promise|lock|freeze")), ("exclusive", Phrase("exclusive*")),
        ("service level", Phrase("sla|slas|uptime")), ("service level", Phrase("service level")), ("service level", Phrase("24 / 7")),
        ("service level", Phrase("round|around the clock")), ("cancel at any time", Phrase("cancel at? any time|moment")),
        ("cancel at any time", Phrase("cancel anytime")),
        ("urgency", Phrase("limited time|offer|edition|stock")), ("urgency", Phrase("last|final chance")),
        ("urgency", Phrase("while stocks|supplies last")),
        ("urgency", Phrase("only|just a few left|remaining")), ("urgency", Phrase("only today")), ("urgency", Phrase("today only")),
        ("urgency", Phrase("offer|price|discount expires|ends")), ("lifetime", Phrase("lifetime|life-long")), ("lifetime", Phrase("for life")),
        ("no obligation", Phrase("no|without any? obligation|commitment")), ("certified", Phrase("certified|certificate|certification|accredited")),
        ("award", Phrase("award|awards|award-winning|prize-winning")), ("number one", Phrase("market leader|leading")),
        ("number one", Phrase("number one|1")),
        ("bonus", Phrase("a|the|our|your|with|extra bonus|bonuses")), ("in stock", Phrase("in stock")),
        ("immediately", Phrase("immediate|immediately|instant available|availability|delivery")),
        ("overnight", Phrase("overnight|same|next day? delivery|shipping")),
        ("priority", Phrase("priority support|delivery|service|treatment|onboarding|access")),
        ("promise", Phrase("i|we promise")), ("promise", Phrase("you have my|our word")), ("penalty", Phrase("penalty|penalties")),
        ("promise", Phrase("i|we|is|are|was|were promised")), ("lowest price", Phrase("beat|beats our|any|every|the price|prices|offer|offers")),
        ("urgency", Phrase("only|just * left|remaining")), ("urgency", Phrase("only|just * * left|remaining")),
        ("returns", Phrase("return|returned it|them|anything any time")), ("returns", Phrase("send it|them back")),
        ("returns", Phrase("we'll|will|can take it|them? back")), ("urgency", Phrase("stock|stocks|supplies is|are limited|low")),
        ("will reserv", Phrase("i'm|we're|i've|we've reserving|reserved|holding")), ("bonus", Phrase("throw|throwing in")),
        ("lowest price", Phrase("cheaper anywhere|elsewhere")), ("lowest price", Phrase("won't|not|nowhere find it|this? cheaper")),
        ("statistic", Phrase("out of ten|10|five|5")), ("savings", Phrase("hundreds|thousands|millions of euros|dollars|pounds|francs")),
    ])
}
