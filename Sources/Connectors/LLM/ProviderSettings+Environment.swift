package import Domain
import Foundation

extension LLMConnector {
    /// Reads the provider's own variables, such as `OPENAI_API_KEY`, and those that mean whichever provider is chosen, such as
    /// `LLM_API_KEY`, which go first. What is missing or empty keeps its default.
    ///
    /// - Parameters:
    ///   - model: takes the place of the model's variables.
    ///   - general: whether the variables of the chosen provider are read; they say nothing where several are chosen.
    ///   - mayLackKey: whether the settings are only to be checked, without being used.
    /// - Throws: `ValidationError` naming the variable, its fault and a valid example.
    package func settings(
        reading value: (String) -> String?, model: String? = nil, general: Bool = true, mayLackKey: Bool = false
    ) throws(ValidationError) -> ProviderSettings {
        func text(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
        func number(_ name: String, _ range: ClosedRange<Int>, _ usual: Int) throws(ValidationError) -> Int {
            try SettingText.number(value(name), name, range, such: usual) ?? usual
        }
        func variable(_ end: String) -> String { general && text("LLM" + end) != nil ? "LLM" + end : prefix + end }
        let names = SettingNames(key: variable("_API_KEY"), model: variable("_MODEL"), address: variable("_BASE_URL"))
        let settings = ProviderSettings(
            apiKey: text(names.key),
            model: try needed(model ?? text(names.model) ?? defaultModel, names.model, "the model", exampleModel),
            baseURL: try address(needed(text(names.address) ?? defaultURL, names.address, "the address", exampleURL), names.address),
            apiVersion: text(prefix + "_API_VERSION") ?? defaultVersion,
            connectTimeout: .seconds(try number("LLM_CONNECT_TIMEOUT_SECONDS", 1...600, 10)),
            totalTimeout: .seconds(try number("LLM_TIMEOUT_SECONDS", 1...3600, 60)),
            maxRetries: try number("LLM_MAX_RETRIES", 0...10, 2),
            limits: try RateLimits(reading: value, prefix: prefix),
            names: names
        )
        guard settings.apiKey != nil || mayLackKey || !mustHaveKey(settings) else {
            throw ValidationError(field: names.key, "is missing, and \(title) answers nobody without; write your key, such as \(exampleKey)")
        }
        return settings
    }

    func mustHaveKey(_ settings: ProviderSettings) -> Bool {
        switch needsKey {
        case .always: true
        case .atDefaultAddress: settings.baseURL == defaultURL
        case .never: false
        }
    }

    /// An address that could be meant.
    private var exampleURL: String {
        "such as \(defaultURL ?? (needsKey == .never ? "http://127.0.0.1:11434/v1" : "https://my-resource.openai.azure.com"))"
    }

    /// A model that could be meant: at Azure a deployment has the name that its owner gave it.
    private var exampleModel: String { needsKey == .never ? "such as llama3.2" : "by the name of your deployment, such as my-gpt-4o-mini" }

    private func needed(_ value: String?, _ name: String, _ what: String, _ example: String) throws(ValidationError) -> String {
        guard let value else {
            throw ValidationError(field: name, "is missing, and \(title) has no usual one; write \(what), \(example)")
        }
        return value
    }

    private func address(_ text: String, _ name: String) throws(ValidationError) -> String {
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw ValidationError(field: name, "is no http or https address; write one \(exampleURL)")
        }
        return text
    }
}
