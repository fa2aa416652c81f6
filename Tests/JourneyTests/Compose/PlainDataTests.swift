import Domain
import Testing

@testable import Journey

@Suite struct PlainDataTests {
    @Test(arguments: AgentType.builtIn)
    func `Mustache syntax and HTML in the records stay as typed`(type: AgentType) {
        var context = ComposeFixture.full()
        context.name = "{{#x}} & <b>"
        context.contacts[0].name = "{{x}} & Sons"
        context.contacts[1].name = "{{{y}}} \"quoted\""
        context.deals[0].customer = "{{>partial}}"
        context.tasksToday[0].title = "{{/tasks}} <i>"
        let text = ComposeFixture.text(type, context)
        #expect(text.contains("{{#x}} & <b>"))
        let typed = ["{{x}} & Sons", "{{{y}}} \"quoted\"", "{{>partial}}", "{{/tasks}} <i>"]
        #expect(typed.contains(where: text.contains), "\(text)")
    }

    @Test func `line ends and control characters in names become spaces`() {
        var context = ComposeFixture.full()
        context.tasksToday = [TaskFact(id: 1, title: "Call\r\n- Fake item\u{0}\u{1B}[31m\u{2028}now ", dueDate: ComposeFixture.today)]
        let text = ComposeFixture.text(.reminder, context)
        #expect(text.contains("- Call - Fake item [31m now"), "\(text)")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func `invisible characters go, joiners of scripts and emoji stay`() {
        #expect(PlainText.line("Ha\u{200B}rb\u{202E}our\u{E0041}") == "Harbour")
        #expect(PlainText.line("👩‍🍳 Café") == "👩‍🍳 Café")
    }

    @Test func `a very long name is cut with an ellipsis`() {
        #expect(PlainText.line(String(repeating: "é", count: 500), limit: 10) == "ééééééééé…")
        #expect(PlainText.line("ééééé", limit: 5) == "ééééé")
    }

    @Test func `a goal that ends in a full stop does not end in two`() {
        var context = ComposeFixture.full()
        context.profile?.dailyGoal = "Generate 5 leads."
        for seed in 0..<20 as Range<UInt64> { #expect(!ComposeFixture.text(.reminder, context, seed: seed).contains("..")) }
    }

    @Test(arguments: [(0, "0 tasks"), (1, "1 task"), (2, "2 tasks")])
    func `counts agree with their noun`(number: Int, text: String) {
        #expect(Wording.count(number, "task") == text)
    }

    @Test func `lists are joined as people write them`() {
        #expect(Wording.list([]) == "")
        #expect(Wording.list(["a"]) == "a")
        #expect(Wording.list(["a", "b"]) == "a and b")
        #expect(Wording.list(["a", "b", "c"]) == "a, b and c")
        #expect(Wording.list(["a", "b", "c", "d", "e"], limit: 2) == "a, b and 3 more")
        #expect(Wording.list(["a", "b", "c"], limit: 2) == "a, b and c")
    }

    @Test(arguments: [
        (1_250_050 as Int64, "EUR", "EUR 12,500.50"), (1_250_000, "EUR", "EUR 12,500"), (5, "USD", "USD 0.05"), (1_234_567, "JPY", "JPY 1,234,567"),
        (1005, "KWD", "KWD 1.005"), (-250_000, "EUR", "EUR -2,500"), (100, "", "1"), (Int64.min, "JPY", "JPY -9,223,372,036,854,775,808"),
    ])
    func `amounts follow the minor digits of their currency`(minor: Int64, currency: String, text: String) {
        #expect(MoneyText.amount(minor, currency: currency) == text)
    }

    @Test func `extreme numbers and dates are written without a crash`() {
        var context = ComposeFixture.full()
        context.targets = [TargetFact(id: 1, product: "P", target: 4_000_000_000_000, achieved: 0)]
        context.contacts[0].lastContactAt = Timestamp(milliseconds: .min)
        context.contacts[2].lastContactAt = Timestamp(milliseconds: .max)
        context.tasksOverdue[0].dueDate = LocalDate(year: 1, month: 1, day: 1)
        for type in AgentType.builtIn { #expect(!ComposeFixture.text(type, context).isEmpty) }
    }
}
