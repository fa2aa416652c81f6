import Domain

/// Random text that nobody can guess.
package enum Token {
    /// 128 bits in hexadecimal.
    package static func random() -> String { RandomBytes.make(16).hexadecimal }
}
