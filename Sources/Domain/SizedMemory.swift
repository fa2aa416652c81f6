/// Values by their keys, as many as take no more than so many bytes together: where there is no room for one more, any others are forgotten,
/// and one that is larger than all the room is not kept.
package struct SizedMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var size: Int
    }

    private var entries: [Key: Entry] = [:]
    private var size = 0
    private let capacity: Int

    /// - Parameter capacity: in bytes, about.
    package init(capacity: Int) { self.capacity = capacity }

    package subscript(key: Key) -> Value? { entries[key]?.value }

    /// Keeps the value instead of the one before.
    package mutating func keep(_ value: Value, size: Int, for key: Key) {
        forget(key)
        guard size <= capacity else { return }
        self.size += size
        entries[key] = Entry(value: value, size: size)
        makeRoom(besides: key)
    }

    /// Changes the value where it is, if there is one.
    ///
    /// - Parameter change: returns by how many bytes the value has grown.
    package mutating func change(_ key: Key, _ change: (inout Value) -> Int) {
        guard let place = entries.index(forKey: key) else { return }
        let growth = change(&entries.values[place].value)
        entries.values[place].size += growth
        size += growth
        guard entries.values[place].size <= capacity else { return forget(key) }
        makeRoom(besides: key)
    }

    package mutating func forget(_ key: Key) {
        size -= entries.removeValue(forKey: key)?.size ?? 0
    }

    private mutating func makeRoom(besides key: Key) {
        while size > capacity, let any = entries.keys.first(where: { $0 != key }) { forget(any) }
    }
}
