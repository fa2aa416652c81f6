import Domain
import Storage

/// Finds the contacts that the rows of a batch are about, in a few statements for all of them.
///
/// A row names its contact by e-mail address, external id or name, or it has the name as that of its customer. A name counts where one
/// contact of the row's user has it.
struct ImportLinks {
    private let store: any Store
    private let contacts: ImportRows
    private let keys: ImportKeys
    private let rows: ImportRowReader
    private let userColumn: Int?

    /// What came of it, by the rows' lines.
    struct Found {
        var batch: [ImportRow]
        var linked: Set<Int> = []
        var unknown: Set<Int> = []
        /// Names that several contacts have.
        var ambiguous: [Int: String] = [:]
    }

    init(store: any Store, workspace: WorkspaceID, rows: ImportRowReader) {
        self.store = store
        self.rows = rows
        contacts = ImportRows(table: Contacts.table, workspace: workspace)
        keys = ImportKeys(.contacts, columns: contacts.columns)
        userColumn = rows.columns.firstIndex { $0.name == "user_id" }
    }

    func find(for batch: [ImportRow]) async throws -> Found {
        var found = Found(batch: batch)
        let names = batch.compactMap(name)
        guard rows.contactColumn != nil, !names.isEmpty else { return found }
        let ids = try await contacts(byIDs: Set(batch.compactMap(\.contact))), named = try await contacts(byNames: names)
        for (index, row) in batch.enumerated() {
            guard let name = name(of: row) else { continue }
            if let contact = row.contact, let id = ids[.externalID(contact)] ?? ids[.folded(email: contact)] ?? named[name]?.only {
                found.batch[index].statedContact = id
                found.linked.insert(row.line)
            } else if let customer = named[name]?.only {
                found.batch[index].likelyContact = customer
                found.linked.insert(row.line)
            } else if named[name] != nil {
                found.ambiguous[row.line] = name.text
            } else if row.contact != nil {
                found.unknown.insert(row.line)
            }
        }
        return found
    }

    private struct Name: Hashable {
        var user: SQLValue
        var text: String
    }

    /// The contacts of one name and user, as far as it takes to tell one from several.
    private struct Namesakes {
        var first: Int64
        var last: Int64

        var only: Int64? { first == last ? first : nil }
    }

    /// What the row says about its contact, which goes before its customer.
    private func name(of row: ImportRow) -> Name? {
        (row.contact ?? row.customer).map { Name(user: userColumn.flatMap { row.given[$0] } ?? .integer(rows.owners.standard), text: $0) }
    }

    private func contacts(byIDs named: Set<String>) async throws -> [ImportKey: Int64] {
        let addresses = named.filter { $0.contains("@") }.map(\.asciiLowercased)
        var ids: [ImportKey: Int64] = [:]
        for contact in try await read(contacts.having(externalIDs: Array(named)) + contacts.having(emails: addresses)).map(contacts.stored)
        where isReached(contact) {
            for key in keys.all(of: contact.values) { ids[key] = contact.id }
        }
        return ids
    }

    /// As `Table.isReached` has it.
    private func isReached(_ contact: ImportRows.Stored) -> Bool {
        guard let only = rows.owners.only else { return true }
        let values = Table.Values(contacts.columns, contact.values)
        return values["user_id"] == .integer(only) || values["shared"] == .integer(1)
    }

    private func contacts(byNames names: [Name]) async throws -> [Name: Namesakes] {
        let rows = try await read(contacts.namesakes(Set(names).map { [$0.user, .text($0.text)] }))
        return Dictionary(
            rows.map { (Name(user: $0[0], text: $0.text(1)), Namesakes(first: $0.integer(2), last: $0.integer(3))) },
            uniquingKeysWith: { first, _ in first })
    }

    private func read(_ statements: [SQL]) async throws -> [Row] {
        statements.isEmpty ? [] : try await store.read(statements).flatMap(\.self)
    }
}
