import Domain

/// A mail as it goes over the wire (RFC 5322, RFC 2045), with CRLF between its lines.
struct MailMessage {
    /// What would be another header, or another command.
    struct Unsendable: Error, Equatable {
        /// Such as `subject`.
        var part: String
    }

    let text: String

    /// - Parameters:
    ///   - id: unique; the part of the Message-ID before the domain.
    /// - Throws: `Unsendable`.
    init(_ mail: Mail, from: MailAddress, id: String, date: Timestamp) throws(Unsendable) {
        guard mail.to.isMailable else { throw Unsendable(part: "address") }
        guard !mail.subject.contains(where: \.isControl) else { throw Unsendable(part: "subject") }
        let sender = from.name.isEmpty ? from.address : "\(HeaderText.phrase(from.name)) <\(from.address)>"
        let header = [
            "Date: \(Self.date(date))", "From: \(sender)", "To: \(mail.to)", "Subject: \(HeaderText.unstructured(mail.subject))",
            "Message-ID: <\(id)@\(from.domain)>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            // No machine is to answer a machine (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
        text = header.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.encode(mail.text) + "\r\n"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Such as `Sat, 28 Nov 2026 12:15:41 +0000`.
    static func date(_ time: Timestamp) -> String {
        let parts = time.wallClock.split(separator: "T")
        let day = LocalDate(String(parts[0])) ?? LocalDate(dayNumber: 0)
        return "\(weekdays[day.weekday - 1]), \(day.day) \(months[Int(day.month) - 1]) \(day.year) \(parts[1]) +0000"
    }
}
