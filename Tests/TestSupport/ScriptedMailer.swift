package import Domain
import Synchronization

/// A mail server that answers as the test says, and remembers what it was given.
package final class ScriptedMailer: Mailer {
    private let outcomes: Mutex<[MailOutcome]>
    private let given = Mutex<[Mail]>([])

    /// Gives one outcome after the other, and the last one from then on.
    package init(_ outcomes: MailOutcome...) { self.outcomes = Mutex(outcomes) }

    package var mails: [Mail] { given.withLock { $0 } }

    /// What the links of the mails hold after `#`, the oldest first.
    package var links: [String] {
        mails.compactMap { $0.text.split(separator: "\n").first { $0.contains("#") }?.split(separator: "#").last }.map(String.init)
    }

    package func send(_ mail: Mail) async -> MailOutcome {
        given.withLock { $0.append(mail) }
        return outcomes.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .accepted }
    }

    package func check() async -> MailOutcome { .accepted }
}
