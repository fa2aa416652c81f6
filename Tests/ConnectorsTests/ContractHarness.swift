import Connectors
import Domain
import TestSupport

/// A provider of the catalog in front of a scripted server that speaks as it does.
func asking<Result: Sendable>(
    _ spoken: Spoken, _ replies: [ScriptedLLM.Reply], totalTimeout: Duration = .seconds(30), maxRetries: Int = 2,
    options: ModelOptions = ModelOptions(),
    books: (any CallLedger)? = nil, _ body: @escaping @Sendable (ProviderHarness, ScriptedLLM) async throws -> Result
) async throws -> Result {
    try await ScriptedLLM.serving(replies, further: .answer(status: 500, body: "{}")) { server in
        try await withHTTPClient { http in
            var settings = ProviderSettings(
                apiKey: testKey, model: "asked/1", baseURL: spoken.dialect.address(server.root), apiVersion: "2024-10-21",
                totalTimeout: totalTimeout, maxRetries: maxRetries, names: SettingNames(key: "THE_KEY", model: "THE_MODEL", address: "THE_ADDRESS"))
            settings.options = options
            return try await body(ProviderHarness(settings, http: http, connector: spoken.connector, ledger: books), server)
        }
    }
}

/// The error of a single try.
func failure(_ spoken: Spoken, _ reply: ScriptedLLM.Reply, streamed: Bool) async throws -> LLMError {
    try await asking(spoken, [reply], maxRetries: 0) { harness, _ in
        try await streamed ? harness.streamFailure() : harness.failure()
    }
}

extension ProviderHarness {
    /// The words as they came, and the whole.
    func stream(_ request: CompletionRequest = question) async throws(LLMError) -> (words: [String], completion: Completion?) {
        var words: [String] = []
        for try await event in provider.stream(request) {
            switch event {
            case .text(let text): words.append(text)
            case .restart: words = []
            case .completion(let completion): return (words, completion)
            }
        }
        return (words, nil)
    }

    func streamFailure() async throws -> LLMError {
        let streamed: (words: [String], completion: Completion?)
        do throws(LLMError) { streamed = try await stream() } catch { return error }
        throw UnexpectedSuccess(text: streamed.completion?.text ?? streamed.words.joined())
    }
}

extension LLMError {
    /// Which case it is.
    var kind: String {
        switch self {
        case .unavailable: "unavailable"
        case .timedOut: "timed out"
        case .misconfigured: "misconfigured"
        case .unusable: "unusable"
        case .wordless: "wordless"
        case .overBudget: "over budget"
        case .cancelled: "cancelled"
        }
    }
}

let question = CompletionRequest(messages: [.init(.system, "Be brief."), .init(.user, "Hello")])
let planner = ToolDefinition(
    name: "plan", description: "Plans a day.", parameters: #"{"type":"object","properties":{"day":{"type":"string"}},"required":["day"]}"#)
