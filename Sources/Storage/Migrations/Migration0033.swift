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
        ] + received
    )

    /// SQLite makes room for all that a trigger may do before it looks whether it is to do it. So the trigger that each message
    /// meets only passes on the number of one that was received, to a view whose triggers do the rest.
    private static let received = [
        "DROP TRIGGER communications_received",
        "DROP TRIGGER sequences_answered",
        "CREATE VIEW received_messages AS SELECT id FROM communications WHERE direction = 'inbound'",
        """
        CREATE TRIGGER communications_received AFTER INSERT ON communications WHEN NEW.direction = 'inbound'
        BEGIN INSERT INTO received_messages (id) VALUES (NEW.id); END
        """,
        """
        CREATE TRIGGER received_messages_told INSTEAD OF INSERT ON received_messages BEGIN
            INSERT INTO events (workspace_id, kind, key, user_id, contact_id, subject_id, occurred_at, created_at, updated_at, version)
            SELECT m.workspace_id, 'inbound_message', '' || m.id, m.user_id, m.contact_id, m.id, m.created_at, m.created_at, m.created_at, 1
            FROM communications m WHERE m.id = NEW.id AND m.sample = 0 AND EXISTS (
                SELECT 1 FROM agents a WHERE a.workspace_id = m.workspace_id AND a.trigger_kind = 'inbound_message' AND a.paused = 0)
            ON CONFLICT (workspace_id, kind, key) DO NOTHING;
        END
        """,
        """
        CREATE TRIGGER received_messages_answer INSTEAD OF INSERT ON received_messages BEGIN
            UPDATE sequence_positions SET replied_at = m.created_at, wake_at = m.created_at, version = sequence_positions.version + 1
            FROM communications m
            WHERE m.id = NEW.id AND sequence_positions.workspace_id = m.workspace_id AND sequence_positions.contact_id = m.contact_id
                AND state = 'active' AND (replied_at IS NULL OR replied_at < m.created_at);
        END
        """,
    ].map { "{{sqlite}}" + $0 }
}
