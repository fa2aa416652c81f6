import Domain
import Testing

@testable import Journey

@Suite struct AgentCatalogTests {
    @Test func `the catalog lists every agent once, in the contract's order`() {
        #expect(AgentCatalog.all.map(\.type.rawValue) == ["REMINDER", "FOLLOW_UP", "CLOSURE", "NURTURE", "UPSELL"])
    }

    @Test func `each agent runs at its time`() {
        #expect(
            AgentCatalog.all.map(\.schedule.summary) == [
                "every day at 09:00", "every day at 13:00", "every day at 16:00", "every 2 days at 11:00", "Mondays at 10:00",
            ])
    }

    @Test(arguments: AgentType.builtIn)
    func `each part is worded in every tone and no variant is there twice`(type: AgentType) throws {
        let parts = try #require(AgentCatalog[type]).phrasing.parts
        for part in parts { #expect(Tone.allCases.allSatisfy { part.variants[$0]?.isEmpty == false }) }
        for tone in Tone.allCases {
            for part in parts { #expect(Set(part.variants[tone] ?? []).count == part.variants[tone]?.count) }
        }
    }

    @Test(arguments: everyAgentAndTone)
    func `even without data there are more wordings than the ten messages that count`(type: AgentType, tone: Tone) {
        let texts = (0..<400).map { ComposeFixture.text(type, ComposeFixture.empty(tone: tone.rawValue), seed: $0) }
        #expect(Set(texts).count > 10)
    }

    @Test(arguments: [1, 2, 3, 5, 97])
    func `a walk meets every combination exactly once`(seed: UInt64) {
        let combinations = Array(VariantWalk(counts: [3, 2, 1, 3, 2], seed: seed))
        #expect(combinations.count == 36)
        #expect(Set(combinations).count == 36)
    }
}
