/// Whom an agent writes to: people of the workspace, its contacts, or both.
package enum Recipients: String, CaseIterable, Sendable {
    case user, contact, both

    package var includesUsers: Bool { self != .contact }
    package var includesContacts: Bool { self != .user }
}
