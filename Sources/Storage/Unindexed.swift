/// Conditions by which no row is looked for, since other ones find it.
///
/// SQLite has no statistics of our tables and takes the rows of a workspace for ten: beside a list of keys it would go through an
/// index over all of them. Its documentation gives the plus sign for this. On PostgreSQL, too, no index on the workspace serves such a
/// condition: it is for tables whose key is `id` alone.
enum Unindexed {
    /// "Of the workspace `$1`".
    static let workspace = "+workspace_id = $1"
    static func workspace(of alias: String) -> String { "+\(alias).workspace_id = $1" }
}
