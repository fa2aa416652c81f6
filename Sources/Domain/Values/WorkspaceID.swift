/// The tenant a row belongs to. A type of its own, so that no other id can stand in its place in a query.
package struct WorkspaceID: Hashable, Sendable {
    package let value: Int64
    package init(_ value: Int64) { self.value = value }

    /// The workspace that exists from the first start.
    package static let first = WorkspaceID(1)
}

/// A user of a workspace: whom the agents write to.
package struct Person: Hashable, Sendable {
    package let workspace: WorkspaceID
    package let user: Int64

    package init(workspace: WorkspaceID, user: Int64) {
        self.workspace = workspace
        self.user = user
    }

    /// Stands for everybody of a workspace; no user has this id.
    package static func everybody(of workspace: WorkspaceID) -> Person { Person(workspace: workspace, user: 0) }

    package var isEverybody: Bool { user == 0 }
}
