import Foundation

/// How rules look at words.
enum EvalText {
    /// Small letters, single spaces and plain quotation marks, so that a phrase is found however it is set.
    static func folded(_ text: String) -> String {
        text.lowercased().replacing("\u{2019}", with: "'").replacing("\u{2011}", with: "-").replacing("\u{2013}", with: "-")
            .replacing("\u{201C}", with: "\"").replacing("\u{201D}", with: "\"")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    static func words(_ text: String) -> [String] {
        folded(text).split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    /// What stands between full stops, exclamation and question marks and line ends, each with its mark.
    static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if character.isNewline {
                sentences.append(current)
                current = ""
            } else {
                current.append(character)
                // A point within a number or an address ends nothing.
                guard "!?".contains(character) || character == "." && rest.first.map(\.isWhitespace) ?? true else { continue }
                sentences.append(current)
                current = ""
            }
        }
        return (sentences + [current]).map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.contains(where: \.isLetter) }
    }
}
