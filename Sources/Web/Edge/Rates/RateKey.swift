import Domain

/// Whose requests are counted.
enum RateKey: Hashable, Sendable, CustomStringConvertible {
    case address(IPAddress)
    case account(Int64)
    case key(WorkspaceID, name: String)
    /// All who come without an address, such as over a socket of the system.
    case nobody

    /// - Parameter address: nil where it is not known. All of a subscriber's count as one.
    init(_ address: IPAddress?) { self = address.map { .address($0.network) } ?? .nobody }

    var description: String {
        switch self {
        case .address(let address): address.description
        case .account(let id): "\(id)"
        case .key(let workspace, let name): "\(workspace.value):\(name)"
        case .nobody: "-"
        }
    }
}
