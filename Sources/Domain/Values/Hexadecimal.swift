extension Sequence<UInt8> {
    /// Two digits for each byte.
    package var hexadecimal: String { map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined() }
}
