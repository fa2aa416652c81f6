extension Migration {
    /// Contacts as recipients: what may be written to whom, runs for contacts, and who holds a contact.
    static let outreach = Migration(
        number: 5, name: "outreach",
        statements: [
            "ALTER TABLE contacts ADD COLUMN time_zone TEXT",
            """
            ALTER TABLE contacts ADD COLUMN consent TEXT NOT NULL DEFAULT 'unknown' CHECK (consent IN ('unknown', 'given', 'withdrawn'))
            """,
            """
            CREATE TABLE companies (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), external_id TEXT,
                name TEXT NOT NULL, time_zone TEXT, notes TEXT, sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX companies_name ON companies (workspace_id, name)",
            "CREATE UNIQUE INDEX companies_external_id ON companies (workspace_id, external_id)",
            // Of zones only the distinct ones are looked up.
            "CREATE INDEX contacts_time_zone ON contacts (workspace_id, time_zone) WHERE time_zone IS NOT NULL",
            "CREATE INDEX companies_time_zone ON companies (workspace_id, time_zone) WHERE time_zone IS NOT NULL",
            // An address and not a contact: it stays when the contact is deleted and imported again.
            """
            CREATE TABLE suppressions (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), email TEXT NOT NULL,
                reason TEXT NOT NULL CHECK (reason IN ('opt_out', 'bounce', 'complaint', 'manual')), notes TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX suppressions_email ON suppressions (workspace_id, lower(email))",

            "ALTER TABLE workspaces ADD COLUMN quiet_from TEXT NOT NULL DEFAULT '20:00'",
            "ALTER TABLE workspaces ADD COLUMN quiet_until TEXT NOT NULL DEFAULT '08:00'",
            """
            ALTER TABLE workspaces ADD COLUMN working_days TEXT NOT NULL DEFAULT '["MON","TUE","WED","THU","FRI"]'
            """,
            "ALTER TABLE workspaces ADD COLUMN holidays TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE workspaces ADD COLUMN requires_consent BIGINT NOT NULL DEFAULT 1",
            "ALTER TABLE workspaces ADD COLUMN contact_daily_cap BIGINT DEFAULT 1",
            "ALTER TABLE workspaces ADD COLUMN contact_weekly_cap BIGINT DEFAULT 3",
            "ALTER TABLE workspaces ADD COLUMN conversation_hours BIGINT NOT NULL DEFAULT 72",
            "ALTER TABLE workspaces ADD COLUMN daily_cap BIGINT",

            // Neither database changes the CHECK of a column, so a new column takes the old one's name.
            "ALTER TABLE agents RENAME COLUMN recipients TO former_recipients",
            """
            ALTER TABLE agents ADD COLUMN recipients TEXT NOT NULL DEFAULT 'user' CHECK (recipients IN ('user', 'contact', 'both'))
            """,
            "UPDATE agents SET recipients = former_recipients",
            "ALTER TABLE agents DROP COLUMN former_recipients",
            "ALTER TABLE agents ADD COLUMN filter TEXT",
            "ALTER TABLE agents ADD COLUMN contact_prompt TEXT",
            "ALTER TABLE agents ADD COLUMN channel TEXT NOT NULL DEFAULT 'webhook' CHECK (channel IN ('webhook'))",
            "ALTER TABLE agents ADD COLUMN autonomy TEXT NOT NULL DEFAULT 'ask' CHECK (autonomy IN ('ask', 'auto'))",
            "ALTER TABLE agents ADD COLUMN daily_cap BIGINT",
            "ALTER TABLE agents ADD COLUMN hold_days BIGINT NOT NULL DEFAULT 0",

            "DROP INDEX communications_unanswered",
            "ALTER TABLE communications RENAME COLUMN status TO former_status",
            """
            ALTER TABLE communications ADD COLUMN status TEXT NOT NULL DEFAULT 'sent'
                CHECK (status IN ('sent', 'unanswered', 'answered', 'draft', 'rejected'))
            """,
            "UPDATE communications SET status = former_status WHERE former_status <> 'sent'",
            "ALTER TABLE communications DROP COLUMN former_status",
            "CREATE INDEX communications_unanswered ON communications (workspace_id, user_id, id) WHERE status = 'unanswered'",
            "CREATE INDEX communications_drafts ON communications (workspace_id, id) WHERE status = 'draft'",
            """
            ALTER TABLE communications ADD COLUMN direction TEXT NOT NULL DEFAULT 'internal'
                CHECK (direction IN ('internal', 'outbound', 'inbound'))
            """,
            "ALTER TABLE communications ADD COLUMN sent_at BIGINT",
            // What the agent wrote, where a person has changed it before it was sent.
            "ALTER TABLE communications ADD COLUMN written_body TEXT",
            "ALTER TABLE communications ADD COLUMN rejected_because TEXT",
            // A person's own history, however many messages went to the contacts meanwhile.
            "CREATE INDEX communications_internal ON communications (workspace_id, user_id, id) WHERE direction = 'internal'",
            "DROP INDEX communications_written",
            """
            CREATE INDEX communications_written ON communications (workspace_id, user_id, id)
            WHERE agent_type NOT IN ('USER_MESSAGE', 'AGENT_RESPONSE') AND direction = 'internal'
            """,
            // What was written to a contact or came from it, as every rule about contacts asks for it.
            """
            CREATE INDEX communications_with_contact ON communications (workspace_id, contact_id, created_at, direction, status, sent_at, agent_type)
            WHERE contact_id IS NOT NULL AND direction <> 'internal'
            """,

            // The same of late, for all contacts at once.
            """
            CREATE INDEX communications_with_contacts_of_late ON communications (workspace_id, COALESCE(sent_at, created_at), contact_id)
            WHERE contact_id IS NOT NULL AND direction <> 'internal'
            """,

            // No foreign key to the contact: what was done for one stays on record when it goes, and never turns into a run
            // for its salesperson.
            "ALTER TABLE agent_runs ADD COLUMN contact_id BIGINT",
            // The rule that kept a planned run from being written or sent.
            "ALTER TABLE agent_runs ADD COLUMN rule TEXT",
            "DROP INDEX agent_runs_once",
            """
            CREATE UNIQUE INDEX agent_runs_once ON agent_runs (workspace_id, occurrence_id, user_id)
            WHERE occurrence_id IS NOT NULL AND contact_id IS NULL
            """,
            """
            CREATE UNIQUE INDEX agent_runs_once_for_contact ON agent_runs (workspace_id, occurrence_id, contact_id)
            WHERE occurrence_id IS NOT NULL AND contact_id IS NOT NULL
            """,
            "DROP INDEX agent_runs_one_at_a_time",
            """
            CREATE UNIQUE INDEX agent_runs_one_at_a_time ON agent_runs (workspace_id, user_id, COALESCE(contact_id, 0)) WHERE state = 'running'
            """,
            "DROP INDEX agent_runs_waiting",
            """
            CREATE INDEX agent_runs_waiting ON agent_runs (workspace_id, user_id, COALESCE(contact_id, 0), next_attempt_at, id)
            WHERE state IN ('queued', 'failed')
            """,
            "CREATE INDEX agent_runs_of_contact ON agent_runs (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL",
            // To whom an agent has something on its way.
            """
            CREATE INDEX agent_runs_on_their_way ON agent_runs (workspace_id, agent_id, contact_id)
            WHERE contact_id IS NOT NULL AND state IN ('queued', 'running', 'failed')
            """,

            // As `expanded_through`, of the contacts; counted down from 0 where a cap chooses among all of them.
            "ALTER TABLE occurrences ADD COLUMN contacts_through BIGINT NOT NULL DEFAULT 0",

            // One objective for a contact at a time: which agent had it last. Whether that one still has it is seen from its
            // runs and messages (ContactHolds).
            """
            CREATE TABLE contact_holds (
                workspace_id BIGINT NOT NULL, contact_id BIGINT NOT NULL, agent_id BIGINT NOT NULL, agent_type TEXT NOT NULL,
                held_since BIGINT NOT NULL, PRIMARY KEY (workspace_id, contact_id))
            """,
            // How many messages to contacts a workspace (agent_id 0) and each agent has sent on a day: counted in the
            // transaction that sends, so that a cap holds over all instances.
            """
            CREATE TABLE daily_counts (
                workspace_id BIGINT NOT NULL, agent_id BIGINT NOT NULL, day TEXT NOT NULL, messages BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, agent_id, day))
            """,
        ]
    )
}
