import Domain
import Foundation

/// Codes for when the telephone is gone: 80 random bits each, kept as hashes.
enum RecoveryCode {
    static let count = 10
    private static let length = 16

    /// Four groups of four letters and digits.
    static func make() -> String {
        let text = Base32.encode(Data(RandomBytes.make(10))).lowercased()
        return stride(from: 0, to: length, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// Nil for what can be no such code. Blanks, hyphens and capitals make no difference.
    static func hash(_ code: String) -> String? {
        let plain = bare(code).lowercased()
        return plain.count == length && Base32.decode(plain) != nil ? RandomToken.hash(plain) : nil
    }

    /// A code as people type it, without what only divides it.
    static func bare(_ code: String) -> String { code.filter { !$0.isWhitespace && $0 != "-" } }
}
