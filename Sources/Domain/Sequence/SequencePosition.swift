/// Where a contact is in an agent's sequence, and what has become of the last message.
package struct SequencePosition: Equatable, Sendable {
    /// What has become of the last step's message.
    package enum Message: Equatable, Sendable {
        /// It waits to be written, sent or decided on.
        case underWay
        case sent(Timestamp)
        /// It is on its way to the contact, or will be from this time on.
        case leaving(Timestamp)
        /// It was kept from the contact right before it was sent, by a rule or by a person.
        case withheld
        /// A rule kept it from being written.
        case keptOut
        /// A person decided against the draft.
        case rejected
        /// It was tried too often.
        case failed
        /// Its template gave no text for the contact at this time.
        case wordless(Timestamp)
        /// Somebody cancelled it, or it had nobody to go to.
        case cancelled
    }

    /// To which step an answer has led, and when the answer came.
    package struct Branch: Equatable, Sendable {
        package var step: Int
        package var from: Timestamp

        package init(step: Int, from: Timestamp) {
            self.step = step
            self.from = from
        }
    }

    /// The last step taken.
    package var step: Int
    package var branch: Branch?
    /// When the contact last answered since the last step was taken.
    package var repliedAt: Timestamp?
    package var message: Message

    package init(step: Int, branch: Branch? = nil, repliedAt: Timestamp? = nil, message: Message) {
        self.step = step
        self.branch = branch
        self.repliedAt = repliedAt
        self.message = message
    }
}
