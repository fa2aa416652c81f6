import AsyncHTTPClient
package import Domain
import NIOCore
import NIOHTTP1

/// Posts a message to a receiver's HTTP address, signed as Standard Webhooks say.
///
/// One attempt is one connection of its own to an address that was looked up once and checked; see `WebhookVerdict` for
/// what each end of it means.
package struct WebhookChannel: Domain.Channel {
    package let name = "webhook"
    private let settings: WebhookSettings
    private let clock: WallClock
    private let addresses: CheckedAddresses
    private let sender: WebhookSender

    package init(settings: WebhookSettings, clock: WallClock) {
        self.init(settings: settings, clock: clock, lookup: .system(within: settings.totalTimeout))
    }

    package init(settings: WebhookSettings, clock: WallClock, lookup: HostLookup) {
        self.settings = settings
        self.clock = clock
        addresses = CheckedAddresses(lookup: lookup, allowPrivateAddresses: settings.allowPrivateAddresses)
        sender = WebhookSender(connectTimeout: settings.connectTimeout)
    }

    /// Never throws and never repeats; a task that is cancelled stops it, which is `unknown` once anything was sent.
    package func deliver(_ message: OutgoingMessage) async -> DeliveryOutcome {
        let deadline = NIODeadline.now() + TimeAmount(settings.totalTimeout)
        do throws(Undeliverable) {
            let target = try WebhookTarget(message.address, allowPrivateAddresses: settings.allowPrivateAddresses)
            let request = try signed(message, for: target)
            let addresses = try await addresses.addresses(of: target)
            return await deliver(request, of: message, to: target, at: addresses, deadline: deadline)
        } catch {
            return error.outcome
        }
    }

    /// Passes a name that leads nowhere: it may do so later.
    package func check(_ address: String) async throws(ValidationError) {
        do throws(Undeliverable) {
            _ = try await addresses.addresses(of: WebhookTarget(address, allowPrivateAddresses: settings.allowPrivateAddresses))
        } catch {
            guard case .impossible(let reason, _) = error.outcome else { return }
            throw ValidationError(field: "url", "url names no receiver that messages can be sent to. \(reason).")
        }
    }

    /// Tries the addresses one after the other, the next only while nothing was sent to the one before.
    private func deliver(
        _ request: HTTPClient.Request, of message: OutgoingMessage, to target: WebhookTarget, at addresses: [IPAddress], deadline: NIODeadline
    ) async -> DeliveryOutcome {
        var outcome = DeliveryOutcome.refused(reason: "The delivery to \(target.name) was stopped unsent", status: nil, retryAfter: nil)
        for address in addresses {
            if Task.isCancelled { break }
            let (progress, failure) = await sender.send(request, to: address, deadline: deadline)
            let verdict = WebhookVerdict(
                receiver: target.name, secret: message.secret, now: clock.now(), totalTimeout: settings.totalTimeout)
            outcome = verdict.outcome(progress, failure)
            if progress.isSent || NIODeadline.now() >= deadline { break }
        }
        return outcome
    }

    private func signed(_ message: OutgoingMessage, for target: WebhookTarget) throws(Undeliverable) -> HTTPClient.Request {
        guard !message.id.isEmpty, message.id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .impossible("The delivery's id can't be sent in a header; use letters, digits, hyphens and underscores")
        }
        var request = target.request
        request.headers = ["content-type": "application/json", "user-agent": "crm-agent", "connection": "close"]
        do {
            let signature = try StandardWebhooks.headers(
                id: message.id, timestamp: clock.now().seconds, body: message.body, secret: message.secret)
            for header in signature { request.headers.add(name: header.name, value: header.value) }
        } catch {
            throw .impossible("The webhook's secret is no Base64; write whsec_ and the Base64 of 24 to 64 random bytes")
        }
        request.body = .string(message.body)
        return request
    }
}
