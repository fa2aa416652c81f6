import Foundation

extension String {
    /// Without white space at both ends.
    package var trimmed: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last,
            first.isWhiteSpace || last.isWhiteSpace
        else { return self }
        let scalars = unicodeScalars.drop(while: \.isWhiteSpace)
        let end = scalars.lastIndex { !$0.isWhiteSpace }
        return end.map { String(scalars[...$0]) } ?? ""
    }

    /// Whether it has the character U+0000, which PostgreSQL cannot keep; looked for many bytes at once.
    package var hasZeroCharacter: Bool {
        let found = utf8.withContiguousStorageIfAvailable { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
        return found ?? utf8.contains(0)
    }

    /// The same without the character U+0000.
    package var withoutNUL: String { hasZeroCharacter ? String(String.UnicodeScalarView(unicodeScalars.filter { $0 != "\0" })) : self }

    /// An address as a file or a link has it: without `mailto:` before it and what nobody sees in it.
    package var asAddress: String {
        let seen = utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? self : String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isInvisible }))
        return (seen.hasMailScheme ? String(decoding: seen.utf8.dropFirst(Self.mailScheme.count), as: UTF8.self) : seen).trimmed
    }

    package var hasMailScheme: Bool { utf8.prefix(Self.mailScheme.count).lazy.map { $0 | 0x20 }.elementsEqual(Self.mailScheme) }
    private static let mailScheme = Array("mailto:".utf8)

    /// Whether it has what `withoutSteering` leaves out; of most texts their bytes tell that it has not.
    var holdsSteering: Bool {
        let mayHold = !hasNoByte { byte in
            let isControl: UInt8 = (byte < 0x20 ? 1 : 0) & (byte &- 0x09 > 1 ? 1 : 0) & (byte == 0x0D ? 0 : 1)
            return isControl | (byte == 0x7F ? 1 : 0) | (byte == 0xC2 ? 1 : 0) | (byte == 0xE2 ? 1 : 0)
        }
        return mayHold && unicodeScalars.contains(where: \.steers)
    }

    /// Whether no byte of its UTF-8 is one of those for which `isOne` is not 0.
    ///
    /// Looks at all of them as they lie in memory: hardly any text holds one. Without a branch for each byte, also in `isOne`, the
    /// compiler turns the loop into vector instructions, where it sees both.
    @inlinable
    package func hasNoByte(_ isOne: (UInt8) -> UInt8) -> Bool {
        var text = self
        return text.withUTF8 { bytes in
            var found: UInt8 = 0
            for byte in bytes { found |= isOne(byte) }
            return found == 0
        }
    }

    /// The same of each byte and the one after it.
    @inlinable
    package func hasNoPair(_ isOne: (UInt8, UInt8) -> UInt8) -> Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard let first = bytes.baseAddress, bytes.count > 1 else { return true }
            var found: UInt8 = 0
            for index in 0..<(bytes.count &- 1) { found |= isOne(first[index], first[index &+ 1]) }
            return found == 0
        }
    }

    /// The same without control characters other than tabs and line ends, U+0000 among them, and without those that turn the order of
    /// letters around: a model's words are shown as they are read.
    package var withoutSteering: String { holdsSteering ? String(UnicodeScalarView(unicodeScalars.filter { !$0.steers })) : self }

    /// One `@` with something before it and a dotted or plain host after it, no white space: the check of HTML's
    /// e-mail field, less its character lists, since internationalised addresses (RFC 6531) are addresses too. What nobody sees would make a second
    /// address that looks like the first, past everything that is remembered of it.
    package var isEmailAddress: Bool {
        let parts = split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...255).contains(parts[1].utf8.count) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
            && !hasMailScheme
            && unicodeScalars.allSatisfy { !$0.isWhiteSpace && !$0.isInvisible && $0.value > 32 && $0 != "," && $0 != ";" && $0 != "<" && $0 != ">" }
    }
}

extension Unicode.Scalar {
    /// Control characters other than tabs and line ends, and what turns the order of letters around.
    package var steers: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F: true
        default: turnsText
        }
    }

    /// Overrides, embeddings and isolates of the order in which letters are shown; not the marks that texts of both directions need.
    private var turnsText: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

    /// White space as Unicode has it; ASCII, which nearly all scalars are, is not looked up.
    package var isWhiteSpace: Bool { isASCII ? self == " " || (0x09...0x0D).contains(value) : properties.isWhitespace }

    /// `U+200B`.
    package var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
    }

    /// What takes no place of its own in a line: controls, directions of writing, joiners, a byte order mark.
    package var isInvisible: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        return properties.isDefaultIgnorableCodePoint || [.control, .format].contains(properties.generalCategory)
    }
}
