extension Migration {
    /// PostgreSQL folds letters as SQLite's `fold_case` does (`String.caseFolded`): a sigma at the end of a word is like any other, where
    /// its own lower case of one depends on what follows.
    static let caseFolding = Migration(
        number: 27, name: "case_folding",
        statements: [
            """
            {{postgres}}DO $do$ BEGIN
                IF EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu') THEN
                    CREATE OR REPLACE FUNCTION fold_case(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                        AS 'SELECT replace(lower($1 COLLATE "und-x-icu"), U&''\\03C2'', U&''\\03C3'')';
                ELSE
                    CREATE OR REPLACE FUNCTION fold_case(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                        AS 'SELECT replace(lower($1 COLLATE "default"), U&''\\03C2'', U&''\\03C3'')';
                END IF;
            END $do$
            """
        ]
    )
}
