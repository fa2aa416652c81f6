import Domain
import HTTPTypes
import Journey
import Storage

/// Accounts, besides what every resource can do: invite somebody, make a link, change one's own password.
enum AccountOperations {
    static let all: [Operation] = [invite, change, delete, link, changePassword, changeName]

    private static let table = Accounts.table
    private static let inviteFields =
        table.fields.filter { ["email", "role"].contains($0.name) } + [
            Field.optional("name", .text(0...200), "How to address the person.", initial: .text(""))
        ]
    private static let withLink: JSONValue = ["allOf": [Schema.reference("Account"), Schema.object(["link": Schema.text])]]
    private static let invited: JSONValue = [
        "allOf": [Schema.reference("Account"), Schema.object(["link": Schema.text, "is_mailed": ["type": "boolean"]])]
    ]

    static let invite = Operation(
        method: .post, path: "/api/v1/accounts", id: "inviteAccount", tag: "Account",
        summary:
            "Invite somebody: a user of the workspace with an account. Hand the link on: it is shown once, and lets its bearer choose the password. Where the server sends mail the account's owner gets one too, with a link of its own.",
        body: Schema.input(inviteFields, isChange: false), success: .created, result: invited, problems: [.conflict], isSecret: true, needsProof: true
    ) { request, services in
        let values = try request.values(of: inviteFields)
        // From the first account on everybody has to sign in, and nobody could.
        guard request.principal.means != .open else {
            throw Problem(.conflict, "Nobody has an account yet. Make the owner's first: crm-agent user create EMAIL.")
        }
        let role = try request.role(of: values)
        let made: (row: Row, token: String)
        do {
            made = try await services.access.accounts.invite(
                email: values.text("email"), name: values.text("name"), role: role, to: request.workspace)
        } catch StoreError.duplicate {
            throw Problem(.conflict, "This address has an account, or a user of this workspace has it: use another, or make a link for the account.")
        }
        return answer(made.row, made.token, .created, isMailed: services.access.accounts.sendsMail).with(
            .location, "/api/v1/accounts/\(made.row.integer(0))")
    }

    static let change = Operation(
        method: .patch, path: "/api/v1/accounts/{id}", id: "changeAccount", tag: "Account",
        summary: "Change an account's role, disable it, or let it in again. Its sessions end.",
        parameters: [.id("id", "The account's id."), .ifMatch],
        body: Schema.reference("AccountChange"), result: Schema.reference("Account"), problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        let id = try request.id("id")
        let row = try await belowCaller(request, services)
        let values = try request.changes(of: table.fields)
        if values["role"] != nil {
            _ = try request.role(of: values)
            try await services.access.proofs.check(request.principal)
        }
        let wasInvited = row.text(table.index("state")) == "invited"
        if let state = values.optionalText("state"), wasInvited ? state == "active" : state == "invited" {
            throw Problem(.conflict, "An account becomes active when its owner chooses a password: make a link for it.")
        }
        let update = table.auditedUpdate(request.workspace, id: id, values, version: request.expectedVersion, now: services.clock.now())
        let after = [Sessions.endAll(of: id, in: request.workspace, now: services.clock.now())] + keepingOwner(row, request)
        let rows = try await services.store.commit(update + after)
        services.access.authenticator.forget()
        if values.optionalText("state") == "disabled" {
            services.securityLog.tell(.accountDisabled, "account \(id)", account: request.principal.account, address: request.address)
        }
        guard let changed = rows[update.count - 1].first else { throw table.notFound(id: id) }
        return Answer.json { $0.row(changed, table.columns) }.with(.eTag, "\"\(changed.integer(table.versionIndex))\"")
    }

    static let delete = Operation(
        method: .delete, path: "/api/v1/accounts/{id}", id: "deleteAccount", tag: "Account",
        summary: "Delete an account; the user and all that is theirs stay.", parameters: [.id("id", "The account's id."), .ifMatch],
        success: .noContent, problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        let id = try request.id("id")
        let row = try await belowCaller(request, services)
        _ = try await services.store.commit(
            table.delete(request.workspace, id: id, version: request.expectedVersion, now: services.clock.now())
                + keepingOwner(row, request))
        services.access.authenticator.forget()
        return .noContent
    }

