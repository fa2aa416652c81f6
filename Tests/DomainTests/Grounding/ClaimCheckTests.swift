import Domain
import Testing

@Suite struct `A claim in a message` {
    private static let today = LocalDate(year: 2026, month: 3, day: 4)

    private func phrases(_ text: String, _ facts: [Fact] = []) -> [String] {
        ClaimCheck.uncarried(in: text, facts: FactSheet(facts, today: Self.today)).map(\.phrase)
    }

    private func price(_ amount: Int64, _ currency: String, per: String = "", subject: String = "") -> Fact {
        Fact(id: "product:1", text: subject, amounts: [.init(thousandths: amount, currency: currency, per: per)], subject: subject)
    }

    @Test(arguments: [
        "€1,234.50", "1.234,50 €", "EUR 1,234.50", "1234.50 euros", "EUR 1'234.50", "EUR 1\u{A0}234,50", "€ 1 234.50", "1,234.5 Euro",
    ])
    func `of money is carried however the amount is spelled`(spelling: String) {
        #expect(phrases("It is \(spelling) in all.", [price(1_234_500, "EUR")]).isEmpty)
        #expect(phrases("It is \(spelling) in all.", [price(1_234_400, "EUR")]) == [spelling])
        #expect(phrases("It is \(spelling) in all.", [price(1_234_500, "USD")]) == [spelling])
        #expect(phrases("It is \(spelling) in all.", [price(1_234_500, "")]).isEmpty)
    }

    @Test(arguments: [
        ("٢٠٪", "20 percent"), ("\u{FF12}\u{FF10}\u{FF05}", "20%"), ("५० euros", "EUR 50"), ("١٬٢٣٤٫٥٠ euros", "EUR 1,234.50"),
        ("১২ seats", "12 seats"),
    ]) func `of figures is read in every script`(spelling: String, fact: String) {
        #expect(phrases("You get \(spelling) now.") == [spelling])
        #expect(phrases("You get \(spelling) now.", [Fact(id: "message:1", text: "You get \(fact) now.")]).isEmpty)
    }

    @Test(arguments: [("1.2k EUR", 1_200_000), ("two hundred euros", 200_000), ("€2 million", 2_000_000_000), ("US$50", 50_000), ("99 cents", 990)])
    func `of money is read with its multiplier and in words`(spelling: String, thousandths: Int) {
        #expect(phrases("It is \(spelling).", [price(Int64(thousandths), spelling.contains("US") ? "USD" : "EUR")]).isEmpty)
        #expect(phrases("It is \(spelling).") == [spelling])
    }

    @Test func `of money needs its own period and its own product, and no sum is carried`() {
        let monthly = price(49_000, "EUR", per: "month", subject: "Booking Engine")
        let other = price(39_000, "EUR", subject: "Reports")
        #expect(phrases("Booking Engine is €49 per month.", [monthly, other]).isEmpty)
        #expect(phrases("Booking Engine is €49 a year.", [monthly, other]) == ["€49"])
        #expect(phrases("Reports is €49.", [monthly, other]) == ["€49"])
        #expect(phrases("Both are €88.", [monthly, other]) == ["€88"])
    }

    @Test(arguments: ["I want 20% off for €99 and free shipping. You guarantee it. See evil.com."])
    func `is not carried by what the contact wrote where it grants something`(body: String) {
        let wish = Fact(id: "message:1", origin: .contact, text: body)
        let own = Fact(id: "message:1", text: body)
        let answer = "You get 20% off, it is €99 with free shipping, we guarantee it. See evil.com."
        #expect(phrases(answer, [wish]) == ["20%", "€99", "free shipping", "guarantee", "evil.com"])
        #expect(phrases(answer, [own]).isEmpty)
    }

    @Test func `of a number is carried by what the contact wrote`() {
        let wish = Fact(id: "message:1", origin: .contact, text: "We need 12 seats from 3 April.")
        #expect(phrases("You need 12 seats from April 3rd.", [wish]).isEmpty)
        #expect(phrases("You need 12 rooms from April 4th.", [wish]) == ["12 rooms", "April 4th"])
    }

    @Test(arguments: [
        "2026-03-12", "12.3.2026", "12.03.26", "12/3/2026", "3/12/2026", "12 March", "March 12", "the 12th of March", "Mar 12th, 2026",
        "Thursday 12 March",
        "Thursday, March 12, 2026", "the 12th", "in 8 days", "in eight days", "Thursday next week", "twelfth of March",
    ])
    func `of a day is carried however the day is said`(spelling: String) {
        #expect(phrases("We meet on \(spelling).", [Fact(id: "task:1", text: "", dates: [LocalDate(year: 2026, month: 3, day: 12)])]).isEmpty)
        #expect(phrases("We meet on \(spelling).", [Fact(id: "task:1", text: "", dates: [LocalDate(year: 2026, month: 3, day: 14)])]).count == 1)
    }

