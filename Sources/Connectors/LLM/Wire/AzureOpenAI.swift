import Domain
import Foundation
import NIOCore

extension LLMConnector {
    static let azure = LLMConnector(
        name: "azure", prefix: "AZURE_OPENAI", title: "Azure OpenAI", defaultURL: nil, defaultModel: nil, defaultVersion: "2024-10-21",
        needsKey: .always, exampleKey: "the one of your resource, KEY 1"
    ) { AzureOpenAI(version: $0.apiVersion ?? "") }
}

/// Chat completions at an address of the customer's own, where the model is the name of a deployment.
struct AzureOpenAI: WireFormat {
    let version: String
    private let chat = OpenAIChat()

    init(version: String) { self.version = version }

    var answerName: String { chat.answerName }

    func path(model: String, streamed: Bool) -> String {
        "/openai/deployments/\(pathPart(model))/chat/completions?api-version=\(pathPart(version))"
    }

    func authorization(_ key: String) -> (name: String, value: String) { ("api-key", key) }

    func outputLimit(of request: CompletionRequest, model: String) -> Int { chat.outputLimit(of: request, model: model) }

    func takesTemperature(model: String) -> Bool { chat.takesTemperature(model: model) }

    func write(_ request: CompletionRequest, model: String, streamed: Bool, to json: inout JSONWriter) {
        chat.write(request, model: model, streamed: streamed, to: &json)
    }

    func read(_ body: ByteBuffer, into answer: inout AnswerDraft) throws { try chat.read(body, into: &answer) }
    func read(_ event: ServerSentEvent, into answer: inout AnswerDraft) throws { try chat.read(event, into: &answer) }
    func meaning(of error: SaidError, status: Int?) -> ErrorMeaning? { chat.meaning(of: error, status: status) }
}

/// A name as one part of an address's path.
func pathPart(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: partCharacters) ?? name
}

private let partCharacters = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
