import Domain
import HTTPTypes
import Journey
import Logging
import Storage

/// Signing in by an OpenID Connect provider, as a browser goes: there, back, and in.
enum ProviderOperations {
    static let all: [Operation] = [start, end, finish]

    static let startPath = "/api/v1/oidc/start"
    private static let codeField = Field.required("code", .text(1...40), "Of the second factor, or a recovery code.")

    static let start = Operation(
        method: .get, path: startPath, id: "startProviderSignIn", tag: "Session", summary: "Leads a browser to the provider.",
        success: .seeOther, problems: [.notFound]
    ) { request, services in
        let provider = try services.provider()
        do {
            let begun = try await provider.begin(from: request.clientAddress)
            return setting(begun.browser, redirect(to: begun.url), request)
        } catch let refusal as ProviderRefusal {
            return refused(refusal, services)
        }
    }

    static let end = Operation(
        method: .get, path: OpenIDSettings.callbackPath, id: "endProviderSignIn", tag: "Session",
        summary: "Where the provider sends the browser back to: signs in, and leads to the page.",
        parameters: [
            .query("state", "As it was sent to the provider.", Schema.text), .query("code", "What the provider gives tokens for.", Schema.text),
            .query("iss", "Which provider it is.", Schema.text), .query("error", "Why there is no code.", Schema.text),
        ], success: .seeOther, problems: [.notFound]
    ) { request, services in
        let provider = try services.provider()
        let returned = ProviderSignIn.Return(
            state: request.query("state"), code: request.query("code"), issuer: request.query("iss"),
            browser: SessionCookie.value(of: cookie(request), in: request.head))
        do {
            switch try await provider.end(returned, from: request.client(.browser)) {
            case .signedIn(let signed):
                let session = SessionOperations.answer(signed, request, services).headers[.setCookie] ?? ""
                return redirect(to: "/").with(.setCookie, session)
            case .codeNeeded(let browser): return setting(browser, redirect(to: "/sign-in?code=provider"), request)
            }
        } catch let refusal as ProviderRefusal {
            return refused(refusal, services)
        }
    }

    static let finish = Operation(
        method: .post, path: "/api/v1/oidc/finish", id: "finishProviderSignIn", tag: "Session",
        summary: "The code of an account that has a second factor, after its provider has signed it in.",
        body: Schema.input([codeField], isChange: false), result: SessionOperations.schema,
        problems: [.unauthorized, .notFound, .tooManyRequests], isSecret: true, givesCookie: true
    ) { request, services in
        let code = try request.values(of: [codeField]).text("code")
        let signed = try await services.provider().finish(
            browser: SessionCookie.value(of: cookie(request), in: request.head), code: code, from: request.client(.browser))
        return SessionOperations.answer(signed, request, services)
    }

    private static func redirect(to address: String) -> Answer {
        var answer = Answer.noContent
        answer.status = .seeOther
        return answer.with(.location, address)
    }

    /// Names this browser's way to the provider and back.
    private static func cookie(_ request: WebRequest) -> String {
        SessionCookie.name("crm_provider", isSecure: request.client.wantsSecureCookies)
    }

    private static func setting(_ browser: String, _ answer: Answer, _ request: WebRequest) -> Answer {
        let cookie = SessionCookie.setting(
            browser, as: cookie(request), seconds: ProviderSignIn.life.components.seconds, isSecure: request.client.wantsSecureCookies)
        return answer.with(.setCookie, cookie)
    }

    /// The page says it in its own words: what a provider wrote is shown to nobody.
    private static func refused(_ refusal: ProviderRefusal, _ services: WebServices) -> Answer {
        services.logger.notice(
            "a sign-in by the provider came to nothing", metadata: ["reason": "\(refusal.reason.rawValue)", "detail": "\(refusal.detail)"])
        return redirect(to: "/sign-in?problem=\(refusal.reason.rawValue)")
    }
}

extension WebServices {
    /// - Throws: 404 where none is set up.
    fileprivate func provider() throws -> ProviderSignIn {
        guard let provider = access.providerSignIn else { throw Problem(.notFound, "No provider is set up to sign in by: docs/sign-in.md says how.") }
        return provider
    }
}
