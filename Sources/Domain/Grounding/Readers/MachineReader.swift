/// Words in which a model speaks of itself instead of writing for the salesperson.
struct MachineReader: ClaimReader {
    var beginnings: Beginnings { Self.phrases.beginnings }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let phrase = Self.phrases.first(at: index, in: text), !phrase.meaning || text[phrase.end]?.kind != .word else { return nil }
        return Reading(text.claim(.machine, index..<phrase.end, .text("")), end: phrase.end)
    }

    /// With those of which that is said nothing may go on: "I am a bot fan" is a person.
    private static let phrases = PhraseBook(
        [
            ("as an ai|a.i", false), ("as a|an|your large? language|ai|chatbot|bot model|assistant", false), ("as a|your chatbot|bot", true),
            ("i am|m only|just? a|an large? language|ai|chatbot|bot model|assistant", false),
            ("i'm only|just? a|an large? language|ai|chatbot|bot model|assistant", false),
            ("i am|m only|just? a|an ai|chatbot|bot|robot", true), ("i'm only|just? a|an ai|chatbot|bot|robot", true), ("system prompt", false),
        ].map { ($0.1, Phrase($0.0)) })
}
