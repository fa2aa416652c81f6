import Domain

extension LLMConnector {
    /// With the options of a link in a chain.
    ///
    /// - Parameter field: what the chain was given as.
    /// - Throws: `ValidationError` where the model does not take them.
    func settings(_ settings: ProviderSettings, asked options: ModelOptions, field: String) throws(ValidationError) -> ProviderSettings {
        var settings = settings
        settings.options = options
        guard let temperature = options.temperature else { return settings }
        guard let highest = wire(settings).highestTemperature(model: settings.model) else {
            throw ValidationError(field: field, "\(field) gives \(settings.model) a temperature, which it does not take: leave it out.")
        }
        guard temperature <= highest else {
            throw ValidationError(field: field, "\(field) gives \(settings.model) a temperature above \(Int(highest)), the highest it takes.")
        }
        return settings
    }
}
