/// A short text of numbers and separators, written without a string for each part: times stand in every row of an answer.
struct DigitText {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    fileprivate var count = 0

    /// As many bytes as any day and time take, years of nineteen digits included.
    static let capacity = 48

    /// Appends a text to bytes of which `capacity` are free, with no string made of it.
    @inline(__always)
    static func append(to room: inout OutputSpan<UInt8>, _ text: (inout DigitText) -> Void) {
        room.withUnsafeMutableBufferPointer { room, count in
            var digits = DigitText(UnsafeMutableBufferPointer(rebasing: room[count...]))
            text(&digits)
            count += digits.count
        }
    }

    fileprivate init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func append(_ separator: Unicode.Scalar) {
        bytes[count] = UInt8(truncatingIfNeeded: separator.value)
        count += 1
    }

    /// At least `width` digits, with zeros before the number; a minus sign before those where it is negative.
    @inline(__always)
    mutating func append(_ number: Int64, width: Int) {
        switch (width, number) {
        case (2, 0..<100): append(pair: number)
        case (4, 0..<10_000): append(pair: number / 100); append(pair: number % 100)
        default: append(any: number, width)
        }
    }

    private mutating func append(any number: Int64, _ width: Int) {
        if number < 0 { append("-") }
        var digits = 1
        var rest = number.magnitude
        while rest >= 10 { (rest, digits) = (rest / 10, digits + 1) }
        let length = max(width, digits)
        rest = number.magnitude
        var place = count + length
        while place > count {
            place -= 1
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    /// Most of a time are numbers of two digits.
    @inline(__always)
    private mutating func append(pair number: Int64) {
        let digits = UInt8(truncatingIfNeeded: number)
        bytes[count] = UInt8(ascii: "0") + digits / 10
        bytes[count + 1] = UInt8(ascii: "0") + digits % 10
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
