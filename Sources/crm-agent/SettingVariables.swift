import Connectors

/// The names of all variables that steer the program, as `.env.example` explains them.
enum SettingVariables {
    static let names: [String] =
        LLMCatalog.all.flatMap(\.variables) + limits(of: LLMCatalog.all.flatMap(\.variables) + ["LLM_API_KEY"]) + [
            "ALLOWED_HOSTS", "BACKUP_DIR", "BACKUP_KEY", "CATCH_UP_MINUTES", "CORS_ORIGINS", "DATABASE_LOCK_TIMEOUT_SECONDS",
            "DATABASE_POOL_SIZE", "DATABASE_POOL_WAIT_SECONDS", "DATABASE_STATEMENT_TIMEOUT_SECONDS", "DATABASE_URL", "DATA_DIR", "DEBUG",
            "DELIVERY_CONCURRENCY", "HOST", "LLM_API_KEY", "LLM_BASE_URL", "LLM_CHAIN", "LLM_CONCURRENCY", "LLM_CONNECT_TIMEOUT_SECONDS",
            "LLM_MAX_RETRIES", "LLM_MODEL", "LLM_PRICES", "LLM_PROVIDER", "LLM_TIMEOUT_SECONDS", "LOG_LEVEL", "MAIL_FROM", "MASTER_KEY",
            "MASTER_KEY_PREVIOUS", "MAX_CONNECTIONS", "MAX_CONNECTIONS_PER_ADDRESS", "MODEL_ALLOW_PRIVATE", "OIDC_CLIENT_ID",
            "OIDC_CLIENT_SECRET", "OIDC_DEFAULT_ROLE", "OIDC_DOMAINS", "OIDC_ISSUER", "OIDC_NAME", "OIDC_ROLES", "OIDC_ROLE_CLAIM", "PG_BIN",
            "PORT", "PUBLIC_URL", "RATE_LIMITS", "REQUEST_TIMEOUT_SECONDS", "ROLE", "SHUTDOWN_DELAY_SECONDS", "SHUTDOWN_SECONDS",
            "SLOW_CLIENT_SECONDS", "SMTP_CA_FILE", "SMTP_URL", "TIME_ZONE", "TLS_CERTIFICATE", "TLS_KEY", "TRUSTED_PROXIES",
            "TRUSTED_PROXY_HEADER", "WEBHOOK_ALLOW_PRIVATE", "WEBHOOK_CONNECT_TIMEOUT_SECONDS", "WEBHOOK_TIMEOUT_SECONDS",
        ]

    /// What a person is told whose line sets nothing, where the name is nearly one of ours: others may be meant for other programs.
    static func slip(_ entry: EnvironmentFile.Entry) -> String? {
        guard !names.contains(entry.name) else { return nil }
        let nearest = names.map { ($0, Spelling.slips(from: entry.name, to: $0)) }.min { $0.1 < $1.1 }
        guard let (meant, slips) = nearest, slips <= 2 else { return nil }
        return "Line \(entry.line) of .env sets \(entry.name), which nothing reads; is \(meant) meant?"
    }

    private static func limits(of variables: [String]) -> [String] {
        variables.filter { $0.hasSuffix("_API_KEY") }.map { $0.dropLast("_API_KEY".count) }.flatMap {
            [$0 + "_REQUESTS_PER_MINUTE", $0 + "_TOKENS_PER_MINUTE"]
        }
    }
}
