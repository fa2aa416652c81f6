/// How money is named, and which currencies of ISO 4217 a name may stand for.
package enum Currency {
    /// The code that a sign stands for, where it is one currency's alone: nil for `$`.
    package static func code(ofSign sign: Character) -> String? {
        guard let codes = signs[String(sign)], codes.count == 1 else { return nil }
        return codes.first
    }

    static func codes(_ token: TextToken?) -> Set<String>? {
        guard let token else { return nil }
        if token.kind == .sign { return signs[token.text] }
        guard token.kind == .word else { return nil }
        if codes.contains(token.text) { return [token.text] }
        return words[token.folded]
    }

    /// Every sign and word, in lower case.
    static let names = WordSet(Array(signs.keys) + Array(words.keys) + codes.map { $0.lowercased() })

    private static let dollars: Set<String> = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD"]
    private static let crowns: Set<String> = ["SEK", "NOK", "DKK", "ISK"]
    private static let signs: [String: Set<String>] = [
        "€": ["EUR"], "$": dollars, "£": ["GBP"], "¥": ["JPY", "CNY"], "₹": ["INR"], "₺": ["TRY"], "₩": ["KRW"], "₽": ["RUB"], "₴": ["UAH"],
        "₪": ["ILS"],
        "₱": ["PHP"], "฿": ["THB"], "₫": ["VND"], "₦": ["NGN"],
    ]
    private static let words: [String: Set<String>] = [
        "euro": ["EUR"], "euros": ["EUR"], "eur": ["EUR"], "dollar": dollars, "dollars": dollars, "buck": dollars, "bucks": dollars, "usd": ["USD"],
        "pound": ["GBP"], "pounds": ["GBP"], "quid": ["GBP"], "gbp": ["GBP"], "franc": ["CHF", "XAF", "XOF", "XPF"],
        "francs": ["CHF", "XAF", "XOF", "XPF"],
        "chf": ["CHF"], "yen": ["JPY"], "yuan": ["CNY"], "kr": crowns, "krona": crowns, "kronor": crowns, "kroner": crowns, "zł": ["PLN"],
        "zloty": ["PLN"],
        "rupee": ["INR", "PKR"], "rupees": ["INR", "PKR"], "rand": ["ZAR"], "reais": ["BRL"],
    ]
    private static let codes: Set<String> = [
        "AED", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR",
        "ISK",
        "JOD", "JPY", "KES", "KRW", "KWD", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB",
        "SAR",
        "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "UYU", "VND", "XAF", "XOF", "ZAR",
    ]
}
