/// Bytes that nobody can guess, from the operating system's generator.
package enum RandomBytes {
    package static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        // Eight at a time: each asks the kernel.
        while bytes.count < count { withUnsafeBytes(of: generator.next() as UInt64) { bytes += $0.prefix(count - bytes.count) } }
        return bytes
    }
}
