package import Domain

/// Writes with a large language model. A failure of the provider is thrown as it is; no text of ours stands in for the model's.
package struct LLMWriter: MessageWriter {
    package let name: WriterName
    package let drawsOnOlderMessages = false
    private let provider: any LLMProvider
    private let prompts = PromptBuilder()

    package func model(in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel? { ChosenModel(name: name, provider: provider) }

    package init(_ model: ChosenModel) {
        name = model.name
        provider = model.provider
    }

    package func write(_ assignment: Assignment) async throws(LLMError) -> WrittenMessage {
        var request = prompts.request(for: assignment)
        request.account = assignment.account
        let completion = try await provider.complete(request)
        var message = WrittenMessage(
            text: completion.text, writer: completion.writer ?? name, tokensIn: completion.tokensIn, tokensOut: completion.tokensOut)
        if case .contact(let context) = assignment.recipient {
            let answer = try ContactAnswer(completion.text, channels: assignment.channels, known: ContactFactSheet.ids(context))
            (message.text, message.subject, message.facts) = (answer.body, answer.subject, answer.facts)
        }
        return message
    }
}
