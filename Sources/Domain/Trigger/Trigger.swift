/// What besides time makes an agent run. The text form (`description`) is read by `init(parsing:)`; `docs/triggers.md` is its
/// reference.
package enum Trigger: Hashable, Sendable {
    case contactCreated
    /// A contact's stage has become this one; nil for any change.
    case contactStage(String?)
    /// A deal's status has become this one; nil for any change.
    case dealStatus(DealStatus?)
    /// A contact has written.
    case inboundMessage
    case taskOverdue
    /// The last message to a contact has had no answer for so long.
    case noReply(WaitTime)
    case targetBehindPlan
    /// A call of the API says that something happened.
    case api
}

package enum DealStatus: String, CaseIterable, Sendable {
    case open
    case won
    case lost
}

/// What kind of thing an event says has happened.
package enum EventKind: String, CaseIterable, Sendable {
    case contactCreated = "contact_created"
    case contactStage = "contact_stage"
    case dealStatus = "deal_status"
    case inboundMessage = "inbound_message"
    case taskOverdue = "task_overdue"
    case noReply = "no_reply"
    case targetBehindPlan = "target_behind_plan"
    case api

    /// Whether time alone makes it true, so that somebody has to look for it.
    package var isMadeByTime: Bool { [.taskOverdue, .noReply, .targetBehindPlan].contains(self) }
}

extension Trigger {
    package var kind: EventKind {
        switch self {
        case .contactCreated: .contactCreated
        case .contactStage: .contactStage
        case .dealStatus: .dealStatus
        case .inboundMessage: .inboundMessage
        case .taskOverdue: .taskOverdue
        case .noReply: .noReply
        case .targetBehindPlan: .targetBehindPlan
        case .api: .api
        }
    }

    /// What an event's detail must be for this trigger; nil for any.
    package var detail: String? {
        switch self {
        case .contactStage(let stage): stage
        case .dealStatus(let status): status?.rawValue
        case .noReply(let wait): wait.description
        case .contactCreated, .inboundMessage, .taskOverdue, .targetBehindPlan, .api: nil
        }
    }
}
