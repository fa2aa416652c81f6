import Domain

/// Where a request really comes from.
struct ClientOrigin: Sendable, Equatable {
    /// Nil where it is not known, as over a socket without an address.
    var address: IPAddress?
    /// Whether its way here is encrypted, at least up to the proxy.
    var isSecure = false
    /// Whether its cookies are to come back encrypted only: everywhere but on this machine's own names without encryption.
    var wantsSecureCookies = false
}
