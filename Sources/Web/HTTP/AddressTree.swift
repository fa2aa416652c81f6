import HTTPTypes

/// What stands behind addresses, as a tree of their segments: a path is found by as many looks as it has segments, however many
/// addresses there are.
///
/// A segment that is spelled out comes before one with a parameter in its place. Empty segments count for nothing.
struct AddressTree<Value: Sendable>: Sendable {
    private struct Node {
        var spelledOut: [Substring: Int] = [:]
        var parameters: [(name: String, node: Int)] = []
        var values: [(method: HTTPRequest.Method, value: Value)] = []
    }

    private var nodes = [Node()]

    /// - Parameter pattern: an address with parameters in braces, as `/chat/history/{user_id}`.
    mutating func add(_ value: Value, _ method: HTTPRequest.Method, at pattern: String) {
        let node = pattern.split(separator: "/").reduce(0) { child(of: $0, $1) }
        precondition(!nodes[node].values.contains { $0.method == method }, "\(method) \(pattern) stands twice among the operations")
        nodes[node].values.append((method, value))
    }

    private mutating func child(of node: Int, _ segment: Substring) -> Int {
        guard segment.hasPrefix("{") else {
            let known = nodes[node].spelledOut[segment] ?? make()
            nodes[node].spelledOut[segment] = known
            return known
        }
        let name = String(segment.dropFirst().dropLast())
        if let known = nodes[node].parameters.first(where: { $0.name == name }) { return known.node }
        let made = make()
        nodes[node].parameters.append((name, made))
        return made
    }

    private mutating func make() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }

    /// Nil where there is no such address, or none that takes this method.
    func find(_ method: HTTPRequest.Method, _ path: String) -> (value: Value, parameters: PathParameters)? {
        var parameters = PathParameters()
        guard let node = find(path[...].utf8, from: 0, &parameters) else { return nil }
        return nodes[node].values.first { $0.method == method }.map { ($0.value, parameters) }
    }

    private func find(_ path: Substring.UTF8View, from node: Int, _ parameters: inout PathParameters) -> Int? {
        let path = path.drop { $0 == UInt8(ascii: "/") }
        guard !path.isEmpty else { return node }
        let segment = path.prefix { $0 != UInt8(ascii: "/") }, rest = path[segment.endIndex...]
        if let next = nodes[node].spelledOut[Substring(segment)], let found = find(rest, from: next, &parameters) { return found }
        for (name, next) in nodes[node].parameters {
            guard let found = find(rest, from: next, &parameters) else { continue }
            parameters.add(name, Substring(segment))
            return found
        }
        return nil
    }
}
