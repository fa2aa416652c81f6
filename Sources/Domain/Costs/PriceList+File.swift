package import Foundation

extension PriceList {
    private struct File: Decodable {
        struct Price: Decodable {
            var provider: String
            var model: String
            var input: Double
            var output: Double
        }

        var date: String
        var prices: [Price]
    }

    /// Reads prices in US dollars for a million tokens:
    ///
    ///     {"date":"2026-01-31","prices":[{"provider":"openai","model":"gpt-4o-mini","input":0.15,"output":0.6}]}
    ///
    /// - Throws: `ValidationError` that names `LLM_PRICES` and what is wrong with the file.
    package init(json: Data) throws(ValidationError) {
        let example = #"write for example {"date":"2026-01-31","prices":[{"provider":"openai","model":"gpt-4o-mini","input":0.15,"output":0.6}]}"#
        guard let file = try? JSONDecoder().decode(File.self, from: json) else {
            throw ValidationError(field: "LLM_PRICES", "names a file that holds no prices; \(example)")
        }
        guard let date = LocalDate(file.date) else {
            throw ValidationError(field: "LLM_PRICES", "names a file whose date is no day; \(example)")
        }
        var prices: [ModelPrice] = []
        for price in file.prices {
            guard let input = Self.nanodollars(price.input), let output = Self.nanodollars(price.output) else {
                throw ValidationError(
                    field: "LLM_PRICES", "names a file in which \(price.model) has a price that is not between 0 and 1,000,000 dollars; \(example)")
            }
            prices.append(ModelPrice(price.provider, price.model, input: input, output: output))
        }
        self.init(date: date, prices)
    }

    /// For a token, rounded up.
    private static func nanodollars(_ dollarsPerMillion: Double) -> Int64? {
        guard dollarsPerMillion >= 0, dollarsPerMillion <= 1_000_000 else { return nil }
        return Int64((dollarsPerMillion * 1000 - 1e-6).rounded(.up))
    }
}
