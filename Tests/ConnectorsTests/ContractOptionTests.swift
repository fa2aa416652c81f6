import Domain
import TestSupport
import Testing

@testable import Connectors

@Suite struct `The options of a model in a chain` {
    @Test(arguments: Spoken.all, [false, true]) func `reach the provider, streamed or whole`(spoken: Spoken, streamed: Bool) async throws {
        let options = ModelOptions(maxTokens: 321, temperature: 0.4)
        let reply = streamed ? ScriptedLLM.Reply.stream(spoken.dialect.stream(["Hello"])) : .answer(body: spoken.dialect.answer("Hello"))
        let body = try await asking(spoken, [reply], options: options) { harness, server in
            _ = try await streamed ? harness.stream().completion : harness.provider.complete(question)
            return server.requests[0].body
        }
        let takesTemperature = spoken.connector.name != "anthropic"
        #expect(numbers(in: body, named: ["temperature"]) == (takesTemperature ? [0.4] : []))
        let limit = try #require(numbers(in: body, named: ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens"]).first)
        let thinking = spoken.connector.name == "gemini" ? Double(roomForThinking) : 0
        #expect(limit == 321 + thinking)
    }

    @Test(arguments: Spoken.all) func `are left out where nobody has said them`(spoken: Spoken) async throws {
        let body = try await asking(spoken, [.answer(body: spoken.dialect.answer("Hello"))]) { harness, server in
            _ = try await harness.provider.complete(question)
            return server.requests[0].body
        }
        #expect(!body.contains("temperature"))
    }

    @Test(arguments: [
        ("openai:o3-mini temperature=0.4", "o3-mini a temperature, which it does not take"),
        ("openai-responses:gpt-5-mini temperature=1", "gpt-5-mini a temperature, which it does not take"),
        ("azure:gpt-5-ours temperature=0", "gpt-5-ours a temperature, which it does not take"),
        ("anthropic:claude-haiku-4-5 temperature=0.5", "claude-haiku-4-5 a temperature, which it does not take"),
        ("openai temperature=2.1", "no number of 0 to 2"),
        ("openai temperature=nan", "no number of 0 to 2"), ("openai temperature", "no number of 0 to 2"),
        ("openai max_tokens=99", "no whole number of 100 to 32000"), ("openai max_tokens=1e3", "no whole number of 100 to 32000"),
        ("openai max_tokens=200 max_tokens=300", "max_tokens twice"), ("openai top_p=1", "an option top_p, which there is not"),
    ])
    func `are refused where the model or anybody cannot take them`(chain: String, reason: String) {
        let known = ["OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k", "AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_BASE_URL": "https://example.com"]
        #expect { try LLMChoice(reading: { (known.merging(["LLM_CHAIN": chain]) { $1 })[$0] }) } throws: { error in
            guard let error = error as? ValidationError else { return false }
            return error.issues.map(\.field) == ["LLM_CHAIN"] && error.issues[0].message.contains(reason)
        }
    }

    @Test func `stand behind the model, each model its own`() throws {
        let known = [
            "LLM_CHAIN": "anthropic:claude-haiku-4-5  max_tokens=600 , openai temperature=1", "OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k",
        ]
        let entries = try LLMChoice(reading: { known[$0] }).entries
        #expect(entries.map(\.settings.options) == [ModelOptions(maxTokens: 600), ModelOptions(temperature: 1)])
        #expect(entries.map(\.settings.model) == ["claude-haiku-4-5", "gpt-4o-mini"])
    }

    private func numbers(in body: String, named names: [String]) -> [Double] {
        names.flatMap { name in
            body.matches(of: try! Regex(#""\#(name)":([0-9.]+)"#, as: (Substring, Substring).self)).compactMap { Double($0.output.1) }
        }
    }
}
