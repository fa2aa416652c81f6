import Domain

/// Looks up a receiver's host and refuses addresses that nothing may be sent to.
///
/// Whoever names a receiver could otherwise make this server ask its own neighbours, or a cloud's metadata service.
struct CheckedAddresses: Sendable {
    let lookup: HostLookup
    let allowPrivateAddresses: Bool

    /// The addresses to connect to, best first; never empty.
    ///
    /// - Throws: `Undeliverable`, also when only one of several addresses is not allowed.
    func addresses(of target: WebhookTarget) async throws(Undeliverable) -> [IPAddress] {
        let addresses = try await found(target)
        for address in addresses { try check(address, of: target) }
        return addresses
    }

    private func found(_ target: WebhookTarget) async throws(Undeliverable) -> [IPAddress] {
        let literal = target.host.hasPrefix("[") ? String(target.host.dropFirst().dropLast()) : target.host
        if let address = IPAddress(literal) { return [address] }
        do {
            let addresses = try await lookup.addresses(target.host)
            guard !addresses.isEmpty else { throw HostUnknown(reason: "it has no address") }
            return addresses
        } catch let unknown as HostUnknown {
            throw .later("\(target.name) was not found: \(unknown.reason). Nothing was sent; check the webhook's address")
        } catch {
            throw .later("The delivery was stopped before anything was sent to \(target.name)")
        }
    }

    private func check(_ address: IPAddress, of target: WebhookTarget) throws(Undeliverable) {
        switch AddressReach(address) {
        case .publicInternet: return
        case .privateNetwork where allowPrivateAddresses: return
        case .privateNetwork:
            throw .impossible(
                "\(target.name) leads to \(address), which is within a private network; use a public address, or set WEBHOOK_ALLOW_PRIVATE=true")
        case .unusable:
            throw .impossible("\(target.name) leads to \(address), which is no address of a receiver; change the webhook's address")
        }
    }
}
