import Domain
import Storage

/// What every call of the interface needs. A server with a call that is not here, or with an entry that is no call, does not start.
enum AccessTable {
    /// By the operation's id.
    static let calls: [String: Access] = [
        // The page's shell and files hold nothing of a workspace.
        "getRoot": .anyone, "getChatPage": .anyone, "getDocs": .anyone, "getSignInPage": .anyone, "getOpenAPI": .anyone,
        "getHealth": .anyone, "getReadiness": .anyone,

        // Signing in.
        "getSession": .anyone, "signIn": .anyone, "createTokens": .anyone, "refreshTokens": .anyone, "getLink": .anyone, "followLink": .anyone,
        "mailPasswordLink": .anyone,
        "startProviderSignIn": .anyone, "endProviderSignIn": .anyone, "finishProviderSignIn": .anyone,

        // One's own account.
        "signOut": .own(), "signOutEverywhere": .own(), "changePassword": .own(), "changeName": .own(), "listSessions": .own(), "endSession": .own(),
        "proveSession": .own(),
        "getSecondFactor": .own(), "beginSecondFactor": .own(), "confirmSecondFactor": .own(), "deleteSecondFactor": .own(),
        "listAPIKeys": .own(), "createAPIKey": .own(), "deleteAPIKey": .own(),

        // Others' accounts.
        "inviteAccount": .accounts, "changeAccount": .accounts, "deleteAccount": .accounts, "makeAccountLink": .accounts,

        // The calls at the root.
        "sendChatMessage": .write(.namedUser), "getChatHistory": .read(.user("user_id")), "getTasksToday": .read(.user("user_id")),
        "getProgress": .read(.user("user_id")), "saveProfileOfUser": .write(.user("user_id")), "getProfileOfUser": .read(.user("user_id")),
        "runAgent": .run(.namedUser), "listAgentTypes": .read(.shared),

        // Agents.
        "listAgents": .read(.shared), "getAgent": .read(.shared), "listAgentVersions": .read(.shared), "getAgentSequence": .read(.shared),
        "createAgent": .configure, "changeAgent": .configure, "deleteAgent": .configure, "pauseAgent": .configure, "resumeAgent": .configure,
        "skipNextOfAgent": .configure, "restoreAgent": .configure, "previewAgent": .configure, "previewAudience": .configure,
        "listTemplateVariables": .configure, "getFilterLanguage": .read(.shared),
        "planOfAgent": .read(.everyones), "runAgentForAll": .run(.everyones), "tellAgent": .run(.everyones),
        "createAgentRun": .run(.namedUser), "changeAgentRun": .run(.row(AgentRuns.table)),
        "pauseOccurrence": .run(.everyones), "resumeOccurrence": .run(.everyones), "cancelOccurrence": .run(.everyones),
        "retryOccurrence": .run(.everyones),
        "changeOccurrence": .run(.everyones), "getProgressOfOccurrence": .read(.shared),
        "stopSequencePosition": .run(.row(SequencePositions.table)), "releaseContact": .run(.row(Contacts.table)),
        "showContactHold": .read(.row(Contacts.table)),

        // Messages.
        "sendConversationMessage": .write(.row(Conversations.table)), "openSocket": .read(.queriedUser), "followHistory": .read(.user("id")),
        "approveDraft": .decide(.row(Communications.table)), "rejectDraft": .decide(.row(Communications.table)),
        "undoApproval": .decide(.row(Communications.table)), "countDrafts": .read(.shared), "approveDrafts": .decide(.shared),
        "rejectDrafts": .decide(.shared), "changeDelivery": .decide(.row(Deliveries.table)),
        "listProposals": .read(.user("id")), "confirmProposal": .decide(.row(Proposals.table)), "declineProposal": .decide(.row(Proposals.table)),
        "listToolPermissions": .read(.user("id")), "deleteToolPermission": .decide(.row(ToolPermissions.table)),

        // Files: rows of one's own, or of everybody where one reaches them.
        "importRows": .write(.shared),

        // A person's rights.
        "exportContact": .read(.row(Contacts.table)), "exportContactPage": .read(.row(Contacts.table)),
        "eraseContact": Access(permission: .configure, rows: .row(Contacts.table)),

        // Once said, no more messages is taken back by those who answer for it.
        "changeSuppression": Access(permission: .configure, rows: .row(Suppressions.table)),
        "deleteSuppression": Access(permission: .configure, rows: .row(Suppressions.table)),

        // What was done.
        "listAuditEntries": .oversee, "exportAuditTrail": .oversee,

        // Set-up.
        "getStatus": .read(.shared), "getWorkspace": .read(.shared), "changeWorkspace": .configure, "removeSample": .configure,
        "createModelAccount": .configure, "changeModelAccount": .configure, "createWebhook": .configure, "getWebhookSecret": .configure,
        "getSpending": .oversee, "getSpendingSummary": .oversee,
    ]

    private struct Verbs {
        var read: Permission
        /// Nil where no request changes it.
        var change: Permission?
    }

    /// What the calls that every resource has need, by its schema.
    private static let resources: [String: Verbs] = [
        "User": Verbs(read: .read, change: .accounts), "Account": Verbs(read: .accounts, change: nil),
        "BusinessProfile": Verbs(read: .read, change: .write), "Contact": Verbs(read: .read, change: .write),
        "Company": Verbs(read: .read, change: .write), "Deal": Verbs(read: .read, change: .write), "Task": Verbs(read: .read, change: .write),
        "Target": Verbs(read: .read, change: .write), "Conversation": Verbs(read: .read, change: .write),
        "Communication": Verbs(read: .read, change: .write), "Suppression": Verbs(read: .read, change: .write),
        "Product": Verbs(read: .read, change: .configure), "Webhook": Verbs(read: .configure, change: .configure),
        "ModelAccount": Verbs(read: .configure, change: .configure), "ModelCall": Verbs(read: .oversee, change: nil),
        "AgentRun": Verbs(read: .read, change: .run), "Occurrence": Verbs(read: .read, change: nil), "Event": Verbs(read: .read, change: nil),
        "SequencePosition": Verbs(read: .read, change: nil), "Delivery": Verbs(read: .read, change: nil),
    ]

    private static func access(to verb: Resource.Verb, of resource: Resource) -> Access? {
        guard let verbs = resources[resource.schema] else { return nil }
        switch verb {
        case .list: return Access(permission: verbs.read, rows: .shared)
        case .get: return Access(permission: verbs.read, rows: .row(resource.table))
        case .create: return verbs.change.map { Access(permission: $0, rows: .shared) }
        case .change, .delete: return verbs.change.map { Access(permission: $0, rows: .row(resource.table)) }
        }
    }

    private static let all: [String: Access] = {
        var all = calls
        for resource in ResourceCatalog.all {
            for (verb, operation) in resource.operationsByVerb { all[operation.id] = all[operation.id] ?? access(to: verb, of: resource) }
        }
        return all
    }()

    /// Nil for a call that is not in the table.
    static func access(to operation: Operation) -> Access? { operation.isFile ? .anyone : all[operation.id] }

    /// - Throws: `AccessTableFault` where the table and the operations differ.
    static func check(_ operations: [Operation]) throws(AccessTableFault) {
        let missing = operations.filter { access(to: $0) == nil }.map(\.id).sorted()
        let stale = Set(calls.keys).subtracting(operations.map(\.id)).sorted()
        guard missing.isEmpty, stale.isEmpty else { throw AccessTableFault(missing: missing, stale: stale) }
    }
}
