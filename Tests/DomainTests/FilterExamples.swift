import Domain

/// A schema for tests of the language, with a field of each kind.
let exampleSchema = FilterSchema(
    subject: FilterRecord(
        name: "contact",
        fields: [
            FilterField("id", .number), FilterField("name", .text), FilterField("email", .text, isOptional: true),
            FilterField("stage", .text, isOptional: true), FilterField("sample", .flag), FilterField("created_at", .instant),
        ]),
    related: [
        FilterRecord(
            name: "deal",
            fields: [
                FilterField("status", .choice(["open", "won", "lost"])), FilterField("amount_minor", .number, isOptional: true),
                FilterField("close_date", .day, isOptional: true), FilterField("created_at", .instant),
            ]),
        FilterRecord(
            name: "communication",
            fields: [FilterField("agent_type", .choice(["NOTE", "FOLLOW_UP"])), FilterField("body", .text), FilterField("created_at", .instant)]),
    ],
    shorthands: [FilterShorthand("last_contacted_at", latest: FilterField("created_at", .instant), of: "communication")])

func filter(_ text: String) throws -> FilterExpression { try FilterExpression.parse(text, exampleSchema) }
