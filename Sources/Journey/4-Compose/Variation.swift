/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators"): the same seed gives the same choices everywhere.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A choice of `count` things that depends on `seed` and `salt` alone.
    static func pick(_ count: Int, seed: UInt64, salt: UInt64) -> Int {
        var random = SplitMix64(seed: seed ^ (salt &* 0xD134_2543_DE82_EF95))
        return Int(random.next() % UInt64(max(count, 1)))
    }
}

/// Walks every combination of one variant per part exactly once, from a place the seed chooses.
struct VariantWalk: Sequence, IteratorProtocol {
    private let counts: [Int]
    private let total: Int
    private var position: Int
    private var left: Int

    /// Coprime to every product of small counts, so that neighbours in the walk differ in more than one part.
    private static let stride = 7919
    /// More combinations than any history has messages; keeps the product from overflowing.
    private static let mostCombinations = 4096

    init(counts: [Int], seed: UInt64) {
        self.counts = counts
        total = counts.reduce(1) { Swift.min($0 * Swift.max($1, 1), Self.mostCombinations) }
        position = SplitMix64.pick(total, seed: seed, salt: 1)
        left = total
    }

    /// The variant of each part.
    mutating func next() -> [Int]? {
        guard left > 0 else { return nil }
        left -= 1
        defer { position = (position + Self.stride) % total }
        var rest = position
        return counts.map { count in
            defer { rest /= Swift.max(count, 1) }
            return rest % Swift.max(count, 1)
        }
    }
}
