import Domain
import HTTPTypes
import Journey
import Storage

/// Links that let somebody in once: the first owner, somebody invited, somebody who has forgotten the password.
enum LinkOperations {
    static let all: [Operation] = [look, follow, mail]

    // In the body, not in the address: addresses get into logs.
    private static let linkField = Field.required("link", .text(1...200), "What the link holds after #.")
    private static let emailField = Field.optional("email", .email, "With which address to sign in; for the first owner only.")

    private static let followFields = [linkField, emailField, SessionOperations.passwordField, SessionOperations.codeField]

    static let look = Operation(
        method: .post, path: "/api/v1/links/look", id: "getLink", tag: "Session", summary: "What a link is for, and whose it is.",
        body: Schema.input([linkField], isChange: false),
        result: Schema.object([
            "purpose": Schema.words(["set_up", "invitation", "password"]), "email": ["type": ["string", "null"]],
        ]), problems: [.notFound], isSecret: true, rate: .signIn
    ) { request, services in
        let link = try await services.access.accounts.link(try request.values(of: [linkField]).text("link"))
        return .json { json in
            json.object {
                $0.field("purpose", link.purpose)
                $0.field("email", link.email)
            }
        }
    }

    static let follow = Operation(
        method: .post, path: "/api/v1/links/follow", id: "followLink", tag: "Session",
        summary: "Choose a password by a link, and be signed in with this browser. A second factor is asked for all the same.",
        body: Schema.input(followFields, isChange: false), result: SessionOperations.schema,
        problems: [.notFound, .unauthorized, .tooManyRequests], isSecret: true, givesCookie: true, rate: .signIn
    ) { request, services in
        let values = try request.values(of: followFields)
        let purpose = try await services.access.accounts.link(values.text("link")).purpose
        let account = try await services.access.accounts.follow(
            values.text("link"), email: values.optionalText("email"), password: request.password("password"),
            proving: { try await services.access.secondFactors.check(values.optionalText("code"), of: $0, address: request.clientAddress) })
        services.securityLog.tell(.linkUsed, purpose, account: account.id, address: request.address)
        let signed = try await services.access.signIn.begin(account, from: request.client(.browser))
        return SessionOperations.answer(signed, request, services)
    }

    private static let forgottenEmail = Field.required("email", .email, "The account's e-mail address.")

    // One answer for every address: whether there is an account is nobody's business.
    static let mail = Operation(
        method: .post, path: "/api/v1/links/mail", id: "mailPasswordLink", tag: "Session",
        summary: "Have a link for a new password mailed to an account's address. The answer is the same whether or not there is such an account.",
        body: Schema.input([forgottenEmail], isChange: false), success: .accepted, result: Schema.object(["message": Schema.text]),
        problems: [.conflict, .tooManyRequests], isSecret: true
    ) { request, services in
        let email = try request.values(of: [forgottenEmail]).text("email")
        guard let reset = services.access.passwordReset else {
            throw Problem(.conflict, "This server sends no mail: ask whoever looks after the accounts for a link.")
        }
        try await reset.request(for: email, from: request.clientAddress)
        return .json(.accepted) { json in
            json.object {
                $0.field("message", "If there is an account for this address, a mail with a link is on its way. The link counts for 30 minutes.")
            }
        }
    }
}
