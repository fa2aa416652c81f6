extension Migration {
    /// Whether anybody was noted lately is asked before each answer in a chat: what is internal and about a contact, of which there is little.
    static let notedContacts = Migration(
        number: 34, name: "noted_contacts",
        statements: [
            """
            CREATE INDEX communications_noted ON communications (workspace_id, created_at)
            WHERE contact_id IS NOT NULL AND direction = 'internal'
            """
        ])
}
