import Connectors
import Domain
import Testing

@Suite struct `A provider's settings` {
    @Test func `have defaults for everything but the key`() throws {
        let expected = openAISettings(apiKey: "sk-1", baseURL: "https://api.openai.com/v1")
        #expect(try openAI.settings { $0 == "OPENAI_API_KEY" ? "sk-1" : "" } == expected)
    }

    @Test func `are read by their names`() throws {
        let values = [
            "OPENAI_API_KEY": "sk-1", "OPENAI_MODEL": "llama-3", "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
            "LLM_CONNECT_TIMEOUT_SECONDS": "3", "LLM_TIMEOUT_SECONDS": "90", "LLM_MAX_RETRIES": "0",
            "LLM_REQUESTS_PER_MINUTE": "500", "LLM_TOKENS_PER_MINUTE": "200000",
        ]
        var expected = openAISettings(
            apiKey: "sk-1", model: "llama-3", baseURL: "http://127.0.0.1:11434/v1", totalTimeout: .seconds(90), maxRetries: 0)
        expected.connectTimeout = .seconds(3)
        expected.limits = RateLimits(requestsPerMinute: 500, tokensPerMinute: 200_000)
        #expect(try openAI.settings { values[$0] } == expected)
    }

    @Test(arguments: [
        ("OPENAI_BASE_URL", "api.openai.com"), ("OPENAI_BASE_URL", "ftp://127.0.0.1"), ("OPENAI_BASE_URL", "http://"),
        ("LLM_TIMEOUT_SECONDS", "0"), ("LLM_TIMEOUT_SECONDS", "a minute"), ("LLM_CONNECT_TIMEOUT_SECONDS", "-1"),
        ("LLM_MAX_RETRIES", "11"), ("LLM_REQUESTS_PER_MINUTE", "0"), ("OPENAI_TOKENS_PER_MINUTE", "many"), ("OPENAI_API_KEY", "sk-1\nsk-2"),
        ("LLM_PROVIDER", "chatgpt"), ("LLM_CHAIN", "openai,chatgpt"),
    ])
    func `that are wrong are named, without the key`(name: String, value: String) async throws {
        let error = try await withHTTPClient { http in
            #expect(throws: ValidationError.self) {
                _ = try LLMChoice { $0 == name ? value : $0 == "OPENAI_API_KEY" ? "sk-1" : nil }.provider(
                    by: ProviderFactory(http: http, clock: idle))
            }
        }
        #expect(error?.issues.map(\.field) == [name])
        #expect("\(String(describing: error))".contains("sk-1") == false)
    }

    @Test(arguments: [
        ("anthropic", [:], "ANTHROPIC_API_KEY"), ("gemini", [:], "GEMINI_API_KEY"), ("openai", [:], "OPENAI_API_KEY"),
        ("azure", ["LLM_MODEL": "mini"], "AZURE_OPENAI_BASE_URL"),
        ("azure", ["LLM_MODEL": "mini", "LLM_BASE_URL": "https://a.openai.azure.com"], "AZURE_OPENAI_API_KEY"),
        ("compatible", ["LLM_BASE_URL": "http://127.0.0.1:11434/v1"], "COMPATIBLE_MODEL"),
        ("compatible", ["LLM_MODEL": "llama3.2"], "COMPATIBLE_BASE_URL"),
    ])
    func `that a provider can't do without are asked for by name`(provider: String, given: [String: String], missing: String) {
        let values = given.merging(["LLM_PROVIDER": provider]) { $1 }
        let error = #expect(throws: ValidationError.self) { _ = try LLMChoice { values[$0] } }
        #expect(error?.issues.map(\.field) == [missing])
    }

    @Test func `that lack a model are told what one is called at their provider`() {
        func fault(_ values: [String: String]) -> String {
            let error = #expect(throws: ValidationError.self) { _ = try LLMChoice { values[$0] } }
            return error?.issues.map(\.message).joined() ?? ""
        }
        let azure = fault(["LLM_PROVIDER": "azure", "LLM_BASE_URL": "https://a.openai.azure.com", "LLM_API_KEY": "sk-1"])
        #expect(azure.contains("the name of your deployment") && !azure.contains("llama"))
        #expect(fault(["LLM_PROVIDER": "compatible", "LLM_BASE_URL": "http://127.0.0.1:11434/v1"]).contains("such as llama3.2"))
    }

    @Test func `are those of the chosen provider, whose general names go before its own`() throws {
        let values = ["LLM_PROVIDER": "Anthropic", "LLM_API_KEY": "sk-2", "ANTHROPIC_API_KEY": "sk-3", "ANTHROPIC_MODEL": "claude"]
        let entry = try #require(try LLMChoice { values[$0] }.entries.first)
        #expect(entry.name == WriterName("anthropic:claude"))
        #expect(entry.settings.apiKey == "sk-2")
        #expect(entry.settings.names == SettingNames(key: "LLM_API_KEY", model: "ANTHROPIC_MODEL", address: "ANTHROPIC_BASE_URL"))
    }

    @Test func `limit a provider as its own names say, or else as those for all do`() throws {
        let values = ["LLM_REQUESTS_PER_MINUTE": "500", "OPENAI_REQUESTS_PER_MINUTE": "60", "LLM_TOKENS_PER_MINUTE": "9000"]
        #expect(try RateLimits(reading: { values[$0] }, prefix: "OPENAI") == RateLimits(requestsPerMinute: 60, tokensPerMinute: 9000))
        #expect(try RateLimits(reading: { values[$0] }, prefix: "GEMINI") == RateLimits(requestsPerMinute: 500, tokensPerMinute: 9000))
    }

    @Test func `of a chain come from each provider's own names`() throws {
        let values = [
            "LLM_CHAIN": "anthropic, compatible:llama3.2:3b", "ANTHROPIC_API_KEY": "sk-3", "LLM_MODEL": "unused",
            "COMPATIBLE_BASE_URL": "http://127.0.0.1:11434/v1",
        ]
        let entries = try LLMChoice { values[$0] }.entries
        #expect(entries.map(\.name.description) == ["anthropic:claude-haiku-4-5", "compatible:llama3.2:3b"])
    }

    @Test func `of nobody mean that messages are written offline`() throws {
        #expect(try LLMChoice { _ in nil }.isEmpty)
    }

    @Test(arguments: LLMCatalog.all.map(\.name)) func `never show the key or a password of the address`(name: String) async throws {
        let connector = try #require(LLMCatalog.named(name))
        let settings = openAISettings(apiKey: testKey, baseURL: "https://sales:harbour@llm.example/v1")
        var dumped = ""
        dump(settings, to: &dumped)
        let provider = try await withHTTPClient { http in
            let provider = try connector.provider(settings, http: http, clock: idle)
            dump(provider, to: &dumped)
            return "\(provider)" + String(reflecting: provider)
        }
        for text in ["\(settings)", String(reflecting: settings), dumped, provider] {
            #expect(!text.contains(testKey) && !text.contains("harbour"))
        }
    }

    @Test func `that are secret are known, whoever the provider is`() {
        #expect(Set(LLMCatalog.secretVariables).isSuperset(of: ["LLM_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "AZURE_OPENAI_API_KEY"]))
    }
}

private let idle = WallClock(now: { Timestamp(seconds: 0) }, sleep: { _ in })
