import Domain

extension LLMConnector {
    /// With the options of a link in a chain.
    ///
    /// - Parameter field: what the chain was given as.
    /// - Throws: `ValidationError` where the model does not take them.
    func settings(_ settings: ProviderSettings, asked options: ModelOptions, field: String) throws(ValidationError) -> ProviderSettings {
        var settings = settings
        settings.options = options
        guard options.temperature == nil || wire(settings).takesTemperature(model: settings.model) else {
            throw ValidationError(field: field, "\(field) gives \(settings.model) a temperature, which it does not take: leave it out.")
        }
        return settings
    }
}
