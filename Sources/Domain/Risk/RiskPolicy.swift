/// What a workspace says of the risk of messages to contacts.
package struct RiskPolicy: Equatable, Sendable {
    /// From which value on an open deal is a large one, in minor units of whatever currency the deal is in: nothing is converted.
    /// Nil where none is.
    package var largeDealMinor: Int64?
    /// What does not raise the grade.
    package var ignored: Set<Risk>

    package init(largeDealMinor: Int64? = nil, ignored: Set<Risk> = []) {
        self.largeDealMinor = largeDealMinor
        self.ignored = ignored
    }
}
