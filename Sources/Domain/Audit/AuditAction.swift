/// What was done, as the audit trail tells it: a noun, a full stop, a verb in the past. New ones need no declaration elsewhere.
package struct AuditAction: Hashable, Sendable, RawRepresentable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let draftApproved = Self(rawValue: "draft.approved")
    package static let draftRejected = Self(rawValue: "draft.rejected")
    /// An approval taken back.
    package static let draftRestored = Self(rawValue: "draft.restored")
    /// An agent has let a message to a contact go by itself.
    package static let messageSent = Self(rawValue: "message.sent")
    package static let proposalConfirmed = Self(rawValue: "proposal.confirmed")
    package static let recordsImported = Self(rawValue: "records.imported")
    package static let sampleRemoved = Self(rawValue: "sample.removed")
    package static let auditExported = Self(rawValue: "audit.exported")
    package static let keysRotated = Self(rawValue: "keys.rotated")
    package static let contactErased = Self(rawValue: "contact.erased")
    /// Let go of by the agent that held it.
    package static let contactReleased = Self(rawValue: "contact.released")
    package static let contactExported = Self(rawValue: "contact.exported")
    package static let sessionBegun = Self(rawValue: "session.begun")
    /// Signed out, or ended by its owner, an admin, a new password, role or second factor.
    package static let sessionEnded = Self(rawValue: "session.ended")
    /// A wrong password or code, for an account that there is.
    package static let sessionRefused = Self(rawValue: "session.refused")
    /// A refresh token came a second time: it may have been stolen, and its session has ended.
    package static let tokenReused = Self(rawValue: "session.token_reused")
    package static let passwordChosen = Self(rawValue: "password.chosen")
    /// A key of a provider was set, replaced or taken away.
    package static let modelKeyChanged = Self(rawValue: "model_account.key_changed")
    package static let accountLinkMade = Self(rawValue: "account.link_made")
    /// A link that nobody but its mail has: because somebody said to have forgotten the password, or was invited.
    package static let accountLinkMailed = Self(rawValue: "account.link_mailed")
    /// An account that was there is from now on the one of somebody whom the OpenID Connect provider names.
    package static let accountLinked = Self(rawValue: "account.linked")
    package static let secondFactorSet = Self(rawValue: "second_factor.set")
    package static let secondFactorRemoved = Self(rawValue: "second_factor.removed")

    package static func created(_ noun: String) -> Self { Self(noun, "created") }
    package static func changed(_ noun: String) -> Self { Self(noun, "changed") }
    package static func deleted(_ noun: String) -> Self { Self(noun, "deleted") }
    /// A delivery that has reached its end: delivered, dead, unknown or cancelled.
    package static func delivery(_ state: String) -> Self { Self("delivery", state) }

    private init(_ noun: String, _ verb: String) { rawValue = "\(AuditSubject.kind(of: noun)).\(verb)" }
}
