/// An e-mail message in plain text, to one person.
package struct Mail: Equatable, Sendable {
    package var to: String
    package var subject: String
    /// With `\n` between its lines.
    package var text: String

    package init(to: String, subject: String, text: String) {
        self.to = to
        self.subject = subject
        self.text = text
    }
}
