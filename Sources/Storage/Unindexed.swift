/// Conditions by which no row is looked for, since other ones find it.
///
/// SQLite has no statistics of our tables and takes the rows of a workspace for ten: beside a list of keys it would go through an
/// index over all of them. Its documentation gives the plus sign for this. On PostgreSQL, too, no index on the workspace serves such a
/// condition: it is for tables whose key is `id` alone.
enum Unindexed {
    /// "Of the workspace `$1`".
    static let workspace = "+workspace_id = $1"
    static func workspace(of alias: String) -> String { "+\(alias).workspace_id = $1" }

    /// "Of the workspace `$1` and of a contact", for messages. On PostgreSQL only an index that begins with the contact serves.
    ///
    /// Planned where messages are few, or few of them were with contacts when statistics were gathered, one that begins with the workspace
    /// or holds a kind of messages costs it as much, even where a time stands before the contact. Later each contact would be looked for
    /// among all messages. What else is asked of these messages goes by `text(_:)`. SQLite plans without statistics, and has a longer index
    /// for the rules that spares it the rows.
    static func messages(_ alias: String, of contact: String) -> String {
        "\(workspaceBesideContact(alias + ".")) AND \(alias).contact_id = \(contact)"
    }

    /// The first half of `messages`; `prefix` is the alias and its full stop, none where one table alone is read.
    static func workspaceBesideContact(_ prefix: String = "") -> String { "{{number}}\(prefix)workspace_id = $1" }

    /// A text of a row that is found otherwise, by its id or its contact. PostgreSQL would look for it in an index of the rows with just this
    /// text, such as all drafts, since that costs as much while these are few.
    static func text(_ column: String) -> String { "\(column){{text}}" }
}
