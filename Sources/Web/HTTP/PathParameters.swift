/// What stands in an address where its pattern has a parameter, as it was sent.
struct PathParameters: Sendable {
    private var values: [(name: String, value: Substring)] = []

    mutating func add(_ name: String, _ value: Substring) { values.append((name, value)) }

    subscript(name: String) -> String? { values.first { $0.name == name }.map { String($0.value) } }
}
