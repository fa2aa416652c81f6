extension Dialect {
    /// A statement of the schema as this database takes it.
    ///
    /// On PostgreSQL text compares byte by byte, as it does on SQLite: orders, cursors and what counts as the same
    /// address then do not depend on the server's locale.
    ///
    /// - Returns: nil for a statement of the other database, which begins with that one's name in double braces.
    func schema(_ statement: String) -> String? {
        let own = "{{\(rawValue)}}"
        if statement.hasPrefix("{{sqlite}}") || statement.hasPrefix("{{postgres}}") {
            return statement.hasPrefix(own) ? String(statement.dropFirst(own.count)) : nil
        }
        return common(statement)
    }

    private func common(_ statement: String) -> String {
        let statement = statement.replacing("{{identity}}", with: identity)
        switch self {
        case .sqlite: return statement
        case .postgres: return statement.replacing(" TEXT", with: #" TEXT COLLATE "C""#)
        }
    }

    /// One row, null where no migration was ever applied.
    var findsMigrations: SQL {
        switch self {
        case .sqlite: SQL("SELECT (SELECT name FROM sqlite_master WHERE name = 'schema_migrations')")
        case .postgres: SQL("SELECT to_regclass('schema_migrations')::TEXT")
        }
    }

    /// One row: the database's encoding where text in some languages could not be kept in it, else null.
    var findsForeignEncoding: SQL {
        switch self {
        case .sqlite: SQL("SELECT NULL")
        case .postgres: SQL("SELECT NULLIF(current_setting('server_encoding'), 'UTF8')")
        }
    }

    /// Keeps other processes from migrating until the transaction ends; SQLite has one writer anyway.
    var lock: [SQL] {
        switch self {
        case .sqlite: []
        case .postgres: [SQL("SELECT pg_advisory_xact_lock(4841369)")]
        }
    }

    /// What `SQLiteReaders` registers on its connections: lower case in every script.
    var beforeFirstMigration: [SQL] {
        switch self {
        case .sqlite: []
        case .postgres: [SQL(foldCase).oneOff()]
        }
    }

    /// The first workspace takes the id 1 without asking the column for it.
    var afterFirstMigration: [SQL] {
        switch self {
        case .sqlite: []
        case .postgres: [SQL("ALTER TABLE workspaces ALTER COLUMN id RESTART WITH 2").oneOff()]
        }
    }

    private var foldCase: String {
        """
        DO $do$ BEGIN
            IF EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu') THEN
                CREATE OR REPLACE FUNCTION fold_case(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                    AS 'SELECT lower($1 COLLATE "und-x-icu")';
            ELSE
                CREATE OR REPLACE FUNCTION fold_case(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                    AS 'SELECT lower($1 COLLATE "default")';
            END IF;
        END $do$
        """
    }
}
