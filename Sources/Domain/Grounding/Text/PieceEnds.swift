/// Where pieces of a text begin and end that have no white space in them, such as addresses.
enum PieceEnds {
    static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "(", ")", "[", "]", "{", "}", "\"", "\u{201C}", "\u{201D}", "|", ",", ";", "\u{2018}", "\u{2019}": true
        default: false
        }
    }

    /// Whether it is no part of a piece at whose end it stands.
    static func trails(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", ":", "'", "*", "_": true
        default: false
        }
    }

    /// Whether a piece may begin after it.
    static func opens(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWhiteSpace || isEnd(scalar) || scalar == ":" || scalar == "*" || scalar == "_" || scalar == "'"
    }
}
