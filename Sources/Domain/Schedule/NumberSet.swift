/// Numbers from 0 to 63 in one word: the values of a field of a cron expression, or days of a month.
struct NumberSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    init(_ numbers: some Sequence<Int>) {
        rawValue = numbers.reduce(0) { $0 | 1 << UInt64($1) }
    }

    init(_ range: ClosedRange<Int>) {
        rawValue = (UInt64.max >> UInt64(63 - range.upperBound)) & (UInt64.max << UInt64(range.lowerBound))
    }

    /// One number alone.
    init(number: Int) { self.init(CollectionOfOne(number)) }

    func has(_ number: Int) -> Bool { (0...63).contains(number) && rawValue >> UInt64(number) & 1 == 1 }

    /// The smallest number that is not below `number`.
    func first(from number: Int) -> Int? {
        guard number <= 63 else { return nil }
        let rest = (rawValue >> UInt64(number)) << UInt64(number)
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    var count: Int { rawValue.nonzeroBitCount }

    /// Ascending.
    var numbers: [Int] {
        var found: [Int] = []
        var rest = rawValue
        while rest != 0 {
            found.append(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
        return found
    }
}
