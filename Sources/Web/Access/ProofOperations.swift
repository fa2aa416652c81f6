import Domain
import HTTPTypes
import Journey
import Storage

/// Showing once more, while signed in, that it is oneself.
enum ProofOperations {
    static let all: [Operation] = [prove]

    static let fields = [
        Field.optional("password", .text(0...1000), "One's password; or else a code."),
        Field.optional("code", .text(1...40), "A code of the second factor, or a recovery code."),
    ]

    static let prove = Operation(
        method: .post, path: "/api/v1/session/proof", id: "proveSession", tag: "Session",
        summary:
            "Show once more that it is you, by the password or a code: for ten minutes the session may then do what gives lasting access, such as making an API key. Signing in counts as much.",
        body: Schema.input(fields, isChange: false), success: .noContent, problems: [.unauthorized, .conflict, .tooManyRequests], isSecret: true
    ) { request, services in
        let (password, code) = try request.proof()
        try await services.access.proofs.prove(request.principal, password: password, code: code, address: request.clientAddress)
        return .noContent
    }
}

extension WebRequest {
    /// The password or the code in the body: one of them is there.
    func proof() throws -> (password: String?, code: String?) {
        let values = try values(of: ProofOperations.fields)
        let password = values.optionalText("password") == nil ? nil : try password("password")
        guard password != nil || values.optionalText("code") != nil else {
            throw ValidationError(field: "code", "code is missing: send a code, or the password.")
        }
        return (password, values.optionalText("code"))
    }
}
