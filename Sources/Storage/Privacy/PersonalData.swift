import Domain

/// All tables, and what erasing and exporting a contact means in each: the one place to extend with a new table or column, which a
/// test asks for.
package enum PersonalData {
    package static let tables = contact + work + conversation + records + nobody

    private static let mark = "'\(Redactor.mark)'"
    private static let version = "t.version + 1"
    private static let ofContact = "t.contact_id = $2"
    private static let codes = "Codes and keys of the product's own."

    /// What is known of contacts.
    private static let contact: [PersonalTable] = [
        PersonalTable(
            "contacts", link: "t.id = $2", erasure: .withContact, redacted: ["notes"], kept: ownOfContacts, why: "Another contact's own.",
            export: Contacts.table.columns),
        PersonalTable(
            "deals", link: ofContact,
            erasure: .blanked(
                changes: ["customer": mark, "reason_failed": "NULL", "external_id": "NULL", "contact_id": "NULL", "version": version],
                remaining: "1 = 1"),
            redacted: ["customer", "product", "reason_failed"], kept: ["external_id", "status", "currency", "expected_close_date"],
            why: "What was sold for how much is the business's own figure.", export: Deals.table.columns),
        PersonalTable(
            "tasks", link: ofContact,
            erasure: .blanked(
                changes: [
                    "title": mark, "notes": "NULL", "external_id": "NULL", "contact_id": "NULL",
                    "status": "CASE status WHEN 'pending' THEN 'cancelled' ELSE status END", "version": version,
                ], remaining: "1 = 1"),
            redacted: ["title", "notes"], kept: ["external_id", "kind", "status", "due_date"], why: codes, export: Tasks.table.columns),
        PersonalTable("companies", redacted: ["notes"], kept: ["external_id", "name", "time_zone"], why: "A company is no person."),
        PersonalTable(
            "suppressions", link: "t.email_key = (SELECT c.email_key FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2)",
            erasure: .special, redacted: ["notes"], kept: ["email", "reason"], why: "Others' addresses.", export: Suppressions.table.columns),
        PersonalTable("erased_addresses", kept: ["hash"], why: "Tells nobody's address; suppression needs it."),
        PersonalTable("erasures", kept: ["state", "stage", "identity"], why: "The identity is there while the erasure is under way only."),
    ]

    private static let ownOfContacts = ["external_id", "name", "email", "phone", "company", "stage", "time_zone", "consent"]

    /// What agents do for contacts.
    private static let work: [PersonalTable] = [
        PersonalTable(
            "agent_runs", link: ofContact, erasure: .blanked(changes: ["error": "NULL"], remaining: "t.error IS NOT NULL AND t.state <> 'running'"),
            redacted: ["error"], kept: ["agent_type", "trigger", "state", "lease_owner", "writer", "rule"], why: codes,
            export: AgentRuns.table.columns),
        PersonalTable(
            "deliveries",
            link: "t.communication_id IN (SELECT m.id FROM communications m WHERE m.workspace_id = $1 AND m.contact_id = $2)",
            erasure: .blanked(changes: ["error": "NULL"], remaining: "t.error IS NOT NULL AND t.state <> 'sending'"),
            redacted: ["error"], kept: ["channel", "key", "state", "lease_owner"], why: codes, export: Deliveries.table.columns),
        PersonalTable(
            "model_calls", link: "t.run_id IN (SELECT r.id FROM agent_runs r WHERE r.workspace_id = $1 AND r.contact_id = $2)",
            erasure: .blanked(changes: ["error": "NULL"], remaining: "t.error IS NOT NULL"),
            redacted: ["error"], kept: ["key", "mark", "purpose", "agent_type", "provider", "model", "outcome", "day"], why: codes,
            export: ModelCalls.table.columns),
        PersonalTable(
            "events", link: ofContact,
            erasure: .blanked(
                changes: ["key": "'erased:' || t.id", "detail": "NULL", "version": version], remaining: "t.key NOT LIKE 'erased:%'"),
            kept: ["kind"], why: codes, export: Events.table.columns),
        PersonalTable(
            "sequence_positions", link: ofContact, kept: ["agent_type", "state", "why"], why: "An erased contact's number tells nothing.",
            export: SequencePositions.table.columns.filter { $0.name != SequencePositions.dueColumn }),
        PersonalTable("contact_holds", link: ofContact, erasure: .special, kept: ["agent_type"], why: codes),
        PersonalTable("occurrences", kept: ["agent_type", "trigger", "state", "missed_because"], why: codes),
        PersonalTable("daily_counts", kept: ["day"], why: codes),
    ]

    /// What was said. Proposals come first: which of them are about the contact is seen from its deals and tasks.
    private static let conversation: [PersonalTable] = [
        PersonalTable(
            "communications", link: ofContact,
            erasure: .blanked(
                changes: [
                    "body": mark, "subject": "CASE WHEN subject IS NULL THEN NULL ELSE \(mark) END",
                    "written_subject": "CASE WHEN written_subject IS NULL THEN NULL ELSE \(mark) END", "subject_findings": "'[]'",
                    "written_body": "CASE WHEN written_body IS NULL THEN NULL ELSE \(mark) END",
                    "rejected_because": "CASE WHEN rejected_because IS NULL THEN NULL ELSE \(mark) END", "findings": "'[]'", "facts": "'[]'",
                    "risks": "'[]'", "contact_id": "NULL", "version": version,
                ], remaining: "1 = 1"),
            redacted: ["body", "subject", "written_body", "written_subject", "rejected_because", "findings", "subject_findings", "facts", "risks"],
            kept: ["agent_type", "writer", "status", "direction", "template"], why: codes, export: Communications.table.columns),
        PersonalTable("conversations", redacted: ["title", "summary"]),
        PersonalTable(
            "proposals", link: proposalsOfContact,
            erasure: .blanked(
                changes: [
                    "arguments": "'{}'", "sentence": mark, "result": "CASE WHEN result IS NULL THEN NULL ELSE \(mark) END",
                    "state": "CASE state WHEN 'proposed' THEN 'declined' ELSE state END", "version": version,
                ], remaining: "t.arguments <> '{}'"),
            redacted: ["arguments", "sentence", "result"], kept: ["tool", "fingerprint", "state"], why: codes,
            export: Proposals.columns.filter { $0.name != "message_id" }),
        PersonalTable("answers_under_way", erasure: .special, kept: ["key", "body", "tools", "instance"], why: "Gone once the answer has ended."),
        PersonalTable("tool_permissions", kept: ["tool"], why: codes),
        PersonalTable(
            "idempotency_keys", erasure: .special, kept: ["idempotency_key", "fingerprint", "state", "headers", "body", "owner"],
            why: "What is kept of others is gone after a day."),
    ]

    private static let proposalsOfContact =
        """
        (t.arguments LIKE '%"contact_id":' || CAST(CAST($2 AS BIGINT) AS TEXT) || ',%' OR t.arguments LIKE '%"contact_id":' || CAST(CAST($2 AS BIGINT) AS TEXT) || '}%'
            OR EXISTS (SELECT 1 FROM deals d WHERE d.workspace_id = $1 AND d.contact_id = $2 AND (
                t.arguments LIKE '%"deal_id":' || d.id || ',%' OR t.arguments LIKE '%"deal_id":' || d.id || '}%'))
            OR EXISTS (SELECT 1 FROM tasks k WHERE k.workspace_id = $1 AND k.contact_id = $2 AND (
                t.arguments LIKE '%"task_id":' || k.id || ',%' OR t.arguments LIKE '%"task_id":' || k.id || '}%')))
        """

    /// What was answered and asked by the way.
    private static let records: [PersonalTable] = [
        PersonalTable("provider_allowances", kept: ["key"], why: codes), PersonalTable("model_spending", kept: ["period"], why: codes),
        PersonalTable("rate_allowances", kept: ["key"], why: codes), PersonalTable("facts_versions"),
        PersonalTable(
            "audit_entries", erasure: .special,
            kept: [
                "actor_name", "actor_means", "actor_address", "action", "subject_kind", "body_before", "body_after", "key", "salt", "digest",
                "previous_hash", "hash",
            ], why: "Bodies about an erased person are taken away; that something was done, and by whom, stays."),
        PersonalTable("audit_heads", kept: ["hash"], why: codes), PersonalTable("data_keys", kept: ["wrapped"], why: codes),
        PersonalTable("retention_runs", kept: ["deleted"], why: "Counts."),
        PersonalTable("schema_migrations", kept: ["name", "checksum"], why: codes),
    ]

    /// What the workspace says of itself: a contact who is named there is named by somebody who can change it.
    private static let nobody: [PersonalTable] = [
        PersonalTable(
            "workspaces",
            kept: ["name", "time_zone", "quiet_from", "quiet_until", "working_days", "holidays", "models", "guarded_ignores", "erasure_salt"]),
        PersonalTable("users", kept: ["name", "email"]),
        PersonalTable("accounts", kept: ["email", "password_hash", "role", "state", "second_factor"]),
        PersonalTable("sessions", kept: ["kind", "address", "client", "begun_with"]), PersonalTable("session_tokens", kept: ["hash"]),
        PersonalTable("api_keys", kept: ["name", "prefix", "hash", "scopes"]), PersonalTable("one_time_links", kept: ["hash", "purpose"]),
        PersonalTable(
            "account_mails", kept: ["kind", "email", "asked_from", "state", "lease_owner", "error"],
            why: "Gone once it is sent, or after a week; it is for those who sign in, and says nothing of a contact."),
        PersonalTable("signing_keys", kept: ["id", "secret"]), PersonalTable("sign_in_tries", kept: ["key"]),
        PersonalTable("recovery_codes", kept: ["hash"]), PersonalTable("account_identities", kept: ["issuer", "subject"]),
        PersonalTable("provider_sign_ins", kept: ["hash", "browser", "nonce", "verifier"]),
        PersonalTable("business_profiles", kept: ["business_type", "products", "tone", "daily_goal", "keywords"]),
        PersonalTable("targets", kept: ["external_id", "product", "due_date"]),
        PersonalTable("products", kept: ["external_id", "sku", "name", "description", "currency", "unit", "url", "status"]),
        PersonalTable(
            "agents",
            kept: [
                "agent_type", "title", "purpose", "schedule_rule", "time_zone", "start_date", "end_date", "holidays", "catch_up", "prompt",
                "recipients", "filter", "contact_prompt", "channel", "autonomy", "trigger", "trigger_kind", "trigger_detail", "steps", "models",
            ]),
        PersonalTable("agent_versions", kept: ["agent_type", "content"]),
        PersonalTable("webhooks", kept: ["url", "description", "secret"]),
        PersonalTable("model_accounts", kept: ["name", "provider", "sealed_key", "base_url", "api_version"]),
    ]

    package static func table(_ name: String) -> PersonalTable? { tables.first { $0.name == name } }
}
