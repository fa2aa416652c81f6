import Domain
import Foundation

/// Keeps the accounts of workspaces from leading into this server's own network, where whoever adds one could have it ask its neighbours.
/// What the environment names is the operator's own word, and goes anywhere.
package struct ModelReach: Sendable {
    private let lookup: HostLookup
    private let allowsPrivate: Bool

    /// - Parameter allowsPrivate: whether models may be asked within the house too; where clouds keep their keys they never are.
    package init(allowsPrivate: Bool, lookup: HostLookup? = nil) {
        self.allowsPrivate = allowsPrivate
        self.lookup = lookup ?? .system(within: .seconds(5))
    }

    /// Whether its name leads anywhere.
    func check(_ address: String) async throws(ValidationError) -> Bool {
        // What is no address is told by whoever makes a provider of it.
        guard let host = URLComponents(string: address)?.host else { return true }
        let addresses = await addresses(of: host)
        for found in addresses {
            switch AddressReach(found) {
            case .publicInternet: continue
            case .privateNetwork where allowsPrivate: continue
            case .privateNetwork:
                throw ValidationError(
                    field: "base_url",
                    "base_url must not lead into this server's own network (\(found)), unless its operator sets MODEL_ALLOW_PRIVATE=true.")
            case .unusable:
                throw ValidationError(field: "base_url", "base_url must not lead to \(found), which is no address of a model.")
            }
        }
        return !addresses.isEmpty
    }

    private func addresses(of host: String) async -> [IPAddress] {
        let literal = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if let address = IPAddress(literal) { return [address] }
        return (try? await lookup.addresses(host)) ?? []
    }
}
