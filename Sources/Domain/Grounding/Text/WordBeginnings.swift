/// What words begin with, each beginning with a meaning; found by the first byte, since few begin like any one word.
struct WordBeginnings<Meaning: Sendable>: Sendable {
    private let byInitial: [[(beginning: String, meaning: Meaning)]]

    /// - Parameter beginnings: none is empty.
    init(_ beginnings: [(String, Meaning)]) {
        var byInitial: [[(beginning: String, meaning: Meaning)]] = Array(repeating: [], count: beginnings.isEmpty ? 0 : 256)
        for (beginning, meaning) in beginnings {
            guard let initial = beginning.utf8.first else { preconditionFailure("Every word begins with nothing.") }
            byInitial[Int(initial)].append((beginning, meaning))
        }
        self.byInitial = byInitial
    }

    /// The meanings of those with which the word begins, in the order in which they were given.
    func meanings(of word: String) -> [Meaning] {
        guard let initial = word.utf8.first, !byInitial.isEmpty, !byInitial[Int(initial)].isEmpty else { return [] }
        var meanings: [Meaning] = []
        for place in byInitial[Int(initial)].indices where word.hasPrefix(byInitial[Int(initial)][place].beginning) {
            meanings.append(byInitial[Int(initial)][place].meaning)
        }
        return meanings
    }
}
