/// How a message to a contact goes out.
package enum MessageChannel: String, Sendable, CaseIterable {
    /// To every webhook of the workspace.
    case webhook
}
