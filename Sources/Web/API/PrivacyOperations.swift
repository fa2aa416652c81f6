import Domain
import HTTPTypes
import Journey
import NIOCore
import Storage

/// A contact's rights (docs/privacy.md): a copy of everything, and being forgotten.
enum PrivacyOperations {
    static let all: [Operation] = [export, exportPage, erase]
    private static let contact = Operation.Parameter.id("id", "The contact's id.")

    static let export = Operation(
        method: .get, path: "/api/v1/contacts/{id}/export", id: "exportContact", tag: "Contact",
        summary: "Everything about a contact as JSON: a list for each table.", parameters: [contact], result: ["type": "object"],
        problems: [.notFound]
    ) { request, services in
        let (id, workspace, now) = (try request.id("id"), request.workspace, services.clock.now())
        try await enter(id, request, services)
        return Answer(contentType: "application/json") { write in
            var json = ExportJSON()
            try await write(ByteBuffer(string: json.begin(id, now: now)))
            try await ContactExport(store: services.store).read(id, in: workspace) { try await write(ByteBuffer(string: json.text(of: $0))) }
            try await write(ByteBuffer(string: json.end()))
        }.with(.contentDisposition, "attachment; filename=\"contact-\(id).json\"")
    }

    static let exportPage = Operation(
        method: .get, path: "/api/v1/contacts/{id}/export.html", id: "exportContactPage", tag: "Contact",
        summary: "The same as a page to read or print.", parameters: [contact], result: Schema.text, resultType: "text/html", problems: [.notFound]
    ) { request, services in
        let (id, workspace, now) = (try request.id("id"), request.workspace, services.clock.now())
        try await enter(id, request, services)
        return Answer(contentType: "text/html; charset=utf-8") { write in
            var page = ExportPage(style: ExportStyle.links)
            try await write(ByteBuffer(string: page.begin(id, now: now)))
            try await ContactExport(store: services.store).read(id, in: workspace) { try await write(ByteBuffer(string: page.text(of: $0))) }
            try await write(ByteBuffer(string: page.end()))
        }.with(.cacheControl, "no-store")
    }

    private static let confirmation = Field.required(
        "confirmation", .text(1...320), "The contact's e-mail address or name, typed again; 409 where it is neither.")

    /// How many slices the caller waits for; the rest is the scheduler's.
    private static let slicesAtOnce = 60

    static let erase = Operation(
        method: .post, path: "/api/v1/contacts/{id}/erase", id: "eraseContact", tag: "Contact",
        summary: "Erase a contact everywhere, for good. Nothing goes to it from then on; while the state is open the scheduler goes on.",
        parameters: [contact], body: Schema.input([confirmation], isChange: false),
        result: Schema.object([
            "contact_id": Schema.identifier, "state": Schema.words(["open", "done"]), "requested_at": Schema.bare(.time),
            "finished_at": ["type": ["string", "null"], "format": "date-time"],
        ]), problems: [.notFound, .conflict]
    ) { request, services in
        let values = try request.values(of: [confirmation])
        let desk = ContactErasure(store: services.store, clock: services.clock)
        let begun = try await desk.request(
            request.id("id"), confirmedBy: values.text("confirmation"), in: request.workspace, effects: request.effects)
        let erasure = try await desk.carryOn(begun, slices: slicesAtOnce)
        return .json { json in
            json.object {
                $0.field("contact_id", erasure.contact)
                $0.field("state", erasure.isDone ? "done" : "open")
                $0.field("requested_at", erasure.requestedAt.rfc3339)
                $0.field("finished_at", erasure.finishedAt?.rfc3339)
            }
        }
    }

    private static func enter(_ id: Int64, _ request: WebRequest, _ services: WebServices) async throws {
        try await ContactErasure(store: services.store, clock: services.clock).enterExport(of: id, in: request.workspace)
    }
}
