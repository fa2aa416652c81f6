import Connectors
import Domain
import Foundation
import Testing

/// The address of a server that others wrote and that speaks as every provider does; `Tests/peers/run.sh` starts one.
///
/// Its model says "Good morning!", asks for a tool where one is offered, and answers `{"subject": "Hi"}` after a schema.
private let peer = ProcessInfo.processInfo.environment["CRM_LLM_PEER"]

@Suite(.enabled(if: peer != nil, "CRM_LLM_PEER is no server's address; Tests/peers/run.sh starts one and runs these"))
struct `A server that others wrote` {
    @Test(arguments: Spoken.all) func `answers, at once and in a stream`(spoken: Spoken) async throws {
        let (whole, streamed) = try await asking(spoken) { (try await $0.complete(), try await $0.stream()) }
        #expect(whole.text == "Good morning!" && whole.tokensIn != nil && whole.tokensOut != nil)
        #expect(streamed.completion?.text == "Good morning!" && streamed.words.joined() == "Good morning!")
    }

    @Test(arguments: Spoken.all, [false, true]) func `asks for a tool and takes its result`(spoken: Spoken, streamed: Bool) async throws {
        let (calls, text) = try await asking(spoken) { harness in
            var request = offeringTools
            let first = try await streamed ? harness.stream(request).completion : harness.provider.complete(request)
            let asked = try #require(first)
            request.messages += [.answer(asked)] + asked.toolCalls.map { .result(of: $0, "Friday is free.") }
            return (asked.toolCalls, try await harness.provider.complete(request).text)
        }
        #expect(calls.map(\.name) == ["plan"] && calls.map(\.arguments) == [["day": .string("Friday")]])
        #expect(text == "Good morning!")
    }

    @Test(arguments: Spoken.all) func `answers after a schema`(spoken: Spoken) async throws {
        let schema = #"{"type":"object","properties":{"subject":{"type":"string"}},"required":["subject"],"additionalProperties":false}"#
        let text = try await asking(spoken) { harness in
            try await harness.provider.complete(CompletionRequest(messages: question.messages, schema: OutputSchema(name: "draft", json: schema)))
                .text
        }
        #expect(try parsed(text) == parsed(#"{"subject":"Hi"}"#))
    }

    @Test(arguments: Spoken.all) func `refuses a model that it does not know`(spoken: Spoken) async throws {
        let errors = try await asking(spoken, model: "unknown") { [try await $0.failure(), try await $0.streamFailure()] }
        for error in errors { #expect(error.kind == "misconfigured" && error.reason.contains("THE_MODEL"), "\(error)") }
    }

    private func asking<Result: Sendable>(
        _ spoken: Spoken, model: String = "peer-model", _ body: (ProviderHarness) async throws -> Result
    ) async throws -> Result {
        let address = spoken.dialect.address(try #require(peer))
        return try await withHTTPClient { http in
            let settings = ProviderSettings(
                apiKey: "sk-peer", model: model, baseURL: address, apiVersion: "2024-10-21",
                names: SettingNames(key: "THE_KEY", model: "THE_MODEL", address: "THE_ADDRESS"))
            return try await body(ProviderHarness(settings, http: http, connector: spoken.connector))
        }
    }
}
