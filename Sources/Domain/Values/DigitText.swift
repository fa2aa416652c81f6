/// A short text of numbers and separators, written without a string for each part: times stand in every row of an answer.
struct DigitText {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    fileprivate var count = 0

    /// As many bytes as any day and time take, years of nineteen digits included.
    fileprivate static let capacity = 48

    /// Appends a text to bytes, with no string made of it.
    static func append(to bytes: inout [UInt8], _ text: (inout DigitText) -> Void) {
        bytes.append(addingCapacity: capacity) { room in
            room.withUnsafeMutableBufferPointer { room, count in
                var digits = DigitText(UnsafeMutableBufferPointer(rebasing: room[count...]))
                text(&digits)
                count += digits.count
            }
        }
    }

    fileprivate init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func append(_ separator: Unicode.Scalar) {
        bytes[count] = UInt8(truncatingIfNeeded: separator.value)
        count += 1
    }

    /// At least `width` digits, with zeros before the number; a minus sign before those where it is negative.
    mutating func append(_ number: Int64, width: Int) {
        if width == 2, 0..<100 ~= number { return append(pair: UInt8(number)) }
        if number < 0 { append("-") }
        var digits = 1
        var rest = number.magnitude
        while rest >= 10 { (rest, digits) = (rest / 10, digits + 1) }
        let length = max(width, digits)
        rest = number.magnitude
        for place in stride(from: count + length - 1, through: count, by: -1) {
            bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += length
    }

    /// Most of a time are numbers of two digits.
    private mutating func append(pair number: UInt8) {
        bytes[count] = UInt8(ascii: "0") + number / 10
        bytes[count + 1] = UInt8(ascii: "0") + number % 10
        count += 2
    }
}

extension String {
    static func digits(_ write: (inout DigitText) -> Void) -> String {
        String(unsafeUninitializedCapacity: DigitText.capacity) { bytes in
            var text = DigitText(bytes)
            write(&text)
            return text.count
        }
    }
}
