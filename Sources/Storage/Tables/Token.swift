import Domain

/// Random text that nobody can guess.
package enum Token {
    /// 128 bits in hexadecimal.
    package static func random() -> String {
        withUnsafeBytes(of: (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))) { $0.hexadecimal }
    }
}
