/// Amounts as people read them.
enum MoneyText {
    /// `EUR 12,500` or `EUR 12,500.50` from minor units; how many digits are minor follows ISO 4217.
    static func amount(_ minor: Int64, currency: String) -> String {
        let digits = minorDigits(of: currency)
        let unit = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
        let whole = grouped(minor.magnitude / unit)
        let rest = minor.magnitude % unit
        let fraction = rest == 0 ? "" : "." + String(repeating: "0", count: digits - String(rest).utf8.count) + String(rest)
        return (currency.isEmpty ? "" : currency + " ") + (minor < 0 ? "-" : "") + whole + fraction
    }

    /// In thousandths of the currency's unit; nil for more than there is in the world.
    static func thousandths(_ minor: Int64, currency: String) -> Int64? {
        let factor = [Int64(1000), 100, 10, 1][minorDigits(of: currency)]
        let product = minor.multipliedReportingOverflow(by: factor)
        return product.overflow ? nil : product.partialValue
    }

    private static func minorDigits(of currency: String) -> Int {
        withoutDigits.contains(currency) ? 0 : withThreeDigits.contains(currency) ? 3 : 2
    }

    static let withoutDigits: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    static let withThreeDigits: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]

    private static func grouped(_ number: UInt64) -> String {
        number < 1000 ? String(number) : grouped(number / 1000) + "," + String(String(number % 1000 + 1000).dropFirst())
    }
}
