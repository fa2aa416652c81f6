/// Links, bare hosts, e-mail addresses and telephone numbers.
struct AddressReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(kinds: [.link, .email, .phone], following: Self.dot) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let token = text[index] else { return nil }
        let places = index..<index + 1
        switch token.kind {
        case .link: return Reading(text.claim(.link, places, .text(WebAddressText.normal(token.text))), end: index + 1)
        case .email: return Reading(text.claim(.email, places, .text(WebAddressText.normal(token.text))), end: index + 1)
        case .phone: return Reading(text.claim(.phone, places, .text(PhoneText.normal(token.text))), end: index + 1)
        case .word, .number, .sign: return spelledHost(at: index, in: text)
        }
    }

    /// `evil dot com`.
    private func spelledHost(at index: Int, in text: ReadText) -> Reading? {
        guard text.has(Self.dot, at: index + 1), text.has(Self.endings, at: index + 2), text[index]?.kind != .sign else { return nil }
        let host = "\(text[index]?.folded ?? "").\(text.word(index + 2))"
        return Reading(text.claim(.link, index..<index + 3, .text(host)), end: index + 3)
    }

    private static let dot: WordSet = ["dot"]
    private static let endings: WordSet = ["com", "net", "org", "io", "co", "de", "uk", "eu"]
}
