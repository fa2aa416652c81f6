/// Times of day: `10:30`, `3 pm`, `ten o'clock`, `half past ten`, `at noon`.
struct TimeOfDayReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: ["noon", "midday", "midnight", "half", "quarter"], kinds: [.number]) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        if ["noon", "midday", "midnight"].contains(text.word(index)) {
            return reading(text.word(index) == "midnight" ? 0 : 12, 0, index..<index + 1, text)
        }
        return spoken(index, text) ?? figures(index, text)
    }

    /// `half past ten`, `quarter to three`.
    private func spoken(_ index: Int, _ text: ReadText) -> Reading? {
        guard let minute = Self.fractions[text.word(index)], ["past", "to"].contains(text.word(index + 1)),
            let hour = text.number(index + 2)?.values.first
        else { return nil }
        let isTo = text.word(index + 1) == "to"
        return reading(hour / 1000 - (isTo ? 1 : 0), isTo ? 60 - minute : minute, index..<index + 3, text)
    }

    private static let fractions: [String: Int64] = ["half": 30, "quarter": 15]

    private func figures(_ index: Int, _ text: ReadText) -> Reading? {
        guard let hour = text.number(index)?.values.first.map({ $0 / 1000 }), hour <= 24,
            text.number(index)?.values.first.map({ $0 % 1000 == 0 }) == true
        else { return nil }
        var (minute, end) = (Int64(0), index + 1)
        if text.sign(end) == ":", let value = text[end + 1]?.plainNumber, text[end + 1]?.followsSpace == false, text[end + 1]?.text.count == 2 {
            (minute, end) = (value, end + 2)
        }
        if let half = half(at: end, text) { return reading(hour % 12 + half.hours, minute, index..<half.end, text) }
        if text.word(end) == "o'clock" { return reading(hour, minute, index..<end + 1, text) }
        return end > index + 1 ? reading(hour, minute, index..<end, text) : nil
    }

    /// `am`, `p.m.`
    private func half(at index: Int, _ text: ReadText) -> (hours: Int64, end: Int)? {
        if text.word(index) == "am" { return (0, index + 1) }
        if text.word(index) == "pm" { return (12, index + 1) }
        guard ["a", "p"].contains(text.word(index)), text.sign(index + 1) == ".", text.word(index + 2) == "m" else { return nil }
        return (text.word(index) == "p" ? 12 : 0, index + 3)
    }

    private func reading(_ hour: Int64, _ minute: Int64, _ places: Range<Int>, _ text: ReadText) -> Reading {
        Reading(text.claim(.time, places, .minute(Int(hour * 60 + minute))), end: places.upperBound)
    }
}
