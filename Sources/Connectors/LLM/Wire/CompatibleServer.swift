extension LLMConnector {
    /// Ollama, vLLM, LM Studio, llama.cpp and others that speak OpenAI's chat completions, with a key or without.
    static let compatible = LLMConnector(
        name: "compatible", prefix: "COMPATIBLE", title: "A compatible server", defaultURL: nil, defaultModel: nil,
        needsKey: .never, exampleKey: "what the server was started with"
    ) { _ in OpenAIChat() }
}
