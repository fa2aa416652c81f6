package import Domain

/// Accounts at providers of models: what calls of a workspace's own go through. A key is kept encrypted and never shown again.
package enum ModelAccounts {
    package static let table = Table(
        "model_accounts", noun: "model account",
        fields: [
            .required("name", .slug, "What chains name it by; one of a provider's name takes the place of the environment's.").filterable()
                .sortable(),
            .required("provider", .choice(ModelAccount.providers), "Who answers (docs/models.md).").filterable(),
            .optional("base_url", .url, "The address before the provider's own path; null for the usual one."),
            .optional("api_version", .text(1...40), "The version of the interface, for Azure; null for the usual one."),
            .optional("timeout_seconds", .integer(1...3600), "For one message, with all tries; null for 60."),
            .optional("max_retries", .integer(0...10), "Tries after the first; null for 2."),
            .optional("requests_per_minute", .integer(1...1_000_000), "What the key may be asked in a minute; null for no limit."),
            .optional("tokens_per_minute", .integer(1...1_000_000_000), "The same in tokens; null for no limit."),
            .readOnly("has_key", .boolean, "Whether it has a key.").computed("CASE WHEN sealed_key IS NULL THEN 0 ELSE 1 END"),
        ]
    )

    /// The key as a request brings it; stored encrypted only.
    package static let key = Field.optional("api_key", .text(0...1000), "The provider's key; kept encrypted and never shown. Null for none.")

    /// A list of models as `account:model`, each with its options.
    static let chain = Field.Kind.textList(count: 10, length: 250)

    /// The column of the encrypted key, among the values of a new or changed account.
    package static let sealedKey = "sealed_key"

    /// What workspaces and agents name: `workspace_id, models`, each list once.
    package static let lists = SQL(
        """
        SELECT id, models FROM workspaces WHERE models <> '[]' UNION SELECT workspace_id, models FROM agents WHERE models <> '[]' ORDER BY 1, 2
        """)

    /// The `id` of the account of this name, or else of this id.
    package static func find(_ text: String, in workspace: WorkspaceID) -> SQL {
        SQL(
            "SELECT id FROM model_accounts WHERE workspace_id = $1 AND (name = $2 OR id = $3) ORDER BY CASE WHEN name = $2 THEN 0 ELSE 1 END LIMIT 1",
            [.workspace(workspace), .text(text), .integer(Int64(text) ?? 0)])
    }

    /// Fails with `failure` where the workspace or an agent names an account among its models.
    package static func isUnused(_ workspace: WorkspaceID, id: Int64, orThrow failure: any Error) -> SQL {
        let names = "(" + [":", "\"", " "].map { "w.models LIKE '%\"' || a.name || '\($0)%'" }.joined(separator: " OR ") + ")"
        return SQL(
            """
            SELECT 1 FROM model_accounts a WHERE a.workspace_id = $1 AND a.id = $2 AND (
                EXISTS (SELECT 1 FROM workspaces w WHERE w.id = $1 AND \(names))
                OR EXISTS (SELECT 1 FROM agents w WHERE w.workspace_id = $1 AND \(names)))
            """, [.workspace(workspace), .integer(id)]
        ).expecting(rows: 0...0, orThrow: failure)
    }

    /// Fails with `failure` where an account has a key and the column of this name another value.
    package static func keepsWithItsKey(
        _ workspace: WorkspaceID, id: Int64, _ column: String, _ value: SQLValue, orThrow failure: any Error
    ) -> SQL {
        SQL(
            "SELECT id FROM model_accounts WHERE workspace_id = $1 AND id = $2 AND sealed_key IS NOT NULL AND \(column) IS DISTINCT FROM $3",
            [.workspace(workspace), .integer(id), value]
        ).expecting(rows: 0...0, orThrow: failure)
    }

    /// The accounts of these names: rows of `columns`.
    package static func named(_ workspace: WorkspaceID, _ names: [String]) -> SQL {
        SQL(
            """
            SELECT name, provider, sealed_key, base_url, api_version, timeout_seconds, max_retries, requests_per_minute, tokens_per_minute
            FROM model_accounts WHERE workspace_id = $1 AND name IN (\(placeholders(2...names.count + 1)))
            """, [.workspace(workspace)] + names.map(SQLValue.text)
        ).oneOff()
    }

    /// An account and its sealed key.
    ///
    /// - Parameter row: of `named`.
    package static func account(_ row: Row) -> (account: ModelAccount, sealedKey: String?) {
        let account = ModelAccount(
            name: row.text(0), provider: row.text(1), key: nil, baseURL: row.optionalText(3), apiVersion: row.optionalText(4),
            timeout: row.optionalInteger(5).map(Duration.seconds), maxRetries: row.optionalInteger(6).map(Int.init),
            requestsPerMinute: row.optionalInteger(7).map(Int.init), tokensPerMinute: row.optionalInteger(8).map(Int.init))
        return (account, row.optionalText(2))
    }
}