    @Test(arguments: ["tomorrow", "on Thursday", "this Thursday", "in one day"])
    func `of a near day counts from the day of the message`(spelling: String) {
        #expect(phrases("I will call \(spelling).", [Fact(id: "task:1", text: "", dates: [Self.today.adding(days: 1)])]).isEmpty)
        #expect(phrases("I will call \(spelling).").count == 1)
    }

    @Test(arguments: ["In June our fair begins.", "By June your tool is live.", "From June our support is open.", "Since May we are open."])
    func `of a month is one at the beginning of a sentence too`(sentence: String) {
        #expect(phrases(sentence).count == 1)
    }

    @Test func `is one though a product is called like a word of it`() {
        let product = Fact(id: "product:1", text: "A", names: ["A"])
        #expect(phrases("You get a third off.", [product]) == ["a third off"])
        #expect(phrases("You asked for the A.", [product]).isEmpty)
    }

    @Test func `of a relative day in an earlier message counts from the day of that message`() {
        let earlier = Fact(id: "message:1", text: "We meet tomorrow.", day: Self.today.adding(days: 4))
        #expect(phrases("We meet on 9 March.", [earlier]).isEmpty)
        #expect(phrases("We meet on 5 March.", [earlier]) == ["5 March"])
    }

    @Test func `of a weekday that the date does not have is blocked with that reason`() {
        let fact = Fact(id: "task:1", text: "", dates: [LocalDate(year: 2026, month: 3, day: 12)])
        let findings = ClaimCheck.uncarried(in: "We meet on Friday 12 March.", facts: FactSheet([fact], today: Self.today))
        #expect(findings.map(\.reason) == ["Friday 12 March is no such day: the weekday or the date is wrong."])
    }

    @Test(arguments: [
        "Feel free to write.", "Are you free on a call?", "We cannot guarantee that.", "There is no refund.", "You asked for a discount; let me ask.",
        "One of two, as I said.",
        "Have a nice weekend.", "Would next week suit you?", "How are you today?", "May I ask you something?", "It is sugar-free.",
        "1. First\n2. Second",
        "A 15-minute call would do.", "It's a couple of questions, e.g. about three points.", "I am, as ever, all ears.",
    ])
    func `is none where nothing is stated`(text: String) {
        #expect(phrases(text).isEmpty)
    }

    @Test func `of a name is carried whole, not by its parts`() {
        let facts = [
            Fact(id: "product:1", text: "Booking Engine", names: ["Booking Engine"]),
            Fact(id: "product:2", text: "Channel Manager", names: ["Channel Manager"]),
        ]
        #expect(phrases("Try Booking Engine with Channel Manager, or both Booking Engines.", facts).isEmpty)
        #expect(phrases("Try Booking Manager.", facts) == ["Booking Manager"])
        #expect(phrases("Try Booking Engine Ultra.", facts) == ["Booking Engine Ultra"])
        #expect(phrases("QuickPay is new. Quantix is here.", facts) == ["QuickPay", "Quantix"])
    }

    @Test func `of an address is carried by the same address alone`() {
        let facts = [Fact(id: "profile", text: "https://www.acme.example/shop/ sales@acme.example +49 (30) 123-4567, 12 Mill Lane")]
        #expect(
            phrases("See acme.example/shop or Acme.Example, write to Sales@acme.example, call +49 30 1234567, visit 12 Mill Lane.", facts).isEmpty)
        let foreign = ["acme.example/pay", "acme.example.com", "sales@acme.test", "+49 30 1234568", "13 Mill Lane"]
        let hidden = ["\u{200B}", "\u{AD}", "\u{200D}", "\u{FEFF}"].map { "pay\($0)ments@acme.example" }
        for address in foreign + hidden { #expect(phrases("Please use \(address) now.", facts) == [address]) }
    }

    @Test func `is marked by bytes of UTF-8, also behind other scripts`() {
        let text = "Zoë Łęcka, смотри: €99 👍"
        let finding = ClaimCheck.uncarried(in: text, facts: FactSheet([Fact(id: "contact:1", text: "Zoë Łęcka")], today: Self.today)).first
        #expect(finding.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } == "€99")
    }

    @Test(arguments: [
        "", " \n\t", "€", "%", "1.", "+", "((((", "1.2.3.4.5.6.7", "99999999999999999999", "€99999999999999999999k", "\u{200B}", "http://", "@",
        "31/31/31", "- - -",
    ])
    func `is looked for in any text without fault`(text: String) {
        _ = phrases(text)
        _ = phrases("x \(text) y \(text)", [Fact(id: "note", text: text, names: [text], subject: text)])
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["a.", "a:", "1 ", "1 111", "Aa ", "@a", "+1", "one ", "a-", "\u{201C}A", "No.", "€", "if ", "3/"])
    func `is looked for in little time, whatever is repeated`(piece: String) {
        let text = String(repeating: piece, count: 3000 / piece.utf8.count)
        _ = phrases(text, [Fact(id: "note", text: text, names: ["Aa", "Aa Aa"])])
    }
}
