import Synchronization

/// Parts that are shared by all who ask for the same, for as long as anybody has them.
final class SharedParts<Key: Hashable & Sendable, Part: AnyObject & Sendable>: Sendable {
    private struct Kept {
        weak var part: Part?
    }

    private let parts = Mutex<[Key: Kept]>([:])

    /// How many are known, those included that nobody has any more and that go with the next new one.
    var count: Int { parts.withLock { $0.count } }

    func part(_ key: Key, made make: () -> Part) -> Part {
        parts.withLock { parts in
            if let known = parts[key]?.part { return known }
            let new = make()
            parts = parts.filter { $0.value.part != nil }
            parts[key] = Kept(part: new)
            return new
        }
    }
}
