import Domain
import Storage

import struct Foundation.TimeZone

/// A claimed delivery, and whether it may be sent.
struct DeliveryItem: LeasedRow {
    var claim: DeliveryQueue.Claim
    /// Nil where the rules could not be asked.
    var verdict: SendCheck.Verdict?
    /// The workspace's own, by which a message to a contact counts.
    var zone = TimeZone.gmt
    /// How it has still to be counted for this day: it counted for an earlier one, on which it could not be delivered.
    var late: Late?

    /// Whether it speaks of the day on which it was to go out, which is over for the workspace, and is known not to have gone out: an
    /// attempt of which nobody knows is made again under its key.
    var isOutdated: Bool { late?.day != nil && !claim.mayHaveArrived && DraftLife.isOfItsDay(claim.message.wording.whole) }

    struct Late: Sendable, Equatable {
        var sending: LateSending
        /// Where it is another day of the workspace's too.
        var day: SendingDay?
    }

    var id: Int64 { claim.id }
    var fence: Int64 { claim.fence }
    var workspace: WorkspaceID { claim.workspace }
}

extension DeliveryQueue.Claim: LeasedRow {
    /// Nil for what is not for a contact, or for one that is gone. A reply since its writing began stops it.
    var subject: SendSubject? {
        message.recipient.map { SendSubject(contact: $0.contact, agent: message.agent, run: message.run ?? 0, since: message.begunAt) }
    }
}
