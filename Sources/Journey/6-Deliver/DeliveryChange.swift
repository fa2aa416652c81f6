package import Domain
package import Storage

import struct Foundation.TimeZone

/// What a person makes of a delivery, and what follows for its message.
package struct DeliveryChange: Sendable {
    private let store: any Store

    package init(store: any Store) { self.store = store }

    /// - Parameters:
    ///   - state: as of `Deliveries.setState`.
    ///   - refusal: what the commit throws where the delivery's state does not allow that.
    /// - Throws: `StoreError`.
    package func statements(
        _ delivery: Int64, to state: String, in workspace: WorkspaceID, orThrow refusal: any Error, now: Timestamp
    ) async throws -> [SQL] {
        let row = try await store.read(WithheldMessages.sentAt(workspace, delivery: delivery)).first
        let zone = row.flatMap { knownTimeZone($0.text(1)) } ?? .gmt
        let sentAt = row?.optionalInteger(0).map(Timestamp.init(milliseconds:)) ?? now
        let follow = WithheldMessages.follow(
            workspace, delivery: delivery, countedOn: CountedDay(of: sentAt, in: zone), today: CountedDay(of: now, in: zone), now: now)
        return [Deliveries.setState(workspace, id: delivery, to: state, now: now).expectingOneRow(orThrow: refusal)] + follow
    }
}
