import Foundation

/// Words an error for a person: names the server, keeps its words short, and never shows the key.
struct Sentence: Sendable {
    let server: ServerName
    let secret: String?
    /// The settings that a person may have to change.
    let names: SettingNames

    func aboutServer(_ what: String) -> String { withoutSecret("The model at \(server) \(what).") }

    /// Somebody else's words on one line, at most 200 characters of them.
    func quoting(_ words: String) -> String {
        // The key goes before the cut, which could otherwise leave a part of it.
        let line = withoutSecret(words).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let shown = line.count > 200 ? line.prefix(200) + "…" : line[...]
        return shown.hasSuffix(".") ? String(shown.dropLast()) : String(shown)
    }

    private func withoutSecret(_ text: String) -> String {
        guard let secret else { return text }
        return text.replacingOccurrences(of: secret, with: "[key]")
    }
}
