extension Migration {
    /// The catalogue, and what of a message to a contact no fact bears out.
    static let grounding = Migration(
        number: 10, name: "grounding",
        statements: [
            """
            CREATE TABLE products (
                id {{identity}}, workspace_id BIGINT NOT NULL REFERENCES workspaces (id), external_id TEXT, sku TEXT, name TEXT NOT NULL,
                description TEXT NOT NULL, price_minor BIGINT, currency TEXT, unit TEXT NOT NULL, url TEXT,
                status TEXT NOT NULL CHECK (status IN ('active', 'retired')), sample BIGINT NOT NULL DEFAULT 0,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX products_external_id ON products (workspace_id, external_id)",
            "CREATE UNIQUE INDEX products_sku ON products (workspace_id, sku)",
            "CREATE INDEX products_name ON products (workspace_id, name)",
            // What contacts' deals name is looked up whatever its case.
            "CREATE INDEX products_folded_name ON products (workspace_id, lower(name)) WHERE status = 'active'",

            // As JSON: the claims that no fact carries, and the ids of the facts that the model says it used.
            "ALTER TABLE communications ADD COLUMN findings TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE communications ADD COLUMN facts TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE communications ADD COLUMN despite_findings BIGINT NOT NULL DEFAULT 0",
        ]
    )
}
