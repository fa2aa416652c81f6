import Synchronization

/// What there may be to do.
package enum Signal: String, CaseIterable, Sendable {
    /// A run may be due.
    case runs
    /// A delivery may be due.
    case deliveries
    /// What decides when agents are due has changed.
    case schedules
    /// A batch has got another rate, or goes on.
    case rates
    /// A mail to somebody who signs in may be due.
    case mails
}

/// The port by which work that has just been stored wakes whoever takes it up, in this process or another.
///
/// Only speed depends on it: every service also looks for work by itself, so a signal may be lost.
package protocol Signals: Sendable {
    /// Returns at once; any number of equal signals may count as one.
    func send(_ signal: Signal)
}

/// Wakes the services of this process.
package struct LocalSignals: Signals {
    package let runs = Wakeup()
    package let deliveries = Wakeup()
    package let schedules = Wakeup()
    package let rates = Wakeup()
    package let mails = Wakeup()

    package init() {}

    package func send(_ signal: Signal) {
        switch signal {
        case .runs: runs()
        case .deliveries: deliveries()
        case .schedules: schedules()
        case .rates: rates()
        case .mails: mails()
        }
    }
}
