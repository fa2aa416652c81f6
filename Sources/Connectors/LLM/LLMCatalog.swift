/// Every provider there is: a new one is its own file and one line here.
package enum LLMCatalog {
    package static let all: [LLMConnector] = [
        .openAI,
        .openAIResponses,
        .anthropic,
        .gemini,
        .azure,
        .compatible,
    ]

    package static func named(_ name: String) -> LLMConnector? { all.first { $0.name == name } }

    /// What no log may show.
    package static var secretVariables: [String] { ["LLM_API_KEY"] + all.map { $0.variables[0] } }
}
