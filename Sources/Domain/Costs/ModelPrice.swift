/// What the tokens of a model cost.
package struct ModelPrice: Hashable, Sendable {
    /// As `LLM_PROVIDER` names it.
    package var provider: String
    /// The name without the date of a version: it means `gpt-4o-mini-2024-07-18` too.
    package var model: String
    /// Nanodollars (billionths of a US dollar) for a token of the prompt, and of the answer. What providers print, dollars for a
    /// million tokens, is a thousandth of it.
    package var input: Int64
    package var output: Int64

    package init(_ provider: String, _ model: String, input: Int64, output: Int64) {
        self.provider = provider
        self.model = model
        self.input = input
        self.output = output
    }

    /// Nanodollars for so many tokens; as many as there can be where it is more.
    package func cost(of tokens: CallTokens) -> Int64 {
        tokens.input.multipliedSaturated(by: input).addingSaturated(tokens.output.multipliedSaturated(by: output))
    }

    /// Whether the name is the model's, or that of a version of it: followed by a hyphen and a digit, or by `-latest`.
    func covers(_ name: String) -> Bool {
        guard name.utf8.starts(with: model.utf8) else { return false }
        let version = name.utf8.dropFirst(model.utf8.count)
        guard version.first == UInt8(ascii: "-"), let next = version.dropFirst().first else { return version.isEmpty }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) || version.elementsEqual("-latest".utf8)
    }
}

/// Tokens that a writer has read and written.
package struct TokenUse: Equatable, Sendable {
    package var writer: WriterName
    package var input: Int64
    package var output: Int64

    package init(writer: WriterName, input: Int64, output: Int64) {
        self.writer = writer
        self.input = input
        self.output = output
    }
}

/// What tokens have cost.
package struct Cost: Equatable, Sendable {
    package var nanodollars: Int64 = 0
    /// Tokens of models whose price nobody has said.
    package var unpricedTokens: Int64 = 0

    package init(nanodollars: Int64 = 0, unpricedTokens: Int64 = 0) {
        self.nanodollars = nanodollars
        self.unpricedTokens = unpricedTokens
    }

    /// In dollars with six decimals, `0.012346`, rounded up.
    package var dollars: String {
        let known = max(0, nanodollars)
        let micro = known / 1000 + (known % 1000 > 0 ? 1 : 0)
        let decimals = String(micro % 1_000_000)
        return "\(micro / 1_000_000).\(String(repeating: "0", count: 6 - decimals.count))\(decimals)"
    }
}
