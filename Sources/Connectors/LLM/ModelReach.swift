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

    /// Passes a name that leads nowhere: asking it fails by itself.
    func check(_ address: String) async throws(ValidationError) {
        guard let host = URLComponents(string: address)?.host else { return }
        for found in await addresses(of: host) {
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
    }

    private func addresses(of host: String) async -> [IPAddress] {
        let literal = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if let address = IPAddress(literal) { return [address] }
        return (try? await lookup.addresses(host)) ?? []
    }
}
