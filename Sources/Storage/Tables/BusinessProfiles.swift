package import Domain

/// What a user has told about the business; one for each user.
package enum BusinessProfiles {
    package static let table = Table(
        "business_profiles", noun: "business profile",
        fields: [
            .required("user_id", .reference(table: "users"), "Whose profile it is.").fixed().filterable().sortable(),
            .required("business_type", .text(1...255), "What the business does.").filterable().sortable().searchable(),
            .optional("products", .textList(count: 200, length: 200), "What it sells.", initial: .text("[]")),
            .optional("tone", .text(0...100), "How it speaks: professional, friendly, strict, playful.", initial: .text("professional")).filterable(),
            .optional("daily_goal", .text(0...2000), "What a good day achieves.", initial: .text("")),
            .optional("keywords", .textList(count: 200, length: 200), "Words to use.", initial: .text("[]")),
            .sample,
        ]
    )

    /// Creates the user's profile or changes the given values of it; a sample profile becomes the user's own.
    package static func save(_ person: Person, _ given: Table.Values, now: Timestamp) -> SQL {
        let stored = given.sorted { $0.key < $1.key }
        let texts = savings.texts(naming: stored.map(\.key), saving)
        return SQL(texts.own, [.workspace(person.workspace), .integer(person.user), .time(now)] + stored.map(\.value))
            .quick(locking: person.user).joining(texts.joint)
    }

    private static let savings = StatementTexts()

    /// All that a person says of their business is text.
    private static func saving(_ columns: [String]) -> StatementTexts.Texts {
        let names = ["workspace_id", "user_id", "created_at", "updated_at", "version", "sample"] + columns
        let insertion = "INSERT INTO business_profiles (\(names.joined(separator: ", ")))"
        let inserted = "$1, $2, $3, $3, 1, 0\(columns.indices.map { ", $\($0 + 4)" }.joined())"
        let changes =
            columns.map { "\($0) = excluded.\($0)" } + [
                "updated_at = excluded.updated_at", "version = business_profiles.version + 1", "sample = 0",
            ]
        let change = "ON CONFLICT (workspace_id, user_id) DO UPDATE SET \(changes.joined(separator: ", ")) RETURNING id"
        return StatementTexts.Texts(
            own: "\(insertion) VALUES (\(inserted)) \(change)",
            joint: JointForm(
                "\(insertion) SELECT \(JointForm.own(inserted)) FROM \(JointForm.callers) \(change), user_id",
                [.integer, .integer, .integer] + columns.map { _ in .text }, by: 2, inColumn: 1))
    }

    package static func of(_ person: Person) -> SQL {
        SQL(
            """
            SELECT id, user_id, business_type, products, tone, daily_goal, keywords FROM business_profiles
            WHERE workspace_id = $1 AND user_id = $2
            """, [.workspace(person.workspace), .integer(person.user)]
        ).quick()
    }
}

extension Field {
    /// Whether the row came with the sample business; `crm-agent sample remove` deletes such rows.
    static let sample = Field.readOnly("sample", .boolean, "Whether the row belongs to the sample business.")
}
