import Domain

/// Random text that nobody can guess.
package enum Token {
    /// 128 bits in hexadecimal.
    package static func random() -> String {
        let digits = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        return digits.map { String(repeating: "0", count: 16 - $0.utf8.count) + $0 }.joined()
    }
}
