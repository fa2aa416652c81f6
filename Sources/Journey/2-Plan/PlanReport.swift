package import Domain
package import Storage

import struct Foundation.TimeZone

/// What an agent would do at a time: who would get a message and when, and the one rule that keeps each other out.
package struct PlanReport: Sendable {
    package let agent: Agent
    package let moment: Timestamp
    /// Why nothing runs then by the agent's schedule; the plan is what a run by hand or by an event would do. Nil where it does not stand
    /// in the way.
    package var obstacle: ScheduleObstacle? { agent.timing.obstacle(at: moment) }
    /// Empty where they were not asked for.
    package let counts: [Count]
    /// How many contacts in the agent's sequence have their next message due by then, as far as is known: the rules decide about each when
    /// it is to be written. Nil where there is no sequence, and where counts were not asked for.
    package var stepsDue: Int64?
    package let entries: [Entry]
    /// Where the next page begins; nil for the last one.
    package let next: Place?

    /// How many people or contacts a rule keeps out, or with none how many get a message.
    package struct Count: Sendable, Equatable {
        package var isOfContacts: Bool
        package var verdict: RuleVerdict
        package var reason: String?
        package var count: Int64
    }

    /// One person or contact.
    package struct Entry: Sendable, Equatable {
        package var user: Int64
        package var contact: Int64?
        package var name: String
        package var verdict: RuleVerdict
        /// Why it gets nothing, as a sentence.
        package var reason: String?
        /// The key of the agent that keeps the contact to itself; nil where another rule, or none, keeps it out.
        package var heldBy: String?
        /// From when on it may be sent; nil for who gets nothing.
        package var sendAt: Timestamp?
        package var zone: String?
        package var zoneSource: ZoneSource?
        /// For who is in the agent's sequence the step that is waited for, and when it is due, as far as that is known.
        package var nextStep: Int64?
        package var nextAt: Timestamp?

        /// Where a page ends that ends with it.
        var place: Place { contact.map { Place.contacts(after: $0) } ?? Place.users(after: user) }

        /// `sendAt` on the contact's own clock.
        package var localTime: String? { sendAt.map(onOwnClock) }

        package func onOwnClock(_ time: Timestamp) -> String { time.rfc3339(in: zone.flatMap(knownTimeZone) ?? .gmt) }
    }

    /// Where a page ended: people come first, then contacts, each by id.
    package enum Place: Sendable, Equatable {
        case users(after: Int64)
        case contacts(after: Int64)
    }

    /// Whom a report is about.
    package struct Question: Sendable {
        /// Nil for now.
        package var moment: Timestamp?
        package var contact: Int64?
        package var selection = Selection.all
        package var after: Place = .users(after: 0)
        package var limit = 50
        package var withCounts = true

        package init() {}

        /// Whether it asks for a contact.
        func includes(_ entry: Entry) -> Bool {
            if case .contacts(let last) = after, (entry.contact ?? 0) <= last { return false }
            return switch selection {
            case .all: true
            case .included: entry.verdict == .included
            case .keptOut(let rule): entry.verdict.rule == rule
            }
        }
    }

    package enum Selection: Sendable, Equatable {
        case all, included
        case keptOut(Rule)
    }
}
