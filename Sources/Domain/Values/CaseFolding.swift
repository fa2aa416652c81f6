import Foundation

extension StringProtocol {
    /// In lower case in every script, a sigma at the end of a word like any other: what `fold_case` makes of it on both databases.
    package var caseFolded: String { lowercased().replacing("\u{3C2}", with: "\u{3C3}") }
}

extension String {
    /// As other programs may have written the same: an accented letter as one character, and as a letter and its accent.
    package var writtenForms: [String] {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return [self] }
        // Some letters are in neither of the two. As strings all are equal.
        return [self, precomposedStringWithCanonicalMapping, decomposedStringWithCanonicalMapping].reduce(into: []) { forms, form in
            if !forms.contains(where: { $0.utf8.elementsEqual(form.utf8) }) { forms.append(form) }
        }
    }

    /// As SQLite's `lower`: other letters than A to Z stay, so that a key equals the one in an index of addresses.
    package var asciiLowercased: String {
        utf8.contains { (65...90).contains($0) } ? String(decoding: utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self) : self
    }
}
