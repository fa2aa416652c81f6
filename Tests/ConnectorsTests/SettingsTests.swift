import AsyncHTTPClient
import Connectors
import Domain
import Testing

@Suite struct `OpenAI's settings` {
    @Test func `have defaults for everything`() throws {
        #expect(try OpenAISettings(reading: { _ in nil }) == OpenAISettings(apiKey: nil))
        #expect(try OpenAISettings(reading: { _ in "" }) == OpenAISettings(apiKey: nil))
    }

    @Test func `are read by their names`() throws {
        let values = [
            "OPENAI_API_KEY": "sk-1", "OPENAI_MODEL": "llama-3", "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
            "LLM_CONNECT_TIMEOUT_SECONDS": "3", "LLM_TIMEOUT_SECONDS": "90", "LLM_MAX_RETRIES": "0",
            "LLM_REQUESTS_PER_MINUTE": "500", "LLM_TOKENS_PER_MINUTE": "200000",
        ]
        let expected = OpenAISettings(
            apiKey: "sk-1", model: "llama-3", baseURL: "http://127.0.0.1:11434/v1", connectTimeout: .seconds(3),
            totalTimeout: .seconds(90), maxRetries: 0, limits: RateLimits(requestsPerMinute: 500, tokensPerMinute: 200_000))
        #expect(try OpenAISettings(reading: { values[$0] }) == expected)
    }

    @Test(arguments: [
        ("OPENAI_BASE_URL", "api.openai.com"), ("OPENAI_BASE_URL", "ftp://127.0.0.1"), ("OPENAI_BASE_URL", "http://"),
        ("LLM_TIMEOUT_SECONDS", "0"), ("LLM_TIMEOUT_SECONDS", "a minute"), ("LLM_CONNECT_TIMEOUT_SECONDS", "-1"),
        ("LLM_MAX_RETRIES", "11"), ("LLM_REQUESTS_PER_MINUTE", "0"), ("LLM_TOKENS_PER_MINUTE", "many"), ("OPENAI_API_KEY", "sk-1\nsk-2"),
    ])
    func `that are wrong are named, without the key`(name: String, value: String) async throws {
        let error = try await withHTTPClient { http in
            #expect(throws: ValidationError.self) {
                _ = try LLMCatalog.named("openai")?.make({ $0 == name ? value : nil }, http, idle)
            }
        }
        #expect(error?.issues.map(\.field) == [name])
        #expect("\(String(describing: error))".contains("sk-1") == false)
    }

    @Test func `never show the key or a password of the address`() {
        let settings = OpenAISettings(apiKey: testKey, baseURL: "https://sales:harbour@llm.example/v1")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains(testKey) && !text.contains("harbour"))
        }
    }

    @Test func `of every provider in the catalog make one`() async throws {
        for connector in LLMCatalog.all {
            try await withHTTPClient { http in
                let provider = try connector.make({ _ in nil }, http, idle)
                #expect(!provider.model.isEmpty)
            }
        }
    }
}

private let idle = WallClock(now: { Timestamp(seconds: 0) }, sleep: { _ in })
