package import Domain

package enum RandomText {
    private static let pieces = [
        "\"", "\\", "/", "\n", "\r\n", "\t", "\u{0}", "\u{8}", "\u{c}", "\u{1f}", "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffd}",
        "e\u{301}", "ü", "ß", "東京", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "\u{10ffff}", "Harbour Hotel", "</script>", "\\u0041", "",
    ]

    package static func make(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
            Bool.random(using: &random) ? pieces.randomElement(using: &random) ?? "" : scalar(&random)
        }.joined()
    }

    package static func value(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .boolean(.random(using: &random))
        case 2: .integer(.random(in: .min ... .max, using: &random))
        // Never a whole number, which would be read as an integer.
        case 3: .number(Double(Int.random(in: -1_000_000...1_000_000, using: &random)) + 0.5)
        case 4: .string(make(&random))
        case 5: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth - 1) })
        default:
            .object(Dictionary((0..<Int.random(in: 0...4, using: &random)).map { _ in (make(&random), value(&random, depth: depth - 1)) }) { $1 })
        }
    }

    private static func scalar(_ random: inout SeededGenerator) -> String {
        Unicode.Scalar(UInt32.random(in: 0...0x10ffff, using: &random)).map { String(Character($0)) } ?? ""
    }
}
