/// The port to a way out of the house: hands one message to one receiver, once.
///
/// A channel never repeats by itself. What happened is judged by whoever keeps the delivery's row, and only the
/// channel can tell whether the receiver may have taken the message.
package protocol Channel: Sendable {
    /// What a delivery's row names it by, such as `webhook`.
    var name: String { get }

    func deliver(_ message: OutgoingMessage) async -> DeliveryOutcome

    /// Whether messages can be sent to an address as it is, asked before it is saved.
    ///
    /// - Throws: `ValidationError` that names `url`.
    func check(_ address: String) async throws(ValidationError)
}

extension Channel {
    package func check(_ address: String) async throws(ValidationError) {}
}

/// A message on its way to one receiver.
package struct OutgoingMessage: Equatable, Sendable {
    /// Stays the same for every attempt, so that a receiver can tell a repetition.
    package var id: String
    package var address: String
    /// What the message is signed with; never logged.
    package var secret: String
    package var body: String

    package init(id: String, address: String, secret: String, body: String) {
        self.id = id
        self.address = address
        self.secret = secret
        self.body = body
    }
}

/// What became of one attempt. The cases are what may be done next.
package enum DeliveryOutcome: Equatable, Sendable {
    /// The receiver said that it has the message.
    case delivered(status: Int)
    /// The message certainly did not arrive, or the receiver said it did not take it; later may work.
    case refused(reason: String, status: Int?, retryAfter: Duration?)
    /// It will never work as it is: a person must change the address or the receiver.
    case impossible(reason: String, status: Int?)
    /// It may or may not have arrived; where a second time does no harm it may be sent again, after a wait where one is asked for.
    case unknown(reason: String, status: Int? = nil, retryAfter: Duration? = nil)
}
