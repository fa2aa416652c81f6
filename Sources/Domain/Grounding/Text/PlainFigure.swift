extension String {
    var withPlainFigures: String { String(UnicodeScalarView(unicodeScalars.map(\.plainFigure))) }
}

extension Unicode.Scalar {
    /// The digit, or the sign beside it, as it stands in ASCII: figures are of every script, as ٢٠٪ is 20%.
    var plainFigure: Unicode.Scalar {
        guard value >= 0x660 else { return self }
        if let sign = Self.figureSigns[self] { return sign }
        guard properties.generalCategory == .decimalNumber, let digit = properties.numericValue else { return self }
        return Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit))
    }

    private static let figureSigns: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{66A}": "%", "\u{66B}": ".", "\u{66C}": ",", "\u{FE6A}": "%", "\u{FF05}": "%",
    ]
}
