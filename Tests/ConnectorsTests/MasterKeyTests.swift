import Connectors
import Domain
import Testing

@Suite struct `A master key` {
    private let key = try! MasterKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")

    @Test func `opens what it has sealed, for the same purpose alone`() throws {
        let sealed = try key.seal(Secret("sk-harbour"), for: "model_accounts/1")
        #expect(try key.open(sealed, for: "model_accounts/1") == Secret("sk-harbour"))
        #expect(throws: SecretUnreadable()) { try key.open(sealed, for: "model_accounts/2") }
        let other = try MasterKey("HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        #expect(throws: SecretUnreadable()) { try other.open(sealed, for: "model_accounts/1") }
        #expect(!sealed.contains("harbour"))
        #expect(try key.seal(Secret("sk-harbour"), for: "model_accounts/1") != sealed)
    }

    @Test func `finds every change of what it has sealed`() throws {
        let sealed = Array(try key.seal(Secret("sk"), for: "x"))
        for place in sealed.indices.dropFirst(12) where sealed[place] != "=" {
            var changed = sealed
            changed[place] = changed[place] == "A" ? "B" : "A"
            guard let text = Optional(String(changed)), Array(text) != sealed else { continue }
            #expect(throws: SecretUnreadable.self, "at \(place)") { try key.open(text, for: "x") }
        }
    }

    @Test(arguments: ["", "short", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="]) func `is 32 bytes in Base64`(text: String) {
        let error = #expect(throws: ValidationError.self) { try MasterKey(text) }
        #expect(error?.issues.first?.field == "MASTER_KEY")
    }

    @Test func `shows neither itself nor a secret where it is printed or dumped`() throws {
        var dumped = ""
        dump(key, to: &dumped)
        dump(Secret("sk-harbour"), to: &dumped)
        #expect(!"\(dumped) \(key) \(Secret("sk-harbour")) \(String(reflecting: Secret("sk-harbour")))".contains("harbour"))
        #expect(!dumped.contains("AAEC"))
    }
}
