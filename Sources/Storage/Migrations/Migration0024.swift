extension Migration {
    /// When who is signed in has last shown that it is them.
    static let sessionProofs = Migration(
        number: 24, name: "session_proofs",
        statements: [
            // Null for sessions from before: they are asked.
            "ALTER TABLE sessions ADD COLUMN proven_at BIGINT"
        ]
    )
}
