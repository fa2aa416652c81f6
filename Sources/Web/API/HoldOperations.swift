import Domain
import HTTPTypes
import Journey
import Storage

/// Freeing a contact for other agents (docs/rules.md).
enum HoldOperations {
    static let all: [Operation] = [show, release]

    static let show = Operation(
        method: .get, path: "/api/v1/contacts/{id}/hold", id: "showContactHold", tag: "Contact",
        summary: "Which agent keeps a contact to itself, for which others wait, and what must end before it can be released: `waits_for`.",
        parameters: [.id("id", "The contact's id.")],
        result: Schema.object([
            "contact_id": Schema.identifier, "held_by": ["type": ["string", "null"]],
            "waits_for": Schema.list(["type": "string", "enum": .array(ContactHolds.Obstacle.allCases.map { .string($0.rawValue) })]),
        ]), problems: [.notFound]
    ) { request, services in
        let (id, workspace) = (try request.id("id"), request.workspace)
        let answers = try await services.store.read([
            Contacts.table.get(workspace, id: id), ContactHolds.holding(workspace, contact: id, now: services.clock.now()),
        ])
        guard !answers[0].isEmpty else { throw Contacts.table.notFound(id: id) }
        return .json { json in
            json.object {
                $0.field("contact_id", id)
                $0.field("held_by", answers[1].first.map(ContactHolds.holder))
                $0.key("waits_for")
                $0.array { list in
                    for (obstacle, _) in ContactHolds.obstacles(answers[1].first) { list.value(obstacle.rawValue) }
                }
            }
        }
    }

    static let release = Operation(
        method: .post, path: "/api/v1/contacts/{id}/release", id: "releaseContact", tag: "Contact",
        summary:
            "Have the agent that holds a contact after its message let go of it. 409 while something of the agent's is on its way to the contact.",
        parameters: [.id("id", "The contact's id.")],
        result: Schema.object(["contact_id": Schema.identifier, "released_from": ["type": ["string", "null"]]]), problems: [.notFound, .conflict]
    ) { request, services in
        let (id, workspace) = (try request.id("id"), request.workspace)
        let answers = try await services.store.read([
            Contacts.table.get(workspace, id: id), ContactHolds.holding(workspace, contact: id, now: services.clock.now()),
        ])
        guard !answers[0].isEmpty else { throw Contacts.table.notFound(id: id) }
        let holder = answers[1].first.map(ContactHolds.holder)
        let ending = holder.map { holder in
            let entry = AuditEntries.entry(
                workspace, .contactReleased, AuditSubject("contact", id: id), before: .object(["agent_type": .string(holder)]),
                now: services.clock.now())
            return ContactHolds.release(workspace, contact: id, from: holder) + [entry]
        }
        do { _ = try await services.store.commit((ending ?? []) + request.effects) } catch is ContactHolds.UnderWay {
            throw Problem(
                .conflict, refusal(ContactHolds.obstacles(try await services.store.read(ContactHolds.underWay(workspace, contact: id)).first)))
        }
        return .json { json in
            json.object {
                $0.field("contact_id", id)
                $0.field("released_from", holder)
            }
        }
    }

    private static func refusal(_ obstacles: [(obstacle: ContactHolds.Obstacle, id: Int64)]) -> String {
        let ways = obstacles.map { obstacle, id in
            switch obstacle {
            case .run: "cancel its run \(id), which waits or is under way"
            case .sequence: "stop its sequence for the contact (position \(id))"
            case .draft: "decide on its draft \(id)"
            case .delivery: "cancel its delivery \(id), or wait until its message has been delivered"
            }
        }
        // What held it may have ended in this very moment, or another agent has taken the contact.
        guard !ways.isEmpty else { return "The contact was in hand until now: try again." }
        return "The contact is in hand: \(ways.joined(separator: ", and ")), and the agent lets go by itself."
    }
}
