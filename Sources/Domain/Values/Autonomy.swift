/// What becomes of a message that an agent wrote to a contact.
package enum Autonomy: String, CaseIterable, Sendable {
    /// A person decides on each.
    case ask
    /// It is sent where no check found anything and its risk is low; otherwise a person decides.
    case guarded
    /// It is sent where no check found anything.
    case auto
}
