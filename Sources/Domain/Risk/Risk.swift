/// Why a person should see a message to a contact before it is sent, however true it is.
package enum Risk: String, CaseIterable, Sendable {
    case newContact = "new_contact"
    case largeDeal = "large_deal"
    case complaint
    case legalOrMedicalWords = "legal_or_medical_words"
    case firstUse = "first_use"

    /// The reason in words, for whoever decides.
    package var sentence: String {
        switch self {
        case .newContact: "Nothing was sent to this contact yet."
        case .largeDeal: "An open deal with this contact is a large one."
        case .complaint: "What the contact wrote lately sounds like a complaint."
        case .legalOrMedicalWords: "The message, or what the contact wrote lately, has legal or medical words."
        case .firstUse: "No message by this template has been sent as it was written yet."
        }
    }
}

/// Whether anything speaks against sending a message by itself.
package enum RiskGrade: Sendable {
    case low, raised

    package init(_ risks: [Risk]) { self = risks.isEmpty ? .low : .raised }
}
