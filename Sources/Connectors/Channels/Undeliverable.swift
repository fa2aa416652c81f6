import Domain

/// Why nothing was sent.
struct Undeliverable: Error {
    let outcome: DeliveryOutcome

    static func impossible(_ reason: String) -> Undeliverable { Undeliverable(outcome: .impossible(reason: reason, status: nil)) }

    static func later(_ reason: String) -> Undeliverable {
        Undeliverable(outcome: .refused(reason: reason, status: nil, retryAfter: nil))
    }
}
