import Testing

@testable import Domain

@Suite struct `A message in a language that the readers do not know` {
    @Test(arguments: [
        "wie besprochen bekommen Sie auf alles den halben Preis, und wir liefern noch heute kostenlos zu ihnen nach Hause.",
        "Wie besprochen erhalten Sie 20 % Rabatt auf Labneh, sehr geehrter Herr Hill. Wir liefern noch morgen kostenlos zu Ihnen nach Hause, wie immer.",
        "comme convenu, vous aurez tout gratuitement et nous vous livrons encore aujourd'hui chez vous sans frais.",
        "como hablamos, todo les sale gratis y se lo llevamos hoy mismo a casa sin coste alguno para ustedes.",
        "zoals besproken krijgt u alles voor niets en leveren wij vandaag nog gratis bij u thuis zonder kosten.",
        "tak jak ustalono, wszystko dostaje pan za darmo, a dostawa jest jeszcze dzisiaj prosto do domu bez kosztu.",
        "как мы договорились, вы получите всё бесплатно уже сегодня.",
        "\u{6211}\u{4EEC}\u{4ECA}\u{5929}\u{514D}\u{8D39}\u{9001}\u{8D27}\u{7ED9}\u{60A8}\u{5BB6}\u{91CC}",
    ]) func `is found, as nothing of it could be compared`(sentence: String) {
        #expect(Cheesemonger.findings(sentence).contains { $0.kind == .language })
    }

    @Test(arguments: ["\u{5168}\u{90E8}\u{5546}\u{54C1}\u{6253}\u{516B}\u{6298}\u{FF0C}\u{514D}\u{8D39}\u{9001}\u{8D27}", "خصم ٢٠٪ على كل شيء"])
    func `is found in a short one too that is of names for the most part`(sentence: String) {
        let text = "Sam Hill:\n\(sentence)\nMarta Lind, Labneh & Olive oil"
        let found = ClaimCheck.uncarried(in: text, facts: FactSheet(Cheesemonger.facts(), today: Cheesemonger.today))
        #expect(found.contains { $0.kind == .language })
    }

    @Test func `is not told by the names of people and businesses`() {
        let facts = [Fact(id: "contact:1", text: "contact: Анна Каренина, company: Harbour Hotel International")]
        let text = "Hi Анна Каренина, any news on Harbour Hotel International?"
        let found = ClaimCheck.uncarried(in: text, facts: FactSheet(facts, today: Cheesemonger.today))
        #expect(!found.contains { $0.kind == .language })
    }

    @Test(arguments: [
        "May I ask how you see our offer by now?", "Labneh and olive oil, aged cheddar, fresh bread: all of that we have on the market today.",
        "New this week: labneh, feta, halloumi, ricotta, burrata, gouda, brie, camembert, gorgonzola. Kind regards",
        "Decision due. Please confirm receipt.", "Olive oil, goat cheese, rye bread.", "Grüße aus Zürich!", "Смотри сюда!",
        "Quick reminder: the decision on fresh cheddar is due. Please send short confirmation today.",
    ]) func `is told from one in English, and from one too short to tell`(sentence: String) {
        #expect(!Cheesemonger.findings(sentence).contains { $0.kind == .language })
    }
}
