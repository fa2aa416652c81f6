import Connectors
import Domain

let webhookSecret = "whsec_aGFyYm91ci1ob3RlbC1zZWNyZXQtMDEyMzQ1Njc4OQ=="

/// A channel to receivers on this machine, at a fixed time.
func webhookChannel(
    totalTimeout: Duration = .seconds(20), connectTimeout: Duration = .seconds(5), allowPrivateAddresses: Bool = true,
    now: Timestamp = Timestamp(seconds: 1_760_000_000), lookup: HostLookup? = nil
) -> WebhookChannel {
    let settings = WebhookSettings(
        totalTimeout: totalTimeout, connectTimeout: connectTimeout, allowPrivateAddresses: allowPrivateAddresses)
    let clock = WallClock(now: { now }, sleep: { _ in })
    guard let lookup else { return WebhookChannel(settings: settings, clock: clock) }
    return WebhookChannel(settings: settings, clock: clock, lookup: lookup)
}

func outgoing(
    to address: String, id: String = "dlv_42", secret: String = webhookSecret, body: String = #"{"subject":"Good morning"}"#
) -> OutgoingMessage {
    OutgoingMessage(id: id, address: address, secret: secret, body: body)
}

/// What becomes of one message to a receiver of this conduct.
func delivery(to conduct: WebhookReceiver.Conduct, totalTimeout: Duration = .seconds(20)) async throws -> DeliveryOutcome {
    try await WebhookReceiver.serving(conduct) { receiver in
        await webhookChannel(totalTimeout: totalTimeout).deliver(outgoing(to: receiver.address))
    }
}

/// An HTTP answer with the length of its body.
func httpAnswer(_ status: Int, headers: [String] = [], body: String = "") -> String {
    (["HTTP/1.1 \(status) Whatever", "content-length: \(body.utf8.count)"] + headers + ["", body]).joined(separator: "\r\n")
}

/// The case's name and its reason, to compare outcomes whose sentences may be worded otherwise.
func kind(_ outcome: DeliveryOutcome) -> String {
    switch outcome {
    case .delivered: "delivered"
    case .refused: "refused"
    case .impossible: "impossible"
    case .unknown: "unknown"
    }
}

func reason(_ outcome: DeliveryOutcome) -> String {
    switch outcome {
    case .delivered: ""
    case .refused(let reason, _, _), .impossible(let reason, _), .unknown(let reason, _, _): reason
    }
}
