/// The port to what all processes together may ask of a provider's key.
package protocol SharedAllowance: Sendable {
    /// Takes one call's share of what the key may be asked.
    ///
    /// - Parameters:
    ///   - key: tells the provider's key from every other, without being it.
    ///   - share: how long what the call takes lasts, at the allowed speeds.
    /// - Returns: nil where it was taken; otherwise how long there is nothing to take.
    func take(_ share: AllowanceShare, of key: String) async -> AllowanceWait?

    /// Gives back, or takes besides, what a call turned out to take of the tokens.
    func correct(_ tokens: Duration, of key: String) async

    /// Lets nobody call before so much time has passed: the provider said so.
    func close(_ key: String, for wait: Duration) async
}

/// What a call takes, as the time for which it lasts: a call where 600 are allowed in a minute takes a tenth of a second.
package struct AllowanceShare: Equatable, Sendable {
    package var requests: Duration
    package var tokens: Duration

    package init(requests: Duration, tokens: Duration) {
        self.requests = requests
        self.tokens = tokens
    }
}

package struct AllowanceWait: Equatable, Sendable {
    package var duration: Duration
    /// Whether the provider has asked for it.
    package var isClosed: Bool

    package init(duration: Duration, isClosed: Bool) {
        self.duration = duration
        self.isClosed = isClosed
    }
}
