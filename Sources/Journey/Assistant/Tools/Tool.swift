package import Domain
import Storage

/// Something that the assistant can do for a person over the person's own data.
///
/// Who asks for it is a model, so nothing that it says is believed: the arguments are checked against `arguments` first, and each
/// tool's own statements name the person's workspace and user.
protocol Tool: Sendable {
    /// What a model calls it by: letters, digits and `_`.
    var name: String { get }
    /// What whoever asks must be permitted.
    var permission: Permission { get }
    /// For the model: what it gives or does, and when to use it.
    var purpose: String { get }
    /// In the order in which a model is to think of them.
    var arguments: [Field] { get }
}

/// A tool that only looks. It is free.
protocol ReadingTool: Tool {
    /// - Throws: `RowNotFound`, `ValidationError`, `AgentNotFound`, `StoreError`.
    func read(_ arguments: Table.Values, _ bench: ToolBench) async throws -> ToolFindings
}

/// A tool that changes something, once the person has said so.
protocol ChangingTool: Tool {
    /// Who waits for what it has stored; nil where nobody does.
    var signal: Signal? { get }
    /// Which of its arguments is the day of the change; nil where none is.
    var dayArgument: String? { get }

    /// Checks that the change could be made now, and says what it would be. Changes nothing.
    ///
    /// - Throws: `RowNotFound`, `ValidationError`, `AgentNotFound`, `StoreError`.
    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange

    /// The statements of the change, which fail where what `plan` found holds no longer.
    ///
    /// - Parameter version: that of `plan`.
    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) async throws -> [SQL]
}

extension ChangingTool {
    var signal: Signal? { nil }
    var dayArgument: String? { nil }
}

/// What a tool works with: for whom, on which day, over which database.
struct ToolBench: Sendable {
    var person: Person
    /// The day in the workspace.
    var today: LocalDate
    var store: any Store
    var clock: WallClock
    /// What writes the words of the assistant.
    var writer: WriterName
    /// What whoever asks may do.
    var permissions: Set<Permission>

    init(
        person: Person, today: LocalDate, store: any Store, clock: WallClock, writer: WriterName,
        permissions: Set<Permission> = Permission.everything
    ) {
        self.person = person
        self.today = today
        self.store = store
        self.clock = clock
        self.writer = writer
        self.permissions = permissions
    }

    /// - Throws: `ToolNotAllowed`.
    func check(_ tool: any Tool) throws {
        guard permissions.contains(tool.permission) else { throw ToolNotAllowed(tool: tool.name, permission: tool.permission) }
    }

    var workspace: WorkspaceID { person.workspace }

    /// The values of a row that is the person's own.
    ///
    /// - Throws: `RowNotFound`, `StoreError`.
    func own(_ table: Table, _ id: Int64) async throws -> Table.Values {
        guard let row = try await store.read(OwnRows.find(table, id: id, of: person)).first else { throw table.notFound(id: id) }
        return table.values(of: row)
    }

    /// Rows of a table that are the person's own, a bounded number.
    func rows(
        _ table: Table, _ filters: [String: SQLValue?], search: String? = nil, sort: String, descending: Bool = true, limit: Int
    ) async throws -> [Table.Values] {
        guard let order = table.field(sort) else { return [] }
        var query = ListQuery(sort: order, isDescending: descending, limit: limit)
        query.search = search.map { $0.split(separator: " ").prefix(8).joined(separator: " ") }
        let wanted = filters.compactMapValues(\.self).merging(["user_id": .integer(person.user)]) { $1 }
        query.filters = wanted.sorted { $0.key < $1.key }.compactMap { name, value in table.field(name).map { ($0, value) } }
        return try await store.read(table.list(workspace, query)).map(table.values)
    }
}

/// A change that could be made.
struct PlannedChange: Equatable, Sendable {
    /// As of `ToolWish.sentence`.
    var sentence: String
    /// The version of the row that it is about; nil where it changes none.
    var version: Int64?
}

/// Whoever asks lacks what the tool needs.
package struct ToolNotAllowed: Error, Equatable, Sendable {
    package var tool: String
    package var permission: Permission
}
