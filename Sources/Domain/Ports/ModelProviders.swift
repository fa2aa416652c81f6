/// The port that makes providers of models from what names them.
package protocol ModelProviders: Sendable {
    /// One that asks these in their order.
    ///
    /// - Throws: `ValidationError` for what is missing or wrong, in the words of an account's fields.
    func provider(_ links: [ModelLink]) throws(ValidationError) -> ChosenModel

    /// Whether a server that an account names is found; whether it may be asked from here can be told only then.
    ///
    /// - Throws: `ValidationError` that names `base_url` for one that may not.
    func checkReach(of address: String) async throws(ValidationError) -> Bool
}
