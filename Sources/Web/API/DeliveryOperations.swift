import Domain
import HTTPTypes
import Journey
import Storage

/// What a person can do with a delivery besides reading it: send it again, give it up, or settle an unknown one.
enum DeliveryOperations {
    static let all: [Operation] = [change]

    private static let table = Deliveries.table
    private static let stateField = Field.required(
        "state", .choice(["queued", "cancelled", "delivered"]), "queued sends it (again), cancelled gives it up, delivered settles an unknown one.")

    static let change = Operation(
        method: .patch, path: "/api/v1/deliveries/{id}", id: "changeDelivery", tag: "Delivery",
        summary: "Send a delivery again, give a waiting one up, or say that an unknown one has arrived.",
        parameters: [.id("id", "The delivery's id."), .ifMatch], body: Schema.input([stateField], isChange: false),
        result: Schema.reference("Delivery"), problems: [.notFound, .conflict, .preconditionFailed]
    ) { request, services in
        let id = try request.id("id")
        let state = try request.values(of: [stateField]).text("state")
        let known = table.expected(request.workspace, id: id, version: nil)
        let version = request.expectedVersion.map { [table.expected(request.workspace, id: id, version: $0)] } ?? []
        let now = services.clock.now()
        let change = try await DeliveryChange(store: services.store).statements(
            id, to: state, in: request.workspace, orThrow: refusal(state), now: now)
        _ = try await services.store.commit([known] + version + change)
        services.signals.send(.deliveries)
        guard let row = try await services.store.read(table.get(request.workspace, id: id)).first else { throw table.notFound(id: id) }
        return Answer.json { $0.row(row, table.columns) }.with(.eTag, "\"\(row.integer(table.versionIndex))\"")
    }

    private static func refusal(_ state: String) -> Problem {
        switch state {
        case "queued":
            Problem(
                .conflict, "Only a failed, dead, unknown or cancelled delivery can be sent again, and only while its webhook is there and enabled.")
        case "delivered": Problem(.conflict, "Only an unknown delivery can be settled as delivered.")
        default: Problem(.conflict, "Only a waiting delivery can be cancelled.")
        }
    }
}
