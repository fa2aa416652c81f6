import Domain
import Testing

@testable import Connectors

@Suite struct `Where an account's models may be asked` {
    private func reach(_ allowsPrivate: Bool, leadingTo address: String = "203.0.113.9") -> ModelReach {
        ModelReach(allowsPrivate: allowsPrivate, lookup: HostLookup { _ in [IPAddress(address)].compactMap(\.self) })
    }

    @Test(arguments: ["http://127.0.0.1:11434", "https://10.1.2.3/v1", "http://[::1]:8080", "http://192.168.0.9"])
    func `is not this server's own network, unless its operator says so`(address: String) async throws {
        let refused = await #expect(throws: ValidationError.self) { try await reach(false).check(address) }
        #expect(refused?.issues.first?.message.contains("MODEL_ALLOW_PRIVATE") == true)
        #expect(try await reach(true).check(address))
    }

    @Test func `is judged by where a name leads`() async throws {
        await #expect(throws: ValidationError.self) { try await reach(false, leadingTo: "10.0.0.7").check("https://models.example.com") }
        #expect(try await reach(false, leadingTo: "93.184.216.34").check("https://models.example.com"))
    }

    @Test func `is not known while its name is not found`() async throws {
        let lost = ModelReach(allowsPrivate: false, lookup: HostLookup { _ in throw HostUnknown(reason: "it took too long") })
        #expect(try await !lost.check("https://models.example.com"))
    }

    @Test(arguments: [true, false]) func `is never where clouds keep their keys`(allowsPrivate: Bool) async {
        await #expect(throws: ValidationError.self) { try await reach(allowsPrivate).check("http://169.254.169.254/latest") }
    }
}
