import Domain
import Foundation
import Testing

@testable import Journey

@Suite struct `Codes that change with time` {
    /// RFC 6238, appendix B, for SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"), (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ])
    func `are those of the standard's examples`(seconds: Int64, expected: String) {
        let code = TimeCode(key: Data("12345678901234567890".utf8))
        let step = TimeCode.step(at: Timestamp(seconds: seconds))
        #expect(code.code(at: step, digits: 8) == expected)
        #expect(code.code(at: step) == expected.suffix(6))
    }

    @Test func `count one step early and one late, and no further`() {
        let (code, now) = (TimeCode(key: Data(repeating: 7, count: 20)), Timestamp(seconds: 3000))
        for offset in Int64(-3)...3 {
            let step = code.step(of: code.code(at: 100 + offset), at: now, after: 0)
            #expect(step == (abs(offset) <= 1 ? 100 + offset : nil))
        }
        #expect(code.step(of: code.code(at: 100), at: now, after: 100) == nil)
        #expect(code.step(of: code.code(at: 101), at: now, after: 100) == 101)
    }

    /// RFC 4648, section 10.
    @Test(arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")])
    func `have their secret in Base32`(plain: String, encoded: String) {
        #expect(Base32.encode(Data(plain.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Data(plain.utf8))
    }

    @Test func `have secrets of 160 bits, each another`() {
        let secrets = Set((0..<100).map { _ in TimeCode.newSecret() })
        #expect(secrets.count == 100)
        #expect(secrets.allSatisfy { Base32.decode($0)?.count == 20 })
    }

    @Test func `are told from recovery codes, which people may type in many ways`() throws {
        let code = RecoveryCode.make()
        let hash = try #require(RecoveryCode.hash(code))
        #expect(RecoveryCode.hash(code.uppercased().replacing("-", with: " ")) == hash)
        #expect(RecoveryCode.hash(String(code.dropLast())) == nil)
        #expect(RecoveryCode.hash("123456") == nil)
        #expect(RecoveryCode.hash("0000-0000-0000-0000") == nil)
    }
}
