extension Migration {
    /// What every message is entered in is less: nothing by conversation or by number in the audit trail where it has none yet, and one
    /// index of a contact's messages where two began alike.
    static let leanerIndexes = Migration(
        number: 33, name: "leaner_indexes",
        statements: [
            "DROP INDEX communications_conversation",
            "CREATE INDEX communications_conversation ON communications (conversation_id, id) WHERE conversation_id IS NOT NULL",
            "DROP INDEX communications_contact",
            "DROP INDEX communications_of_contact",
            // The contact first: by it alone the database looks whether a contact that is deleted has any.
            "CREATE INDEX communications_of_contact ON communications (contact_id, workspace_id, created_at) WHERE contact_id IS NOT NULL",
            "DROP INDEX audit_entries_sequence",
            "CREATE UNIQUE INDEX audit_entries_sequence ON audit_entries (workspace_id, sequence) WHERE sequence IS NOT NULL",
        ]
    )
}
