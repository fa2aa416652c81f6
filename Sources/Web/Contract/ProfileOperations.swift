import Domain
import HTTPTypes
import Storage

/// `/business-profile/…`, of the calls at the root.
enum ProfileOperations {
    static let all: [Operation] = [save, get]

    private static let fields = BusinessProfiles.table.fields.filter { !$0.isReadOnly && $0.name != "user_id" }

    static let save = Operation(
        method: .post, path: "/business-profile/{user_id}", id: "saveProfileOfUser", tag: "Business profile",
        summary: "Describe the business, or change what is said; fields left out keep their value. A new user id creates the user.",
        parameters: [.id("user_id", "Whose business.")],
        body: Schema.input(fields, isChange: false, ignoresOthers: true),
        result: Schema.object(["status": Schema.words(["success"]), "profile_id": Schema.identifier]),
        problems: [.conflict]
    ) { request, services in
        let person = try request.person()
        let values = try request.values(of: fields, ignoresOthers: true)
        let now = services.clock.now()
        let save = BusinessProfiles.save(person, values, now: now)
        let row: Row
        do {
            row = try await services.store.commit([save] + request.effects)[0][0]
        } catch StoreError.brokenReference {
            guard request.principal.means == .open else { throw RowNotFound(noun: "user", id: person.user) }
            // A user not seen before; hardly ever the case, so the user is made only then.
            row = try await services.store.commit(Users.ensure(person, now: now) + [save] + request.effects)[2][0]
        }
        return .json { json in
            json.object {
                $0.field("status", "success")
                $0.field("profile_id", row.integer(0))
            }
        }
    }

    static let get = Operation(
        method: .get, path: "/business-profile/{user_id}", id: "getProfileOfUser", tag: "Business profile",
        summary: "What is known of a person's business.",
        parameters: [.id("user_id", "Whose business.")],
        result: Schema.object([
            "id": Schema.identifier, "user_id": Schema.identifier, "business_type": Schema.text, "products": Schema.list(Schema.text),
            "tone": Schema.text, "daily_goal": Schema.text, "keywords": Schema.list(Schema.text),
        ]),
        problems: [.notFound]
    ) { request, services in
        let person = try request.person()
        guard let row = try await services.store.read(BusinessProfiles.of(person)).first else {
            throw Problem(.notFound, "User \(person.user) has no business profile yet: send one with POST to this address.")
        }
        return .json { json in
            json.object {
                $0.field("id", row.integer(0))
                $0.field("user_id", row.integer(1))
                $0.field("business_type", textOf: row, 2)
                $0.key("products")
                $0.raw(row.text(3))
                $0.field("tone", textOf: row, 4)
                $0.field("daily_goal", textOf: row, 5)
                $0.key("keywords")
                $0.raw(row.text(6))
            }
        }
    }
}
