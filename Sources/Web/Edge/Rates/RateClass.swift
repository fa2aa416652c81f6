/// What requests are counted by, each within a limit of its own.
package enum RateClass: String, CaseIterable, Sendable {
    /// Every request, by the address it comes from.
    case address
    /// Those of an account, wherever it is signed in.
    case account
    /// Those with an API key.
    case key
    /// Those that may ask a model, by account or key, or else by address.
    case model
    /// Attempts to sign in, by address.
    case signIn = "sign-in"
}
