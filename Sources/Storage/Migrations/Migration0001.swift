extension Migration {
    /// The first schema. Times are milliseconds since 1970 in UTC, days `YYYY-MM-DD`, lists JSON, booleans 0 or 1.
    static let firstSchema = Migration(
        number: 1, name: "first schema",
        statements: [
            """
            CREATE TABLE workspaces (
                id {{identity}}, name TEXT NOT NULL, time_zone TEXT NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            """
            CREATE TABLE users (
                workspace_id BIGINT NOT NULL REFERENCES workspaces (id), id BIGINT NOT NULL CHECK (id > 0),
                name TEXT NOT NULL, email TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, id))
            """,
            "CREATE UNIQUE INDEX users_email ON users (workspace_id, lower(email))",
            """
            CREATE TABLE business_profiles (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL,
                business_type TEXT NOT NULL, products TEXT NOT NULL DEFAULT '[]', tone TEXT NOT NULL DEFAULT 'professional',
                daily_goal TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '[]', sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, user_id),
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            """
            CREATE TABLE contacts (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, external_id TEXT,
                name TEXT NOT NULL, email TEXT, phone TEXT, company TEXT, stage TEXT, notes TEXT, sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE UNIQUE INDEX contacts_external_id ON contacts (workspace_id, external_id)",
            "CREATE UNIQUE INDEX contacts_email ON contacts (workspace_id, lower(email))",
            "CREATE INDEX contacts_user ON contacts (workspace_id, user_id, updated_at)",
            "CREATE INDEX contacts_name ON contacts (workspace_id, user_id, name)",
            "CREATE INDEX contacts_stage ON contacts (workspace_id, user_id, stage, updated_at)",
            """
            CREATE TABLE deals (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, contact_id BIGINT REFERENCES contacts (id) ON DELETE SET NULL,
                external_id TEXT, customer TEXT NOT NULL, product TEXT NOT NULL DEFAULT '',
                status TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost')), reason_failed TEXT,
                amount_minor BIGINT, currency TEXT, expected_close_date TEXT, closed_at BIGINT, sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE UNIQUE INDEX deals_external_id ON deals (workspace_id, external_id)",
            "CREATE INDEX deals_user ON deals (workspace_id, user_id, updated_at)",
            "CREATE INDEX deals_status ON deals (workspace_id, user_id, status)",
            "CREATE INDEX deals_customer ON deals (workspace_id, user_id, customer)",
            "CREATE INDEX deals_contact ON deals (contact_id)",
            """
            CREATE TABLE tasks (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, contact_id BIGINT REFERENCES contacts (id) ON DELETE SET NULL,
                external_id TEXT, title TEXT NOT NULL, kind TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('pending', 'done', 'cancelled')), due_date TEXT, notes TEXT, completed_at BIGINT,
                sample BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE UNIQUE INDEX tasks_external_id ON tasks (workspace_id, external_id)",
            "CREATE INDEX tasks_due ON tasks (workspace_id, user_id, due_date)",
            "CREATE INDEX tasks_status ON tasks (workspace_id, user_id, status, kind)",
            "CREATE INDEX tasks_title ON tasks (workspace_id, user_id, title)",
            "CREATE INDEX tasks_contact ON tasks (contact_id)",
            """
            CREATE TABLE targets (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, external_id TEXT,
                product TEXT NOT NULL, target BIGINT NOT NULL, achieved BIGINT NOT NULL DEFAULT 0, due_date TEXT, sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE UNIQUE INDEX targets_external_id ON targets (workspace_id, external_id)",
            "CREATE INDEX targets_user ON targets (workspace_id, user_id, product)",
            """
            CREATE TABLE conversations (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, title TEXT NOT NULL DEFAULT '', is_default BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE UNIQUE INDEX conversations_default ON conversations (workspace_id, user_id) WHERE is_default = 1",
            "CREATE INDEX conversations_user ON conversations (workspace_id, user_id)",
            """
            CREATE TABLE occurrences (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), agent_type TEXT NOT NULL, trigger TEXT NOT NULL,
                due_at BIGINT NOT NULL, state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'done', 'missed')),
                runs BIGINT NOT NULL DEFAULT 0, finished_at BIGINT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                UNIQUE (workspace_id, agent_type, trigger, due_at))
            """,
            "CREATE INDEX occurrences_open ON occurrences (state, due_at) WHERE state IN ('planned', 'running')",
            """
            CREATE TABLE agent_runs (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, agent_type TEXT NOT NULL,
                occurrence_id BIGINT REFERENCES occurrences (id) ON DELETE CASCADE, trigger TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'dead', 'cancelled')),
                attempts BIGINT NOT NULL DEFAULT 0, next_attempt_at BIGINT, lease_owner TEXT, lease_expires_at BIGINT, error TEXT, writer TEXT,
                tokens_in BIGINT, tokens_out BIGINT, started_at BIGINT, finished_at BIGINT, sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE UNIQUE INDEX agent_runs_once ON agent_runs (workspace_id, occurrence_id, user_id) WHERE occurrence_id IS NOT NULL",
            "CREATE UNIQUE INDEX agent_runs_one_at_a_time ON agent_runs (workspace_id, user_id) WHERE state = 'running'",
            "CREATE INDEX agent_runs_user ON agent_runs (workspace_id, user_id, id)",
            "CREATE INDEX agent_runs_due ON agent_runs (next_attempt_at, id) WHERE state IN ('queued', 'failed')",
            "CREATE INDEX agent_runs_unfinished ON agent_runs (occurrence_id) WHERE state IN ('queued', 'running', 'failed')",
            """
            CREATE TABLE communications (
                id {{identity}}, workspace_id BIGINT NOT NULL, user_id BIGINT NOT NULL, conversation_id BIGINT REFERENCES conversations (id) ON DELETE SET NULL,
                contact_id BIGINT REFERENCES contacts (id) ON DELETE SET NULL, run_id BIGINT REFERENCES agent_runs (id) ON DELETE SET NULL,
                agent_type TEXT NOT NULL, body TEXT NOT NULL, writer TEXT, status TEXT NOT NULL CHECK (status IN ('sent', 'unanswered', 'answered')),
                sample BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
                FOREIGN KEY (workspace_id, user_id) REFERENCES users (workspace_id, id) ON DELETE CASCADE)
            """,
            "CREATE INDEX communications_user ON communications (workspace_id, user_id, id)",
            "CREATE INDEX communications_conversation ON communications (conversation_id, id)",
            """
            CREATE INDEX communications_written ON communications (workspace_id, user_id, id)
            WHERE agent_type NOT IN ('USER_MESSAGE', 'AGENT_RESPONSE')
            """,
            "CREATE UNIQUE INDEX communications_run ON communications (run_id) WHERE run_id IS NOT NULL",
            "CREATE INDEX communications_contact ON communications (contact_id) WHERE contact_id IS NOT NULL",
            "CREATE INDEX communications_unanswered ON communications (workspace_id, user_id, id) WHERE status = 'unanswered'",
            """
            CREATE TABLE idempotency_keys (
                workspace_id BIGINT NOT NULL, idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('started', 'applied', 'answered')), status BIGINT NOT NULL,
                headers TEXT NOT NULL, body TEXT NOT NULL, owner TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (workspace_id, idempotency_key))
            """,
            "CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)",
        ]
    )
}
