/// Reads numbers in words, up to the millions.
enum NumberWords {
    /// The value of `words`, such as `twenty`, `five`; nil where they are no number, or one of more than a billion.
    static func value(_ words: [String]) -> Int64? {
        var total: Int64 = 0
        var part: Int64 = 0
        for word in words where word != "and" {
            // Whatever is strung together, nothing overflows.
            guard part <= most, total <= most else { return nil }
            if let small = small[word] {
                part += small
            } else if word == "hundred" {
                part = max(part, 1) * 100
            } else if let scale = scales[word] {
                total += max(part, 1) * scale
                part = 0
            } else {
                return nil
            }
        }
        return words.isEmpty || total + part > most ? nil : total + part
    }

    static let all = WordSet(Array(small.keys) + Array(scales.keys) + ["hundred"])
    private static let most: Int64 = 1_000_000_000
    private static let scales: [String: Int64] = ["thousand": 1000, "million": 1_000_000]
    private static let small: [String: Int64] = {
        let first = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
        let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        let values = first.enumerated().map { ($1, Int64($0)) } + tens.enumerated().map { ($1, Int64($0 + 2) * 10) }
        return Dictionary(uniqueKeysWithValues: values)
    }()
}
