import Crypto
import Domain
import Foundation

/// Codes that change with time: RFC 6238 with SHA-1 and steps of 30 seconds, as every authenticator app reads them.
struct TimeCode: Sendable, Unprinted {
    static let period: Int64 = 30
    static let digits = 6

    /// The shared secret.
    let key: Data

    /// 160 random bits in Base32, as RFC 4226 recommends for SHA-1.
    static func newSecret() -> String { Base32.encode(Data(RandomBytes.make(20))) }

    static func step(at moment: Timestamp) -> Int64 { moment.seconds / period }

    /// The code of a step (RFC 4226, section 5.3).
    func code(at step: Int64, digits: Int = digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: key)))
        let offset = Int(mac[mac.count - 1] & 0x0f)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step a code is of: that of the moment, or one before or after it, since clocks differ. Nil for a wrong code, and for one
    /// not after `last`.
    func step(of code: String, at moment: Timestamp, after last: Int64) -> Int64? {
        let now = Self.step(at: moment)
        return [now, now - 1, now + 1].first { $0 > last && self.code(at: $0) == code }
    }
}
