/// What the risk of a message to a contact depends on besides the records that the message draws on.
package struct RiskBackground: Equatable, Sendable {
    /// Whether an agent's or a person's message was ever sent to the contact.
    package var wasWrittenTo: Bool
    /// The largest value of an open deal with it, in minor units of that deal's currency; nil where none has a value.
    package var largestDealMinor: Int64?
    /// Whether a message by the same template has been sent as it was written.
    package var isTemplateProven: Bool

    package init(wasWrittenTo: Bool, largestDealMinor: Int64?, isTemplateProven: Bool) {
        self.wasWrittenTo = wasWrittenTo
        self.largestDealMinor = largestDealMinor
        self.isTemplateProven = isTemplateProven
    }
}
