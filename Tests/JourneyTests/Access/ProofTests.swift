import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `Showing once more who one is` {
    private func principal(_ signed: SignIn.Signed, _ means: Actor.Means = .session) -> Principal {
        signed.account.principal(session: signed.session, means: means)
    }

    @Test(arguments: DatabaseKind.allCases) func `is asked for ten minutes after signing in, and done by the password`(kind: DatabaseKind)
        async throws
    {
        try await AccessHarness.with(kind) { access in
            let signed = principal(try await access.signIn()), proofs = access.services.proofs
            try await proofs.check(signed)
            access.clock.advance(by: ProofDesk.validity)
            await #expect(throws: ProofNeeded()) { try await proofs.check(signed) }
            await #expect(throws: WrongPassword()) {
                try await proofs.prove(signed, password: "not this one at all", code: nil, address: "192.0.2.1")
            }
            await #expect(throws: ProofNeeded()) { try await proofs.check(signed) }
            try await proofs.prove(signed, password: AccessHarness.password, code: nil, address: "192.0.2.1")
            try await proofs.check(signed)
            // Another session of the same account has shown nothing.
            let other = principal(try await access.signIn())
            access.clock.advance(by: ProofDesk.validity)
            await #expect(throws: ProofNeeded()) { try await proofs.check(other) }
        }
    }

    @Test func `is done by a code of the second factor too, and by none where there is none`() async throws {
        try await AccessHarness.with { access in
            let (key, recovery) = try await access.setUpSecondFactor()
            let signed = principal(try await access.signIn(code: access.code(key))), proofs = access.services.proofs
            access.clock.advance(by: ProofDesk.validity)
            await #expect(throws: WrongCode()) { try await proofs.prove(signed, password: nil, code: "000000", address: nil) }
            try await proofs.prove(signed, password: nil, code: recovery[0], address: nil)
            try await proofs.check(signed)
        }
        try await AccessHarness.with { access in
            let signed = principal(try await access.signIn())
            await #expect(throws: SecondFactorMissing()) {
                try await access.services.proofs.prove(signed, password: nil, code: "123456", address: nil)
            }
        }
    }

    @Test func `is slowed down for who guesses, and each wrong try is in the audit trail`() async throws {
        try await AccessHarness.with { access in
            let signed = principal(try await access.signIn())
            for _ in 0..<10 {
                await #expect(throws: WrongPassword()) {
                    try await access.services.proofs.prove(signed, password: "not this one at all", code: nil, address: "192.0.2.1")
                }
            }
            await #expect(throws: TooManyTries.self) {
                try await access.services.proofs.prove(signed, password: AccessHarness.password, code: nil, address: "192.0.2.1")
            }
            let entries = try await access.store.read(SQL("SELECT 1 FROM audit_entries WHERE action = 'session.refused'"))
            #expect(entries.count == 10)
        }
    }
}
