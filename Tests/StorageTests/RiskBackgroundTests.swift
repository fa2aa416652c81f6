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
}
