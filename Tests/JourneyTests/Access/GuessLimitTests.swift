import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `The limit on guesses` {
    private func guesses(_ access: AccessHarness, from addresses: [String]) async throws -> Int {
        var passed = 0
        for (number, address) in addresses.enumerated() {
            do {
                _ = try await access.services.signIn.signIn(
                    email: "nobody\(number)@example.com", password: "not this one at all",
                    from: .init(kind: .browser, address: address, name: nil))
            } catch is WrongPassword {
                passed += 1
            } catch is TooManyTries {}
        }
        return passed
    }

    @Test func `takes all IPv6 addresses of a subscriber for one`() async throws {
        try await AccessHarness.with { access in
            let passed = try await guesses(access, from: (1...40).map { "2001:db8:1:2::\($0)" })
            #expect(passed == 30)
            let elsewhere = try await guesses(access, from: ["2001:db8:1:3::1"])
            #expect(elsewhere == 1)
        }
    }

    @Test func `takes an IPv4 address for the same one however it is written`() async throws {
        try await AccessHarness.with { access in
            let passed = try await guesses(access, from: (1...40).map { $0 % 2 == 0 ? "192.0.2.7" : "::ffff:192.0.2.7" })
            #expect(passed == 30)
            let elsewhere = try await guesses(access, from: ["192.0.2.8"])
            #expect(elsewhere == 1)
        }
    }

    @Test func `counts apart where the account is known, also from another address of the same subscriber`() async throws {
        try await AccessHarness.with { access in
            try await access.signIn(from: "2001:db8:1:2::1")
            for _ in 0..<10 { await #expect(throws: WrongPassword()) { try await access.signIn(password: "not this one at all", from: "192.0.2.9") } }
            await #expect(throws: TooManyTries.self) { try await access.signIn(from: "192.0.2.9") }
            try await access.signIn(from: "2001:db8:1:2::2")
        }
    }
}
