package import Domain

/// One built-in agent as it comes: when it writes, to whom, and how. What a workspace has changed about it stands in its row.
package struct AgentDefinition: Sendable {
    package let type: AgentType
    package let title: String
    /// One sentence for the page: what a person gets from this agent.
    package let purpose: String
    /// In the workspace's time zone.
    package let schedule: Schedule
    /// Whom it writes to, in words.
    package let audience: String
    package let eligibility: Eligibility
    /// The contacts whom it writes to where it writes to contacts and has no filter of its own (docs/filters.md).
    package let contactFilter: String
    /// The instruction to a model.
    package let prompt: String
    /// What it says to contacts.
    let toContacts: ContactWords
    /// The templates of the offline composer.
    let phrasing: OfflinePhrasing<MessageFacts>
}

/// How a built-in agent writes to contacts.
struct ContactWords: Sendable {
    /// The instruction to a model.
    let prompt: String
    /// The templates of the offline composer.
    let phrasing: OfflinePhrasing<ContactFacts>
}

/// Who gets an agent's message.
package struct Eligibility: Sendable {
    /// Why someone is kept out, to be read after a name: "has no business profile yet".
    package let reason: String
    /// A condition over the alias `u` of the table `users`, valid on SQLite 3.40 and PostgreSQL 15.
    package let condition: String
}

extension Eligibility {
    /// Of a built-in agent its own; of any other, everyone with a business profile.
    static func of(_ type: AgentType) -> Eligibility { AgentCatalog[type]?.eligibility ?? profile }

    static let profile = Eligibility(reason: "has no business profile yet", condition: hasProfile)

    /// A business profile and, besides it, at least one of `conditions`.
    static func profile(andAnyOf conditions: [String], orElse missing: String) -> Eligibility {
        Eligibility(
            reason: "has no business profile yet or \(missing)",
            condition: "\(hasProfile) AND (\(conditions.joined(separator: " OR ")))"
        )
    }

    static let hasOpenDeal = row(in: "deals", where: "status = 'open'")
    static let hasWonDeal = row(in: "deals", where: "status = 'won'")
    static let hasCustomer = row(in: "contacts", where: "stage = 'customer'")
    static let hasLead = row(in: "contacts", where: "stage NOT IN ('', 'customer', 'lost')")
    static let hasAdvancedLead = row(
        in: "contacts", where: "stage NOT IN ('', \(Stage.firstContact.map { "'\($0)'" }.joined(separator: ", ")), 'customer', 'lost')"
    )

    private static let hasProfile = row(in: "business_profiles", where: nil)

    private static func row(in table: String, where condition: String?) -> String {
        "EXISTS (SELECT 1 FROM \(table) x WHERE x.workspace_id = u.workspace_id AND x.user_id = u.id\(condition.map { " AND x.\($0)" } ?? ""))"
    }
}
