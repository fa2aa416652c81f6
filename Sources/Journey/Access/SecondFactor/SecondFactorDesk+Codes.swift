import Domain
import Foundation
import Storage

extension SecondFactorDesk {
    func account(_ principal: Principal) throws -> Int64 {
        guard let id = principal.account else { throw NotSetUp() }
        return id
    }

    /// What uses up a code: of the app, or a recovery code.
    func spending(_ code: String, of account: Accounts.Account) async throws -> SQL {
        if let hash = RecoveryCode.hash(code) { return SecondFactors.spendRecoveryCode(account.id, hash: hash) }
        let plain = RecoveryCode.bare(code)
        guard plain.utf8.count == TimeCode.digits, let row = try await store.read(SecondFactors.find(account.id)).first,
            let sealed = row.optionalText(0),
            let step = try await key(sealed, account.workspace).step(of: plain, at: clock.now(), after: row.integer(2))
        else { throw WrongCode() }
        return SecondFactors.spend(account.id, secret: sealed, step: step)
    }

    func key(_ sealed: String, _ workspace: WorkspaceID) async throws -> TimeCode {
        let secret: Secret
        do { secret = try await vault.open(sealed, .secondFactor, in: workspace) } catch  where error.isOfKeys { throw SecondFactorUnreadable() }
        guard let key = Base32.decode(secret.value) else { throw SecondFactorUnreadable() }
        return TimeCode(key: key)
    }

    func entry(_ action: AuditAction, _ account: Int64, in workspace: WorkspaceID, by actor: Actor = .current) -> SQL {
        AuditEntries.entry(workspace, by: actor, action, AuditSubject("account", id: account), now: clock.now())
    }

    /// A code that another request used a moment ago is as good as a wrong one.
    func spending(_ commit: () async throws -> Void) async throws {
        do { try await commit() } catch is CodeSpent { throw WrongCode() }
    }

    /// What authenticator apps read: `otpauth://totp/…` (Key URI Format).
    static func address(_ secret: String, of email: String) -> String {
        var parts = URLComponents()
        parts.scheme = "otpauth"
        parts.host = "totp"
        parts.path = "/CRM Agent:\(email)"
        parts.queryItems = [
            URLQueryItem(name: "secret", value: secret), URLQueryItem(name: "issuer", value: "CRM Agent"),
            URLQueryItem(name: "algorithm", value: "SHA1"), URLQueryItem(name: "digits", value: "\(TimeCode.digits)"),
            URLQueryItem(name: "period", value: "\(TimeCode.period)"),
        ]
        return parts.string ?? ""
    }
}

/// The password is right, and the account's second factor is still to be shown.
package struct SecondFactorNeeded: Error, Equatable, Sendable {}

/// The code is wrong, or was used before.
package struct WrongCode: Error, Equatable, Sendable {}

/// None has been set up.
package struct SecondFactorMissing: Error, Equatable, Sendable {}

/// The secret was encrypted with another master key.
package struct SecondFactorUnreadable: Error, Equatable, Sendable {}