    private static func keepingOwner(_ row: Row, _ request: WebRequest) -> [SQL] {
        row.text(table.index("role")) == Role.owner.rawValue ? Accounts.mustKeepOwner(request.workspace) : []
    }

    private static func belowCaller(_ request: WebRequest, _ services: WebServices) async throws -> Row {
        let id = try request.id("id")
        guard let row = try await services.store.read(table.get(request.workspace, id: id)).first else { throw table.notFound(id: id) }
        try request.mustBeAbove(row.text(table.index("role")))
        return row
    }

    static let link = Operation(
        method: .post, path: "/api/v1/accounts/{id}/link", id: "makeAccountLink", tag: "Account",
        summary: "A link by which an account's owner chooses a new password; the one before counts no more.",
        parameters: [.id("id", "The account's id.")], success: .created, result: withLink, problems: [.notFound, .conflict], isSecret: true,
        needsProof: true
    ) { request, services in
        let id = try request.id("id")
        let row = try await belowCaller(request, services)
        let state = row.text(table.index("state"))
        guard state != "disabled" else { throw Problem(.conflict, "The account is disabled: set its state to active first.") }
        let token = try await services.access.accounts.link(state == "invited" ? .invitation : .password, for: id, in: request.workspace)
        return answer(row, token, .created)
    }

    private static let oldField = Field.required("password", .text(1...1000), "The password so far.")
    private static let newField = Field.required("new_password", .text(1...1000), "The new one.")
    private static let keysField = Field.optional("end_keys", .boolean, "Whether one's API keys end too.", initial: .integer(0))
    private static let passwordFields = [oldField, newField, keysField]

    static let changePassword = Operation(
        method: .post, path: "/api/v1/password", id: "changePassword", tag: "Session", summary: "Change one's password; one's other sessions end.",
        body: Schema.input(passwordFields, isChange: false), success: .noContent, problems: [.unauthorized, .tooManyRequests], isSecret: true
    ) { request, services in
        let endsKeys = try request.values(of: passwordFields)["end_keys"] == .integer(1)
        try await services.access.accounts.changePassword(
            of: request.principal, from: request.password("password"), to: request.password("new_password"), endsKeys: endsKeys,
            address: request.clientAddress)
        return .noContent
    }

    private static let nameField = Field.required("name", .text(0...200), "How agents address one, and what messages to contacts are signed with.")

    static let changeName = Operation(
        method: .post, path: "/api/v1/name", id: "changeName", tag: "Session", summary: "Change one's own name.",
        body: Schema.input([nameField], isChange: false), success: .noContent, problems: [.unauthorized]
    ) { request, services in
        let name = try request.values(of: [nameField])
        _ = try await services.store.commit(
            Users.table.auditedUpdate(request.workspace, id: request.principal.user, name, version: nil, now: services.clock.now())
                + request.effects)
        return .noContent
    }

    /// - Parameter isMailed: whether another link goes by mail; nil where that is not the question.
    private static func answer(_ row: Row, _ token: String, _ status: HTTPResponse.Status, isMailed: Bool? = nil) -> Answer {
        Answer.json(status) {
            $0.row(row, table.columns) {
                $0.field("link", "/sign-in#\(token)")
                if let isMailed { $0.field("is_mailed", isMailed) }
            }
        }
        .with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }
}

extension WebRequest {
    /// The role that a request gives: nobody gives one above their own.
    func role(of values: Table.Values) throws -> Role {
        let role = Role(rawValue: values.text("role")) ?? .viewer
        guard role <= principal.role else { throw NotAbove(role: role) }
        return role
    }

    /// Nobody changes those above them.
    func mustBeAbove(_ role: String) throws {
        let role = Role(rawValue: role) ?? .owner
        guard role <= principal.role else { throw NotAbove(role: role) }
    }
}
