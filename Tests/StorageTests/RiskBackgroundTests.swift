import Domain
import TestSupport
import Testing

@testable import Storage

@Suite struct `What the risk of messages depends on` {
    private let subjects = [
        RiskBackgrounds.Subject(contact: 1, agent: .nurture, template: "a"), .init(contact: 2, agent: .nurture, template: "b"),
        .init(contact: 3, agent: .upsell, template: "a"),
    ]

    @Test func `is asked by indexes, however many messages there are`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            for (statement, index) in zip(
                RiskBackgrounds.statements(.first, subjects).dropFirst(), ["deals_of_contact", "communications_by_proven_template"])
            {
                let plan = try await database.store.read(SQL("EXPLAIN QUERY PLAN \(statement.text)", statement.arguments)).map { $0.text(3) }
                #expect(plan.contains { $0.contains(index) }, "\(plan)")
            }
        }
    }

    @Test func `is three statements, and new for a contact that nobody knows`() async throws {
        try await TemporaryDatabase.with(.sqlite) { database in
            let statements = RiskBackgrounds.statements(.first, subjects)
            #expect(statements.count == 3)
            let assessments = RiskBackgrounds.assessments(try await database.store.read(statements), of: subjects)
            let nothing = RiskBackground(wasWrittenTo: false, largestDealMinor: nil, isTemplateProven: false)
            #expect(assessments.count == 3 && Set(assessments.values.map { $0 == RiskAssessment(nothing, by: RiskPolicy()) }) == [true])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `counts a contact as written to once a message was not stopped on all its ways`(
        kind: DatabaseKind
    ) async throws {
        let cases: [(states: [String], isKnown: Bool)] = [
            ([], true), (["cancelled"], false), (["dead", "cancelled"], false), (["dead", "delivered"], true), (["queued"], true), (["held"], false),
            (["held", "delivered"], true),
        ]
        try await TemporaryDatabase.with(kind) { database in
            for (number, one) in cases.enumerated() {
                let id = Int64(number + 1)
                _ = try await database.store.commit(
                    Contacts.table.insert(.first, ["name": .text("Contact \(id)"), "user_id": .integer(1)], now: TemporaryDatabase.birth) + [
                        SQL(
                            """
                            INSERT INTO communications (id, workspace_id, user_id, contact_id, direction, agent_type, body, status, created_at, updated_at, version)
                            VALUES ($1, 1, 1, $1, 'outbound', 'NURTURE', 'Hello', 'sent', 1, 1, 1)
                            """, [.integer(id)])
                    ])
                for state in one.states {
                    try await database.store.commit(
                        SQL(
                            """
                            INSERT INTO deliveries (workspace_id, user_id, communication_id, channel, key, state, attempts, next_attempt_at, created_at, updated_at, version)
                            VALUES (1, 1, $1, 'webhook', $2, $3, 0, $4, 1, 1, 1)
                            """,
                            [
                                .integer(id), .text("\(id)-\(state)"), .text(state == "held" ? "queued" : state), .integer(state == "held" ? 9 : 1),
                            ]))
                }
            }
            let subjects = cases.indices.map { RiskBackgrounds.Subject(contact: Int64($0 + 1), agent: .nurture, template: "a") }
            let found = RiskBackgrounds.assessments(try await database.store.read(RiskBackgrounds.statements(.first, subjects)), of: subjects)
            for (one, subject) in zip(cases, subjects) {
                let expected = RiskBackground(wasWrittenTo: one.isKnown, largestDealMinor: nil, isTemplateProven: false)
                #expect(found[subject] == RiskAssessment(expected, by: RiskPolicy()), "\(one.states)")
            }
        }
    }
}
