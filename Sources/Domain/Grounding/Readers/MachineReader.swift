/// Words in which a model speaks of itself instead of writing for the salesperson.
struct MachineReader: ClaimReader {
    var beginnings: Beginnings { Self.phrases.beginnings }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        Self.phrases.first(at: index, in: text).map { Reading(text.claim(.machine, index..<$0.end, .text("")), end: $0.end) }
    }

    private static let phrases = PhraseBook(
        [
            "as an ai", "as a|your language|chatbot|bot model|assistant?", "i am|m only|just? a|an large? ai|language|chatbot|bot|robot",
            "i'm only|just? a|an large? ai|language|chatbot|bot|robot", "language model", "system prompt",
        ].map { ((), Phrase($0)) })
}
