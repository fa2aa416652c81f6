package import Domain

/// What other parts keep about a contact outside the catalogue's ways, such as the bodies of an audit trail: statements that go
/// into the commit in which the contact itself goes.
package enum ErasureHooks {
    package typealias Hook = @Sendable (_ workspace: WorkspaceID, _ contact: Int64, _ identity: ContactIdentity, _ now: Timestamp) -> [SQL]

    package static let all: [Hook] = []
}
