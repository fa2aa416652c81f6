import Crypto
import CryptoExtras
import Domain
import Foundation

/// A password's scrypt hash (RFC 7914) with its salt and the cost it was made at: `$scrypt$ln=15,r=8,p=3$salt$hash`, both in Base64.
struct PasswordHash: Equatable, Sendable, Unprinted {
    struct Cost: Equatable, Sendable {
        /// The binary logarithm of N.
        var logN: Int
        var blockSize: Int
        var parallelism: Int

        /// 32 MiB, as the OWASP cheat sheet on password storage recommends.
        static let usual = Cost(logN: 15, blockSize: 8, parallelism: 3)
    }

    var cost: Cost
    private var salt: Data
    private var hash: Data

    /// Takes some hundred milliseconds: `PasswordWork` calls it.
    init(_ password: String, cost: Cost) throws {
        let salt = Data(RandomBytes.make(16))
        self.init(cost: cost, salt: salt, hash: try Self.derive(password, salt, cost))
    }

    private init(cost: Cost, salt: Data, hash: Data) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Nil for what is no hash of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let salt = Data(base64Encoded: String(parts[2])),
            let hash = Data(base64Encoded: String(parts[3]))
        else { return nil }
        let numbers = parts[1].split(separator: ",").compactMap { $0.split(separator: "=").last.flatMap { Int($0) } }
        guard numbers.count == 3, (10...20).contains(numbers[0]), (1...32).contains(numbers[1]), (1...16).contains(numbers[2]) else { return nil }
        self.init(cost: Cost(logN: numbers[0], blockSize: numbers[1], parallelism: numbers[2]), salt: salt, hash: hash)
    }

    var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
    }

    /// Takes as long as making it did.
    func matches(_ password: String) throws -> Bool {
        let other = try Self.derive(password, salt, cost)
        // In constant time: every byte is looked at.
        return other.count == hash.count && zip(other, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, _ salt: Data, _ cost: Cost) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logN,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Data($0) }
    }
}
