import Domain
import Foundation
import NIOCore
import NIOFoundationCompat

/// Takes the message out of a chat completion.
struct ChatAnswer {
    /// The model we asked for, where the answer names none.
    let model: String
    let sentence: Sentence

    func completion(from body: ByteBuffer) throws(LLMError) -> Completion {
        let response = try decoded(body)
        if let error = response.error { throw unusable("answered with an error: \(sentence.quoting(error.message))") }
        guard let choice = response.choices?.first else {
            throw unusable("answered without a choice; check OPENAI_BASE_URL")
        }
        return Completion(
            text: try text(of: choice), tokensIn: response.usage?.prompt_tokens,
            tokensOut: response.usage?.completion_tokens, model: response.model ?? model
        )
    }

    private func decoded(_ body: ByteBuffer) throws(LLMError) -> ChatResponse {
        do {
            return try JSONDecoder().decode(ChatResponse.self, from: body)
        } catch {
            throw unusable("answered with something that is no chat completion; check OPENAI_BASE_URL")
        }
    }

    private func text(of choice: ChatResponse.Choice) throws(LLMError) -> String {
        if let refusal = choice.message?.refusal, !refusal.isEmpty {
            throw unusable("refused to write this: \(sentence.quoting(refusal))")
        }
        let text = (choice.message?.content ?? "").trimmed
        switch choice.finish_reason {
        case "content_filter": throw unusable("withheld its answer (content filter); change the profile's or message's words")
        case "length": throw unusable("cut its answer off at the token limit; try again or use another OPENAI_MODEL")
        case "tool_calls", "function_call": throw unusable("asked for a tool instead of answering; use another OPENAI_MODEL")
        default: break
        }
        guard !text.isEmpty else { throw unusable("gave an empty answer; try again or use another OPENAI_MODEL") }
        return text
    }

    private func unusable(_ what: String) -> LLMError { .unusable(reason: sentence.aboutServer(what)) }
}
