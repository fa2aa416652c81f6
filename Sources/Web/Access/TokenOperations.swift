import Domain
import HTTPTypes
import Journey
import Storage

/// Tokens for programs that sign in for a person: an access token for a quarter of an hour, and a refresh token for the next one.
enum TokenOperations {
    static let all: [Operation] = [create, refresh]

    private static let refreshField = Field.required("refresh_token", .text(1...200), "The last refresh token; it counts once.")
    private static let inputs = [SessionOperations.emailField, SessionOperations.passwordField, SessionOperations.codeField]
    private static let result = Schema.object([
        "access_token": Schema.text, "token_type": Schema.words(["Bearer"]), "expires_in": Schema.integer, "refresh_token": Schema.text,
        "refresh_expires_at": ["type": "string", "format": "date-time"],
    ])

    static let create = Operation(
        method: .post, path: "/api/v1/tokens", id: "createTokens", tag: "Session", summary: "Sign in with a program.",
        body: Schema.input(inputs, isChange: false), success: .created, result: result, problems: [.unauthorized, .tooManyRequests],
        isSecret: true, rate: .signIn
    ) { request, services in
        let values = try request.values(of: inputs)
        let signed = try await services.access.signIn.signIn(
            email: values.text("email"), password: request.password("password"), code: values.optionalText("code"), from: request.client(.api))
        return try await answer(signed, services)
    }

    static let refresh = Operation(
        method: .post, path: "/api/v1/tokens/refresh", id: "refreshTokens", tag: "Session",
        summary: "A new access token, and a new refresh token. One that is sent a second time ends the session: it may have been stolen.",
        body: Schema.input([refreshField], isChange: false), success: .created, result: result, problems: [.unauthorized], isSecret: true
    ) { request, services in
        let values = try request.values(of: [refreshField])
        return try await answer(try await services.access.signIn.refresh(values.text("refresh_token")), services)
    }

    private static func answer(_ signed: SignIn.Signed, _ services: WebServices) async throws -> Answer {
        let token = try await services.access.tokens.make(session: signed.session)
        return .json(.created) { json in
            json.object {
                $0.field("access_token", token)
                $0.field("token_type", "Bearer")
                $0.field("expires_in", AccessTokens.life.components.seconds)
                $0.field("refresh_token", signed.token)
                $0.field("refresh_expires_at", signed.expiresAt.rfc3339)
            }
        }
    }
}
