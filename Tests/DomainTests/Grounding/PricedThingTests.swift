import Testing

@testable import Domain

@Suite struct `A price` {
    @Test func `said before counts for the product that was named with it`() {
        let cheddar = Cheesemonger.said("Aged cheddar is EUR 15 per kg.")
        #expect(Cheesemonger.phrases("Labneh is EUR 15 per kg.", cheddar) == ["EUR 15"])
        #expect(Cheesemonger.phrases("Aged cheddar is EUR 15 per kg.", cheddar).isEmpty)
        let special = Cheesemonger.said("For you Aged cheddar is EUR 14 per kg.")
        #expect(Cheesemonger.phrases("As I said, Aged cheddar is EUR 14 per kg.", special).isEmpty)
        #expect(Cheesemonger.phrases("As I said, it is EUR 14 per kg.", special).isEmpty)
        #expect(Cheesemonger.phrases("As I said, Labneh is EUR 14 per kg.", special) == ["EUR 14"])
        #expect(Cheesemonger.phrases("As I said, Labneh is EUR 7 per kg.", Cheesemonger.said("I can do EUR 7 per kg.")).isEmpty)
    }

    @Test(arguments: [
        "Olive oil is EUR 15 per kg.", "Our Olive oil costs only EUR 9 per kg.", "EUR 9 per kg for Olive oil is a bargain.",
        "Sourdough crackers cost EUR 9 per kg.", "The tasting box costs EUR 9.", "Our rye bread is now EUR 15.",
    ]) func `of one product is not that of a thing without one`(sentence: String) {
        #expect(Cheesemonger.phrases(sentence).contains { $0.hasPrefix("EUR") })
    }

    @Test(arguments: [
        "Labneh is EUR 15 and Aged cheddar EUR 9 per kg.", "Aged cheddar is EUR 9, Labneh is EUR 15.",
        "About our Labneh: the price is EUR 15 per kg.", "Our prices:\n- Labneh: EUR 15\n- Aged cheddar: EUR 9",
    ]) func `is that of the product named next to it`(sentence: String) {
        #expect(!Cheesemonger.phrases(sentence).isEmpty)
    }

    @Test(arguments: [
        "Labneh is EUR 9 and Aged cheddar EUR 15 per kg.", "Aged cheddar is EUR 15, Labneh is EUR 9.", "EUR 9 is the price of our Labneh.",
        "Labneh is EUR 9 and for EUR 15 you get Aged cheddar.", "Labneh and Aged cheddar are EUR 9 and EUR 15 respectively.",
        "About our Labneh: the price is EUR 9 per kg.", "Our prices:\n- Labneh: EUR 9\n- Aged cheddar: EUR 15",
        "Labneh goes well with Aged cheddar and costs EUR 9 per kg.", "Labneh is cheaper than Aged cheddar at EUR 9 per kg.",
        "The price is EUR 9 per kg.", "A kilo costs EUR 9.", "It is EUR 15 per kg.", "The cheddar is EUR 15 per kg.",
        "You know our Olive oil, and Labneh is EUR 9 per kg.", "Besides Olive oil we have Aged cheddar for EUR 15 per kg.",
        "For EUR 15 per kg we have Aged cheddar.", "Your cheddar would be EUR 15 per kg.", "Our Labneh is 9 euros per kilo.",
        "The bucket costs EUR 9, too.", "As for the aged cheddar, a wheel is EUR 15 per kg.",
        "Our Labneh is 9 euros a kilo.", "Labneh is \u{20AC}9/kg.",
    ]) func `is carried where it is that product's`(sentence: String) {
        #expect(Cheesemonger.phrases(sentence).isEmpty)
    }

    @Test(arguments: [
        ("Coffee beans House blend", "The coffee beans cost EUR 18."), ("Coffee beans House blend", "The beans are EUR 18."),
        ("Espresso machine X2", "Our espresso machine is EUR 18."), ("Website maintenance (basic)", "Website maintenance costs EUR 18."),
        ("Consulting", "A consultation costs EUR 18."),
    ]) func `is carried by a product that is called by a part of its name`(name: String, sentence: String) {
        let product = Fact(id: "product:3", text: name, amounts: [.init(thousandths: 18_000, currency: "EUR")], names: [name], subject: name)
        #expect(Cheesemonger.phrases(sentence, product).isEmpty)
    }
}
