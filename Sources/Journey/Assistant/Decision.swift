/// A message that is nothing but a decision on what was proposed, whenever that was.
enum Decision: String, Sendable {
    case confirm, decline

    init?(_ text: String) {
        // Longer ones are something else.
        guard text.utf8.count <= 24 else { return nil }
        let words = MessageWords(text).words
        guard words.count == 1, let word = words.first else { return nil }
        self.init(rawValue: word)
    }
}
