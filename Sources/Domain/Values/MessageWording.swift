/// What a contact reads: the subject, where there is one, and the message.
package struct MessageWording: Equatable, Sendable {
    package var subject: String?
    package var body: String

    package init(subject: String? = nil, body: String) {
        self.subject = subject
        self.body = body
    }

    /// With another subject or body where they are given; an empty subject is none.
    package func changed(subject: String?, body: String?) -> MessageWording {
        let subject = subject ?? self.subject
        return MessageWording(subject: subject?.isEmpty == true ? nil : subject, body: body ?? self.body)
    }

    /// Both, for whoever looks for words in them.
    package var whole: String { subject.map { "\($0)\n\(body)" } ?? body }

    /// The longest subject, in characters.
    package static let subjectLimit = 120
}
