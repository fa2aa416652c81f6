import Domain

extension AnswerDraft {
    /// The answer to `request`, or why it is none.
    ///
    /// - Parameter asked: the model we asked for, where the answer names none.
    func completion(to request: CompletionRequest, model asked: String, _ sentence: Sentence) throws(LLMError) -> Completion {
        func unusable(_ what: String) -> LLMError { .unusable(reason: sentence.aboutServer(what)) }
        let another = "use another \(sentence.names.model)"
        guard refusal.isEmpty else { throw unusable("refused to write this: \(sentence.quoting(refusal))") }
        switch ending {
        case .filtered: throw unusable("withheld its answer (content filter); change the profile's or message's words")
        case .tokenLimit: throw unusable("cut its answer off at the token limit; try again or \(another)")
        case .tools where request.tools.isEmpty || calls.isEmpty: throw unusable("asked for a tool instead of answering; \(another)")
        case .complete, .tools, nil: break
        }
        guard calls.isEmpty || !request.tools.isEmpty else { throw unusable("asked for a tool instead of answering; \(another)") }
        let text = LeadingThought.removed(from: self.text).trimmed
        guard !text.isEmpty || !calls.isEmpty else { throw unusable("gave an empty answer; try again or \(another)") }
        if request.schema != nil, calls.isEmpty, !isJSON(text) {
            throw unusable("answered in words where JSON was asked for; try again or \(another)")
        }
        var toolCalls: [ToolCall] = []
        for (_, call) in calls.sorted(by: { $0.key < $1.key }) {
            guard let whole = ToolCall(call) else {
                throw unusable("asked for a tool with arguments that are no JSON object; try again or \(another)")
            }
            toolCalls.append(whole)
        }
        return Completion(text: text, toolCalls: toolCalls, tokensIn: tokensIn, tokensOut: tokensOut, model: model ?? asked)
    }
}

extension ToolCall {
    /// Nil where the arguments are no object. A model that wants to give none may write nothing at all.
    fileprivate init?(_ call: AnswerDraft.Call) {
        let text = call.arguments.trimmed.isEmpty ? "{}" : call.arguments
        guard !call.name.isEmpty, let arguments = JSONReader.object(text) else { return nil }
        // Its own escapes are read here only.
        self.init(id: call.id, name: call.name, arguments: arguments.withoutSteering, signature: call.signature)
    }
}

private func isJSON(_ text: String) -> Bool {
    (try? JSONReader.value(text)) != nil
}
