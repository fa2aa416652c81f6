import AsyncHTTPClient
import Connectors
import Domain
import Synchronization
import TestSupport

/// A provider whose waits between tries can be looked at afterwards.
final class ProviderHarness: Sendable {
    let provider: any LLMProvider
    var waits: [Duration] { recorded.withLock { $0 } }
    private let recorded: Recorder

    /// The waits are recorded, not waited for; the jitter is always the whole of its range.
    init(
        _ settings: ProviderSettings, http: LLMHTTPClient, now: Timestamp = Timestamp(seconds: 0), connector: LLMConnector = openAI,
        ledger: (any CallLedger)? = nil
    ) throws {
        let recorded = Recorder()
        let clock = WallClock(now: { now }) { duration in
            try Task.checkCancellation()
            recorded.withLock { $0.append(duration) }
        }
        provider = try connector.provider(settings, http: http, clock: clock, backoff: Backoff { $0.upperBound }, ledger: ledger)
        self.recorded = recorded
    }

    func complete(_ text: String = "Hello") async throws(LLMError) -> Completion {
        try await provider.complete(CompletionRequest(messages: [.init(.system, "Be brief."), .init(.user, text)]))
    }

    /// The error of a call that must not succeed.
    func failure() async throws -> LLMError {
        let completion: Completion
        do throws(LLMError) { completion = try await complete() } catch { return error }
        throw UnexpectedSuccess(text: completion.text)
    }
}

struct UnexpectedSuccess: Error { var text: String }

final class Recorder: Sendable {
    private let values = Mutex<[Duration]>([])
    func withLock<Result: Sendable>(_ body: (inout sending [Duration]) throws -> sending Result) rethrows -> Result {
        try values.withLock(body)
    }
}

func withHTTPClient<Result: Sendable>(
    connectTimeout: Duration = .seconds(5), _ body: (LLMHTTPClient) async throws -> Result
) async throws -> Result {
    let http = LLMHTTPClient(connectTimeout: connectTimeout)
    do {
        let result = try await body(http)
        try await http.shutdown()
        return result
    } catch {
        try await http.shutdown()
        throw error
    }
}

/// A scripted server and a provider that talks to it.
func withProvider<Result: Sendable>(
    replies: [ScriptedLLM.Reply], apiKey: String? = testKey, model: String = "gpt-4o-mini",
    totalTimeout: Duration = .seconds(30), maxRetries: Int = 2, now: Timestamp = Timestamp(seconds: 0),
    _ body: @escaping @Sendable (ProviderHarness, ScriptedLLM) async throws -> Result
) async throws -> Result {
    try await ScriptedLLM.serving(replies) { server in
        try await withHTTPClient { http in
            let settings = openAISettings(
                apiKey: apiKey, model: model, baseURL: server.baseURL, totalTimeout: totalTimeout, maxRetries: maxRetries)
            return try await body(ProviderHarness(settings, http: http, now: now), server)
        }
    }
}

let testKey = "sk-harbour-hotel-123"

let openAI = LLMCatalog.all[0]

func openAISettings(
    apiKey: String?, model: String = "gpt-4o-mini", baseURL: String, totalTimeout: Duration = .seconds(60), maxRetries: Int = 2
) -> ProviderSettings {
    ProviderSettings(
        apiKey: apiKey, model: model, baseURL: baseURL, totalTimeout: totalTimeout, maxRetries: maxRetries,
        names: SettingNames(key: "OPENAI_API_KEY", model: "OPENAI_MODEL", address: "OPENAI_BASE_URL"))
}
