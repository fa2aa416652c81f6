import Foundation

/// Takes a person's name, address and telephone number out of texts that are about others as well.
///
/// They are found as whole words, whatever their case, also where a letter and its marks are written apart. A name of one word is found as it is written only: many are ordinary
/// words besides.
package struct Redactor: Sendable {
    package static let mark = "[erased]"

    private struct Pattern: Sendable {
        var text: String
        var ignoresCase = true
    }

    private let patterns: [Pattern]

    package init(_ identity: ContactIdentity) {
        var patterns: [Pattern] = []
        if let email = identity.email { patterns.append(Pattern(text: email)) }
        let words = identity.name.split(separator: " ")
        if words.count > 1 {
            patterns.append(Pattern(text: identity.name))
            let family = String(words[words.count - 1])
            patterns.append(Pattern(text: "\(family), \(words.dropLast().joined(separator: " "))"))
        } else if identity.name.count > 1 {
            patterns.append(Pattern(text: identity.name, ignoresCase: false))
        }
        if let phone = identity.phone { patterns += PhoneSpellings.of(phone).map { Pattern(text: $0) } }
        self.patterns = patterns.flatMap { pattern in
            let forms = pattern.text.writtenForms
            // In lists that are kept as JSON a quotation mark stands behind a backslash.
            let escaped = forms.map(Self.escaped).filter { !forms.contains($0) }
            return (forms + escaped).map { Pattern(text: $0, ignoresCase: pattern.ignoresCase) }
        }
    }

    /// As `caseFolded` writes them, one of which every text holds that has anything to take out.
    package var needles: [String] { Array(Set(patterns.map(\.text.caseFolded))).sorted().flatMap(\.writtenForms) }

    /// Nil where nothing is to be taken out.
    package func redacted(_ text: String) -> String? {
        var result = text
        for pattern in patterns { replace(pattern, in: &result) }
        return result == text ? nil : result
    }

    private func replace(_ pattern: Pattern, in text: inout String) {
        var start = text.startIndex
        let options: String.CompareOptions = pattern.ignoresCase ? [.caseInsensitive, .literal] : .literal
        while let found = text.range(of: pattern.text, options: options, range: start..<text.endIndex) {
            guard isWhole(found, in: text) else {
                start = text.index(after: found.lowerBound)
                continue
            }
            let distance = text.distance(from: text.startIndex, to: found.lowerBound) + Self.mark.count
            text.replaceSubrange(found, with: Self.mark)
            start = text.index(text.startIndex, offsetBy: distance)
        }
    }

    private func isWhole(_ range: Range<String.Index>, in text: String) -> Bool {
        let first = text[range.lowerBound], last = text[text.index(before: range.upperBound)]
        let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
        let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
        return !goesOn(first, before) && !goesOn(last, after)
    }

    /// Whether the word of a character goes on with its neighbour. In scripts without spaces nothing shows that, and a name too many
    /// is better taken out than one too few.
    private func goesOn(_ edge: Character, _ neighbour: Character?) -> Bool {
        guard let neighbour, neighbour.isLetter || neighbour.isNumber else { return false }
        return !Self.isWithoutSpaces(edge) && !Self.isWithoutSpaces(neighbour)
    }

    /// Thai, Lao, Burmese, Khmer, Chinese, Japanese, and Korean, whose particles follow a name at once: the blocks of Unicode 15.
    private static let blocksWithoutSpaces: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
        0xFF66...0xFFDC, 0x1B000...0x1B16F, 0x20000...0x3FFFF,
    ]

    private static func isWithoutSpaces(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { scalar in blocksWithoutSpaces.contains { $0.contains(scalar.value) } } ?? false
    }

    private static func escaped(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
}
