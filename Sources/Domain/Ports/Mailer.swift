/// The port to a mail server: hands one message over, once.
///
/// A mailer never repeats by itself. Only it can tell whether the server may have taken the message; what follows from that is
/// decided by whoever keeps the message.
package protocol Mailer: Sendable {
    func send(_ mail: Mail) async -> MailOutcome

    /// Connects and signs in, and sends no message: `accepted` where that works.
    func check() async -> MailOutcome
}

/// What became of handing a message over. The cases are what may be done next.
package enum MailOutcome: Equatable, Sendable {
    /// The server has the message, and answers for it from now on.
    case accepted
    /// The server does not have the message; later may work.
    case refusedForNow(reason: String, code: Int?)
    /// The server will never take it as it is: a person must change the address or the server.
    case refusedForGood(reason: String, code: Int?)
    /// The server may or may not have the message.
    case unknown(reason: String)
}
