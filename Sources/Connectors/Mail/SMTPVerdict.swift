import CCurl
import Domain

/// What an exchange means for the message.
struct SMTPVerdict {
    var result: CURLcode
    /// What the library says of it; it holds no password.
    var detail: String
    /// The server's last reply, such as 550; 0 where there was none.
    var reply: Int
    /// Whether the whole message was on its way before it ended.
    var mayHaveArrived: Bool
    var isStopped: Bool
    /// The server.
    var place: String

    var outcome: MailOutcome {
        if result == CURLE_OK { return .accepted }
        let reason = "The mail server \(place) \(what)."
        if let refusal {
            // A greeting or a password that is refused today is put right tomorrow; a mailbox that is not there stays so.
            let isOfMessage = result == CURLE_SEND_ERROR || mayHaveArrived
            return refusal >= 500 && isOfMessage && !isStranger
                ? .refusedForGood(reason: reason, code: refusal) : .refusedForNow(reason: reason, code: refusal)
        }
        return mayHaveArrived ? .unknown(reason: reason) : .refusedForNow(reason: reason, code: nil)
    }

    /// A reply that says no. After 421 the server hangs up, and says nothing of the message.
    private var refusal: Int? {
        let isSilence = [CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK].contains(result)
        return (400..<600).contains(reply) && !isSilence ? reply : nil
    }

    /// Whether the server wants a password first (RFC 4954).
    private var isStranger: Bool { reply == 530 }

    private var what: String {
        switch result {
        case _ where isStopped: "was left, as this server stops"
        case CURLE_COULDNT_RESOLVE_HOST: "has a name that cannot be resolved: check SMTP_URL"
        case CURLE_COULDNT_CONNECT: "cannot be reached: check SMTP_URL"
        case CURLE_OPERATION_TIMEDOUT: "did not answer in time"
        case CURLE_LOGIN_DENIED: "does not take the user and password of SMTP_URL\(inBrackets)"
        case CURLE_USE_SSL_FAILED: "offers no encryption (STARTTLS), without which nothing is sent: see docs/mail.md"
        case CURLE_PEER_FAILED_VERIFICATION: "has a certificate that is not trusted (\(detail)): see SMTP_CA_FILE in docs/mail.md"
        case CURLE_SSL_CACERT_BADFILE: "cannot be checked: SMTP_CA_FILE holds no certificates"
        case CURLE_SEND_ERROR where isStranger: "asks for a user and a password: write them into SMTP_URL\(inBrackets)"
        case CURLE_SEND_ERROR where detail.hasPrefix("MAIL failed"): "takes no mail from the address in MAIL_FROM\(inBrackets)"
        case CURLE_SEND_ERROR where detail.hasPrefix("RCPT failed"): "takes no mail for this address\(inBrackets)"
        case _ where refusal != nil: "refused the message\(inBrackets)"
        default: "did not finish: \(detail)"
        }
    }

    private var inBrackets: String { reply >= 400 ? " (\(reply))" : "" }
}
