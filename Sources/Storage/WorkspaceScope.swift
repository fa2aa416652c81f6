package import Domain

/// Whose rows the statements of a task may see and change, where the database itself keeps workspaces apart (row-level
/// security of PostgreSQL, docs/decisions/0011-row-level-security.md).
///
/// It stands behind the `workspace_id = …` of every statement: where one is forgotten, nothing of another workspace shows.
/// Child tasks and `Task {}` inherit it; what collects the work of several callers says itself whose rows it is about.
package enum WorkspaceScope: Hashable, Sendable {
    /// Nobody's: who has not said whose rows they work with sees none.
    case none
    case workspace(WorkspaceID)
    /// For what works for all of them: queues, schedules, sign-ins, the commands of a terminal.
    case everyWorkspace

    @TaskLocal package static var current = WorkspaceScope.none

    /// The value of the session's setting `crm.workspace`.
    var setting: String {
        switch self {
        case .none: ""
        case .workspace(let id): "\(id.value)"
        case .everyWorkspace: "*"
        }
    }
}

extension Store {
    /// The same database, every workspace in sight.
    package var acrossWorkspaces: any Store { ScopedStore(self, scope: .everyWorkspace) }

    /// The same database, this workspace alone in sight.
    package func within(_ workspace: WorkspaceID) -> any Store { ScopedStore(self, scope: .workspace(workspace)) }
}
