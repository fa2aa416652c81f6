package import Domain

/// The models that the settings choose: the first is asked first.
package struct LLMChoice: Sendable {
    package struct Entry: Sendable {
        package var connector: LLMConnector
        package var settings: ProviderSettings

        package var name: WriterName { connector.writer(settings) }
    }

    /// None where messages are to be written offline.
    package let entries: [Entry]

    package var isEmpty: Bool { entries.isEmpty }
    package var connectTimeout: Duration { entries.first?.settings.connectTimeout ?? .seconds(10) }

    /// Reads `LLM_CHAIN`, or `LLM_PROVIDER`, or takes OpenAI where its key or an address is given.
    ///
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package init(reading value: (String) -> String?) throws(ValidationError) {
        func text(_ name: String) -> String? { value(name).flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } }
        if let chain = text("LLM_CHAIN") {
            guard text("LLM_PROVIDER") == nil else {
                throw ValidationError(field: "LLM_PROVIDER", "says the same as LLM_CHAIN; leave one of them out")
            }
            var entries: [Entry] = []
            for part in chain.split(separator: ",", omittingEmptySubsequences: false) { entries.append(try Self.entry(String(part).trimmed, value)) }
            self.entries = entries
        } else if let name = text("LLM_PROVIDER") {
            let connector = try Self.connector(name, field: "LLM_PROVIDER")
            entries = [Entry(connector: connector, settings: try connector.settings(reading: value))]
        } else {
            // Checked even where it stays unused: a wrong number is told at once.
            let given = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "LLM_API_KEY", "LLM_BASE_URL"].contains { text($0) != nil }
            let connector = LLMConnector.openAI
            let settings = try connector.settings(reading: value, mayLackKey: !given)
            entries = given ? [Entry(connector: connector, settings: settings)] : []
        }
    }

    /// Nil for offline. Shares limits with what else the factory makes.
    package func provider(by factory: ProviderFactory) throws(ValidationError) -> ChosenModel? {
        entries.isEmpty ? nil : try factory.chain(entries)
    }

    private static func entry(_ text: String, _ value: (String) -> String?) throws(ValidationError) -> Entry {
        let connector = try connector(text.split { $0 == ":" || $0.isWhitespace }.first.map(String.init) ?? "", field: "LLM_CHAIN")
        let name = try ModelName(text, field: "LLM_CHAIN")
        let settings = try connector.settings(reading: value, model: name.model, general: false)
        return Entry(connector: connector, settings: try connector.settings(settings, asked: name.options, field: "LLM_CHAIN"))
    }

    private static func connector(_ name: String, field: String) throws(ValidationError) -> LLMConnector {
        guard let connector = LLMCatalog.named(name.lowercased()) else {
            let known = LLMCatalog.all.map(\.name).joined(separator: ", ")
            let example = field == "LLM_CHAIN" ? "anthropic:claude-haiku-4-5,openai:gpt-4o-mini" : "anthropic"
            throw ValidationError(field: field, "names a provider that is none of \(known); write for example \(example)")
        }
        return connector
    }
}
