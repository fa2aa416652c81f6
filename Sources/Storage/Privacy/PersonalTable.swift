import Domain

/// What one table holds about a contact, what an export shows of it, and what an erasure does to it.
package struct PersonalTable: Sendable {
    package let name: String
    /// SQL that holds for rows `t` about the contact `$2` of the workspace `$1`; nil where no row belongs to one contact.
    let link: String?
    /// What becomes of those rows.
    let erasure: Erasure
    /// Text columns in which anybody may be mentioned: an erased person is taken out of all rows.
    let redacted: [String]
    /// Text columns that stay, and why they hold nothing about a contact, or have to.
    let kept: [String]
    let why: String
    /// How an export shows the rows; nil where it doesn't.
    package let export: [Field]?

    enum Erasure: Sendable {
        case none
        /// Columns and their new values. Rows for which `remaining` holds, over `t`, are still to be done: `changes` end that.
        case blanked(changes: KeyValuePairs<String, String>, remaining: String)
        case deleted
        /// With the contact itself, last.
        case withContact
        /// By the column that names the contact in rows without an id of their own (`ErasureStage.special`).
        case special
    }

    init(
        _ name: String, link: String? = nil, erasure: Erasure = .none, redacted: [String] = [], kept: [String] = [], why: String = "",
        export: [Field]? = nil
    ) {
        (self.name, self.link, self.erasure) = (name, link, erasure)
        (self.redacted, self.kept, self.why, self.export) = (redacted, kept, why, export)
    }

    /// Every text column that somebody has thought about.
    package var columns: Set<String> {
        var columns = Set(redacted + kept)
        if case .blanked(let changes, _) = erasure { columns.formUnion(changes.map(\.key)) }
        return columns
    }

    /// Whether all its columns go with their rows.
    package var goesWhole: Bool {
        switch erasure {
        case .deleted, .withContact: true
        case .none, .blanked, .special: false
        }
    }
}
