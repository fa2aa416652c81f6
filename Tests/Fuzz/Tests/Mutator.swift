import TestSupport

/// Makes inputs out of others, the same ones for the same seed.
struct Mutator {
    private let words: [[UInt8]]
    private let longest: Int
    private var random: SeededGenerator

    /// - Parameter words: those of the target's grammar.
    init(words: [String], longest: Int, seed: UInt64) {
        self.words = words.map { Array($0.utf8) }
        self.longest = longest
        random = SeededGenerator(state: seed)
    }

    /// One of `inputs`, changed in one to eight places.
    mutating func input(from inputs: [[UInt8]]) -> [UInt8] {
        var input = inputs.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...8, using: &random) { change(&input, inputs) }
        return input.count > longest ? Array(input.prefix(longest)) : input
    }

    private mutating func change(_ input: inout [UInt8], _ inputs: [[UInt8]]) {
        let place = Int.random(in: 0...input.count, using: &random)
        let end = min(input.count, place + Int.random(in: 0...16, using: &random))
        switch Int.random(in: 0...9, using: &random) {
        case 0 where place < input.count: input[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1: input.insert(.random(in: 0...255, using: &random), at: place)
        case 2: input.removeSubrange(place..<end)
        case 3: input.removeSubrange(place...)
        case 4: input.insert(contentsOf: Self.troublesome.randomElement(using: &random) ?? [], at: place)
        case 5: input.insert(contentsOf: repeated(Array(input[place..<end])), at: place)
        case 6: input.insert(contentsOf: repeated(words.randomElement(using: &random) ?? []), at: place)
        case 7: input.replaceSubrange(place..., with: rest(of: inputs.randomElement(using: &random) ?? []))
        default: input.replaceSubrange(place..<end, with: words.randomElement(using: &random) ?? [])
        }
    }

    /// Mostly once or twice, now and then so often that what nests or backtracks shows.
    private mutating func repeated(_ piece: [UInt8]) -> [UInt8] {
        let isMany = Int.random(in: 0...99, using: &random) == 0
        let times = isMany ? Int.random(in: 100...2000, using: &random) : Int.random(in: 1...3, using: &random)
        return Array(repeatElement(piece, count: times).joined())
    }

    private mutating func rest(of other: [UInt8]) -> [UInt8] { Array(other.dropFirst(Int.random(in: 0...other.count, using: &random))) }

    /// Numbers at limits, and what is no UTF-8 or looks like something else.
    private static let troublesome: [[UInt8]] =
        [
            "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e309", "2147483648", "9999-12-31", "0000-00-00",
            "\u{0}",
            "\u{301}", "\u{FEFF}", "\u{202E}", "\u{2028}", "İ", "ß", "👩‍👩‍👧‍👦", "\r\n", "'", "\"", "\\", "%", "..", "<script>", "${x}", "$1", "{{", "}}",
        ].map { Array($0.utf8) } + [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0xFF, 0xFE], [0xE2, 0x82]]
}
