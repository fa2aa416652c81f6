import CPostgres

/// The statements a connection has prepared, by text and by the types their values were sent with.
struct PreparedStatements {
    struct Key: Hashable {
        var text: StatementText
        var types: [Oid]
    }

    /// Varieties beyond it are forgotten together.
    private let capacity: Int
    private var names: [Key: String] = [:]
    private var count = 0

    func name(of key: Key) -> String? { names[key] }

    var isFull: Bool { names.count >= capacity }

    init(capacity: Int) { self.capacity = capacity }

    /// A name for a statement that is about to be prepared.
    mutating func add(_ key: Key) -> String {
        count += 1
        let name = "s\(count)"
        names[key] = name
        return name
    }

    mutating func remove(_ key: Key) { names[key] = nil }
    mutating func removeAll() { names.removeAll() }
}
