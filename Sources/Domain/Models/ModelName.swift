/// One link of a chain as people write it: `openai:gpt-4o-mini temperature=0.4`, the account or provider, its model, and
/// options; without a model its usual one.
package struct ModelName: Hashable, Sendable {
    package var account: String
    package var model: String?
    package var options: ModelOptions

    /// A model's name may hold colons itself, and no spaces.
    ///
    /// - Parameter field: what the text was given as.
    /// - Throws: `ValidationError` for what names no account, and for options that there are not.
    package init(_ text: String, field: String) throws(ValidationError) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let parts = (words.first ?? "").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let account = parts.first, !account.isEmpty, parts.count == 1 || !parts[1].isEmpty else {
            throw ValidationError(field: field, "\(field) names no account in \"\(text)\": write for example anthropic:claude-haiku-4-5.")
        }
        self.account = account
        model = parts.count > 1 ? parts[1] : nil
        options = try ModelOptions(words.dropFirst(), field: field)
    }
}
