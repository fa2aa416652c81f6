import Domain
import Storage

/// A claimed mail. All share the turn of one workspace, whosever accounts they are for: the queue is of none.
struct AccountMailItem: LeasedItem {
    let claim: AccountMails.Claim

    var id: Int64 { claim.id }
    var fence: Int64 { claim.fence }
    var workspace: WorkspaceID { .first }
}
