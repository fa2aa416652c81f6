package import Domain
import Foundation

extension OpenAISettings {
    /// Reads the environment's names, such as `OPENAI_API_KEY`; what is missing or empty keeps its default.
    ///
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package init(reading value: (String) -> String?) throws(ValidationError) {
        func text(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            apiKey: text("OPENAI_API_KEY"),
            model: text("OPENAI_MODEL") ?? Self.defaultModel,
            baseURL: try address(text("OPENAI_BASE_URL") ?? Self.defaultBaseURL),
            connectTimeout: .seconds(try number(text("LLM_CONNECT_TIMEOUT_SECONDS"), 10, 1...600, "LLM_CONNECT_TIMEOUT_SECONDS")),
            totalTimeout: .seconds(try number(text("LLM_TIMEOUT_SECONDS"), 60, 1...3600, "LLM_TIMEOUT_SECONDS")),
            maxRetries: try number(text("LLM_MAX_RETRIES"), 2, 0...10, "LLM_MAX_RETRIES"),
            limits: try RateLimits(reading: value)
        )
    }
}

private func address(_ text: String) throws(ValidationError) -> String {
    guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
        throw ValidationError(field: "OPENAI_BASE_URL", "is no http or https address; write for example \(OpenAISettings.defaultBaseURL)")
    }
    return text
}

private func number(_ text: String?, _ usual: Int, _ range: ClosedRange<Int>, _ name: String) throws(ValidationError) -> Int {
    guard let text else { return usual }
    guard let number = Int(text), range.contains(number) else {
        throw ValidationError(field: name, "is no whole number of \(range.lowerBound) to \(range.upperBound); write for example \(usual)")
    }
    return number
}
