import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `What is secret by its type` {
    @Test func `is in no text that a log line, an error or a dump makes of it`() async throws {
        try await AccessHarness.with { access in
            let signed = try await access.signIn()
            let account = try #require(try await access.account())
            let hash = try #require(account.passwordHash.flatMap(PasswordHash.init))
            let settings = try PostgresSettings(url: "postgresql://crm:planted@127.0.0.1/crm")
            let new = Sessions.New(kind: .api, address: nil, client: nil, tokenHash: "planted", expiresAt: access.clock.now)
            let values: [Any] = [
                Secret("planted"), Credential.bearer("planted"), Credential.cookie("planted"), signed, account, hash, settings, new,
                TimeCode(key: .init("planted".utf8)),
            ]
            let secrets = ["planted", signed.token, account.passwordHash ?? "none"]
            for value in values {
                var dumped = ""
                dump([value], to: &dumped)
                for text in ["\(value)", String(reflecting: value), "\([value])", "\(Optional(value) as Any)", dumped] {
                    #expect(secrets.allSatisfy { !text.contains($0) }, "\(type(of: value))")
                }
            }
        }
    }
}
