import HTTPTypes
import Journey
import Storage

extension Problem {
    /// What keeps somebody from signing in, or from showing that it is them.
    static func ofSigningIn(_ error: any Error) -> Problem? {
        switch error {
        case let error as NotSignedIn: notSignedIn(isExpired: error.isExpired)
        case is TokenReused: notSignedIn(isExpired: true)
        case is NotSetUp:
            Problem(.unauthorized, "This server has no accounts yet: open the set-up link that it printed at its start.", headers: bearer)
        case is WrongPassword: Problem(.unauthorized, "The e-mail address or the password is wrong.", headers: bearer)
        case let error as TooManyTries:
            Problem(
                .tooManyRequests, "Too many tries. Wait \(error.wait.components.seconds + 1) seconds, then try again.",
                headers: [.retryAfter: "\(error.wait.components.seconds + 1)"])
        case is TooBusy:
            Problem(.serviceUnavailable, "Too many people sign in at this moment: try again shortly.", headers: [.retryAfter: "3"])
        case is LinkSpent: Problem(.notFound, "This link was used or has expired: ask for a new one.")
        default: ofSecondFactor(error)
        }
    }

    private static func ofSecondFactor(_ error: any Error) -> Problem? {
        switch error {
        case is SecondFactorNeeded:
            Problem(.unauthorized, "The account has a second factor: send its code too.", headers: bearer, code: "second_factor_needed")
        case is WrongCode:
            Problem(
                .unauthorized, "The code is wrong, or was used before: wait for the next one.", headers: bearer, code: "second_factor_wrong")
        case is ProofNeeded:
            Problem(
                .forbidden, "Show once more that it is you: POST /api/v1/session/proof with your password or a code, then send this again.",
                code: "proof_needed")
        case is SecondFactorExists: Problem(.conflict, "The account has a second factor: delete it first to set up another.")
        case is SecondFactorMissing: Problem(.conflict, "No second factor has been set up: begin with POST /api/v1/second-factor.")
        case is SecondFactorUnreadable:
            Problem(
                .serviceUnavailable,
                "The second factor can't be read with the server's MASTER_KEY. Use a recovery code, or ask for crm-agent user reset-second-factor.")
        default: nil
        }
    }

    private static func notSignedIn(isExpired: Bool) -> Problem {
        let detail =
            isExpired
            ? "The session or key counts no more: sign in again." : "Sign in, or send an access token or an API key in Authorization: Bearer."
        return Problem(.unauthorized, detail, headers: isExpired ? [.wwwAuthenticate: "Bearer error=\"invalid_token\""] : bearer)
    }

    private static let bearer: HTTPFields = [.wwwAuthenticate: "Bearer"]
}
