/// A parser that faces strangers, called as the product calls it, and what must hold whatever it is given.
struct FuzzTarget: Sendable {
    /// Also that of its folder of seeds.
    let name: String
    /// The largest input in bytes that its entry point takes.
    let longest: Int
    /// Words of its grammar, for whoever makes inputs.
    let words: [String]
    /// How many inputs of other targets cost as much as one of this.
    let cost: Int
    /// Throws, `Broken` or anything else, where something does not hold that must.
    let run: @Sendable ([UInt8]) async throws -> Void

    init(_ name: String, longest: Int, cost: Int = 1, words: [String], run: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.name = name
        self.longest = longest
        self.cost = cost
        self.words = words
        self.run = run
    }
}

/// Something that must hold of every input did not.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

func hold(_ condition: Bool, _ rule: @autoclosure () -> String) throws(Broken) {
    if !condition { throw Broken(description: rule()) }
}

extension FuzzTarget {
    /// A parser of texts: what is no UTF-8 is mended first, as the readers of bodies refuse it.
    static func text(
        _ name: String, longest: Int, cost: Int = 1, words: [String], run: @escaping @Sendable (String) async throws -> Void
    ) -> FuzzTarget {
        FuzzTarget(name, longest: longest, cost: cost, words: words) { try await run(String(decoding: $0, as: UTF8.self)) }
    }
}
