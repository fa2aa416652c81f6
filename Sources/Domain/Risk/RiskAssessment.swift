/// What speaks against sending a message to a contact by itself.
package struct RiskAssessment: Equatable, Sendable {
    private let background: RiskBackground
    private let policy: RiskPolicy

    package init(_ background: RiskBackground, by policy: RiskPolicy) {
        self.background = background
        self.policy = policy
    }

    /// What raises the grade of `text`, in the order of `Risk`; without what the workspace ignores.
    package func risks(of text: String, to contact: ContactContext) -> [Risk] {
        let heard = Self.heardLately(from: contact)
        return Risk.allCases.filter { !policy.ignored.contains($0) && raises($0, text, heard) }
    }

    private func raises(_ risk: Risk, _ text: String, _ heard: [String]) -> Bool {
        switch risk {
        case .newContact: !background.wasWrittenTo
        case .largeDeal: isDealLarge
        case .complaint: heard.contains(where: RiskWords.complaint.areIn)
        case .legalOrMedicalWords: ([text] + heard).contains(where: RiskWords.legalOrMedical.areIn)
        case .firstUse: !background.isTemplateProven
        }
    }

    private var isDealLarge: Bool {
        guard let threshold = policy.largeDealMinor, let largest = background.largestDealMinor else { return false }
        return largest >= threshold
    }

    /// For how many days what a contact wrote counts.
    package static let days: Int64 = 30

    private static func heardLately(from contact: ContactContext) -> [String] {
        let since = contact.today.adding(days: -days)
        return contact.messages.filter { $0.isInbound && $0.day >= since }.map(\.body)
    }
}
