import Domain
import HTTPTypes
import Journey
import Storage

/// Signing in and out with a browser, and who one is.
enum SessionOperations {
    static let all: [Operation] = [who, signIn, signOut, signOutEverywhere, list, end]

    static let emailField = Field.required("email", .email, "The account's e-mail address.")
    static let passwordField = Field.required("password", .text(1...1000), "The account's password.")

    static let codeField = Field.optional("code", .text(1...40), "Of the second factor, where the account has one; or a recovery code.")

    static let schema = Schema.object([
        "has_accounts": ["type": "boolean"], "is_signed_in": ["type": "boolean"],
        "account_id": ["type": ["integer", "null"]], "user_id": ["type": ["integer", "null"]], "workspace_id": ["type": ["integer", "null"]],
        "name": ["type": ["string", "null"]], "role": ["type": ["string", "null"]], "permissions": Schema.list(Schema.text),
        "lacks_second_factor": ["type": "boolean"], "sends_mail": ["type": "boolean"],
        "providers": Schema.list(Schema.object(["name": Schema.text, "url": Schema.text])),
    ])

    static let who = Operation(
        method: .get, path: "/api/v1/session", id: "getSession", tag: "Session",
        summary: "Who one is, and what one may do; also for those who are not signed in.", result: schema
    ) { request, services in
        let hasAccounts = try await services.access.authenticator.hasAccounts()
        do {
            return answer(try await services.access.authenticator.principal(Credential(request.head, from: request.client)), hasAccounts, services)
        } catch is NotSignedIn {
            return answer(nil, hasAccounts, services)
        } catch is NotSetUp {
            return answer(nil, hasAccounts, services)
        }
    }

    static let signIn = Operation(
        method: .post, path: "/api/v1/session", id: "signIn", tag: "Session", summary: "Sign in with a browser: the answer sets its cookie.",
        body: Schema.input([emailField, passwordField, codeField], isChange: false), result: schema, problems: [.unauthorized, .tooManyRequests],
        isSecret: true, givesCookie: true, rate: .signIn
    ) { request, services in
        let values = try request.values(of: [emailField, passwordField, codeField])
        let signed = try await services.access.signIn.signIn(
            email: values.text("email"), password: request.password("password"), code: values.optionalText("code"), from: request.client(.browser))
        return answer(signed, request, services)
    }

    static let signOut = Operation(
        method: .delete, path: "/api/v1/session", id: "signOut", tag: "Session", summary: "Sign out.", success: .noContent
    ) { request, services in
        try await services.access.signIn.signOut(request.principal)
        return Answer.noContent.endingSession()
    }

    static let signOutEverywhere = Operation(
        method: .delete, path: "/api/v1/sessions", id: "signOutEverywhere", tag: "Session", summary: "End all of one's sessions, this one too.",
        success: .noContent
    ) { request, services in
        if let account = request.principal.account {
            try await services.store.commit(Sessions.endAll(of: account, in: request.workspace, now: services.clock.now()))
            services.access.authenticator.forget()
        }
        return Answer.noContent.endingSession()
    }

    static let list = Operation(
        method: .get, path: "/api/v1/sessions", id: "listSessions", tag: "Session", summary: "One's sessions, the youngest first.",
        result: Schema.object([
            "items": Schema.list(["allOf": [Schema.row(Sessions.table.columns), Schema.object(["is_current": ["type": "boolean"]])]])
        ])
    ) { request, services in
        let rows = try await services.store.read(
            Sessions.of(request.principal.account ?? 0, in: request.workspace, now: services.clock.now()))
        return .json { json in
            json.object {
                $0.key("items")
                $0.array { json in
                    for row in rows {
                        json.row(row, Sessions.table.columns) { $0.field("is_current", row.integer(0) == request.principal.session) }
                    }
                }
            }
        }
    }

    static let end = Operation(
        method: .delete, path: "/api/v1/sessions/{id}", id: "endSession", tag: "Session", summary: "End one of one's sessions.",
        parameters: [.id("id", "The session's id.")], success: .noContent, problems: [.notFound]
    ) { request, services in
        let id = try request.id("id")
        let ended = Sessions.end(id, of: request.principal.account ?? 0, in: request.workspace, now: services.clock.now())
        guard try await !services.store.commit(ended).isEmpty else { throw Sessions.table.notFound(id: id) }
        services.access.authenticator.forget()
        return .noContent
    }

    /// A browser is signed in.
    static func answer(_ signed: SignIn.Signed, _ request: WebRequest, _ services: WebServices) -> Answer {
        let seconds = signed.expiresAt.seconds - services.clock.now().seconds
        let principal = signed.account.principal(session: signed.session, means: .session)
        return answer(principal, true, services).with(
            .setCookie, SessionCookie.setting(signed.token, seconds: seconds, isSecure: request.client.wantsSecureCookies))
    }

    private static func answer(_ principal: Principal?, _ hasAccounts: Bool, _ services: WebServices) -> Answer {
        .json { json in
            json.object {
                $0.field("has_accounts", hasAccounts)
                $0.field("is_signed_in", principal != nil)
                $0.field("account_id", principal?.account)
                $0.field("user_id", principal?.user)
                $0.field("workspace_id", principal?.workspace.value)
                $0.field("name", principal?.name)
                $0.field("role", principal?.role.rawValue)
                $0.key("permissions")
                $0.array { json in for permission in principal?.permissions ?? [] { json.value(permission.rawValue) } }
                $0.field("lacks_second_factor", principal?.lacksSecondFactor ?? false)
                $0.field("sends_mail", services.access.passwordReset != nil)
                $0.key("providers")
                $0.array { json in
                    guard let provider = services.access.providerSignIn else { return }
                    json.object {
                        $0.field("name", provider.name)
                        $0.field("url", ProviderOperations.startPath)
                    }
                }
            }
        }
    }
}

extension WebRequest {
    /// Where a sign-in comes from.
    func client(_ kind: Sessions.Kind) -> SignIn.Client {
        SignIn.Client(kind: kind, address: clientAddress, name: head.headerFields[.userAgent])
    }

    /// A password as it was typed: blanks at its ends belong to it.
    func password(_ name: String) throws -> String {
        guard case .string(let text)? = try json()[name] else { throw ValidationError(field: name, "\(name) must be text.") }
        return text
    }
}
