import Domain

extension LLMConnector {
    /// - Throws: `ValidationError` in the words of an account's fields.
    func settings(of account: ModelAccount, model: String?) throws(ValidationError) -> ProviderSettings {
        let names = SettingNames(key: "api_key", model: "models", address: "base_url")
        guard let model = model ?? defaultModel else {
            throw ValidationError(field: "models", "models names no model of \(account.name), which has no usual one: write \(account.name):MODEL.")
        }
        guard let baseURL = account.baseURL ?? defaultURL else {
            throw ValidationError(
                field: "models", "models names no address: give the account \(account.name) its base_url, as \(title) has no usual one.")
        }
        let usual = ProviderSettings(apiKey: nil, model: model, baseURL: baseURL, names: names)
        let settings = ProviderSettings(
            apiKey: account.key?.value, model: model, baseURL: baseURL, apiVersion: account.apiVersion ?? defaultVersion,
            totalTimeout: account.timeout ?? usual.totalTimeout, maxRetries: account.maxRetries ?? usual.maxRetries,
            limits: RateLimits(requestsPerMinute: account.requestsPerMinute, tokensPerMinute: account.tokensPerMinute), names: names)
        guard settings.apiKey != nil || !mustHaveKey(settings) else {
            throw ValidationError(
                field: "models", "models names no key: give the account \(account.name) its api_key, as \(title) answers nobody without.")
        }
        return settings
    }
}
