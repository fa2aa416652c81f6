/// How long a message may be that is fit to be sent.
enum MessageLength {
    /// In words.
    static let most = 800

    /// Where a message goes on after that, at its next word; none where it does not.
    static func excess(of text: ReadText) -> [Claim] {
        guard text.tokens.count > most else { return [] }
        let words = text.tokens.indices.lazy.filter { text.tokens[$0].kind == .word }
        return words.dropFirst(most).first.map { [text.claim(.length, $0..<$0 + 1, .text(""))] } ?? []
    }
}
