import Foundation
import Testing

@testable import Domain

@Suite struct `A price list` {
    private let list = PriceList(
        date: LocalDate(year: 2026, month: 1, day: 31),
        [
            ModelPrice("openai", "gpt-4o", input: 2500, output: 10_000), ModelPrice("openai", "gpt-4o-mini", input: 150, output: 600),
            ModelPrice("gemini", "gemini-2.5-flash", input: 300, output: 2500),
        ])

    @Test(arguments: [
        ("openai:gpt-4o-mini", 150), ("openai:gpt-4o-mini-2024-07-18", 150), ("openai:gpt-4o-latest", 2500), ("openai:gpt-4o-2024-08-06", 2500),
        ("openai-responses:gpt-4o", 2500),
        ("azure:gpt-4o-mini", 150), ("openai:gpt-4o-audio", nil), ("openai:gpt-4", nil), ("anthropic:gpt-4o", nil), ("offline", nil),
    ])
    func `knows a model by its name, that of a version of it and that of who made it`(writer: String, input: Int64?) {
        #expect(list.price(of: WriterName(writer))?.input == input)
    }

    @Test func `tells what tokens cost, and how many have no price`() {
        let cost = list.cost(of: [
            TokenUse(writer: WriterName("openai:gpt-4o-mini"), input: 1001, output: 10), TokenUse(writer: .offline, input: 5, output: 5),
            TokenUse(writer: WriterName("compatible:llama3.2:3b"), input: 7, output: 3),
        ])
        #expect(cost == Cost(nanodollars: 156_150, unpricedTokens: 10))
        #expect(cost.dollars == "0.000157")
        #expect(Cost(nanodollars: 12_000_001_000).dollars == "12.000001" && Cost().dollars == "0.000000")
    }

    @Test func `tells the most there is where no number holds what tokens cost`() {
        let use = TokenUse(writer: WriterName("openai:gpt-4o-mini"), input: .max, output: .max)
        let unpriced = TokenUse(writer: WriterName("compatible:llama3.2:3b"), input: .max, output: 3)
        let cost = list.cost(of: [use, use, unpriced])
        #expect(cost == Cost(nanodollars: .max, unpricedTokens: .max) && cost.dollars == "9223372036.854776")
        #expect(Cost(nanodollars: .min).dollars == "0.000000")
    }

    @Test func `is overridden by one from a file, in dollars for a million tokens`() throws {
        let json = """
            {"date":"2026-03-01","prices":[{"provider":"openai","model":"gpt-4o-mini","input":0.075,"output":0.3},
            {"provider":"compatible","model":"llama3.2","input":0,"output":0},{"provider":"azure","model":"gpt-4o","input":2.4,"output":9}]}
            """
        let both = list.overridden(by: try PriceList(json: Data(json.utf8)))
        #expect(both.date == LocalDate(year: 2026, month: 3, day: 1))
        #expect(both.price(of: WriterName("openai:gpt-4o-mini")) == ModelPrice("openai", "gpt-4o-mini", input: 75, output: 300))
        #expect(both.price(of: WriterName("azure:gpt-4o"))?.input == 2400)
        #expect(both.price(of: WriterName("openai:gpt-4o"))?.input == 2500)
        #expect(both.price(of: WriterName("compatible:llama3.2"))?.output == 0)
    }

    @Test(arguments: [
        ("", "holds no prices"), ("[]", "holds no prices"), (#"{"date":"soon","prices":[]}"#, "no day"),
        (#"{"date":"2026-01-31","prices":[{"provider":"openai","model":"gpt-4o","input":-1,"output":1}]}"#, "gpt-4o has a price"),
    ])
    func `that cannot be read says what is wrong with its file`(json: String, words: String) {
        let error = #expect(throws: ValidationError.self) { try PriceList(json: Data(json.utf8)) }
        #expect(error?.issues.map(\.field) == ["LLM_PRICES"])
        #expect(error?.issues.first?.message.contains(words) == true)
    }

    @Test func `comes with the product and prices what providers take unless told otherwise`() {
        for writer in ["openai:gpt-4o-mini", "anthropic:claude-haiku-4-5", "gemini:gemini-2.5-flash"] {
            #expect(PriceList.builtIn.price(of: WriterName(writer)) != nil, "\(writer)")
        }
    }
}
