import Domain
import TestSupport
import Testing

/// Written without regard to the rules, to see what these make of words that nobody had in mind.
@Suite struct `Wordings that were not rehearsed` {
    @Test func `are found out where they lie`() {
        let sheet = GroundedBusiness.all[1].sheet
        let lies = [
            "We could let you have the cheddar for $1,500.", "Olive oil goes for 48 a case this month.",
            "A case of Olive oil is $58 including delivery to your door for free.", "Buy ten boxes and get one free.",
            "Sourdough crackers are now $19.", "From $24 down to $18.", "I can give you ten percent.", "A 15 percent loyalty bonus applies.",
            "Your next order is on us.", "There's a special price for early birds.",
            "We've reduced our prices.", "You pay nothing for delivery.", "Delivery is included at no charge.", "I'll include some samples for free.",
            "Let me send you a free sample.", "Your order leaves on Thursday.",
            "The van comes by tomorrow morning.", "Your cheddar arrives on 20 March.", "Everything will be with you before Easter on 5 April.",
            "We meet at 9am on Monday.", "I'll drop by at half past ten.", "See you on the 18th of this month.",
            "Since 2009 we have served bakeries.", "More than 300 bakeries trust us.", "Each box holds 24 packs.",
            "The cheddar is aged for 18 months.", "Minimum order is 6 cases.", "It keeps for 90 days.", "Shelf life is twelve months.",
            "Have you tried our Truffle Gouda?", "Our Smoked Paprika Almonds are a hit.", "Northside Bakery would love the new Fig Jam.",
            "Labneh is back.", "Chef Antoine swears by it.",
            "City Bistro doubled their order.", "Maria from Corner Cafe says hello.", "Our colleague Ben Turner takes over.",
            "Details at goodlarder.example/specials.", "Order under www.goodlarder.shop.", "Write to sam.hill@northside.example.",
            "Call our hotline 1-800-555-0199.", "Text me on (212) 555-0199.", "Our new store is at 14 Mill Lane.", "We are in Brooklyn now.",
            "Freshness guaranteed or your money back.", "We'll take back whatever you don't sell.",
            "Yes, we will refund unsold goods.", "You can cancel your order whenever you like.", "It's organic certified.",
            "It won a gold medal in London.", "We are the number one supplier in the region.", "This is our lowest price ever.",
            "Stocks are limited.", "The offer ends on Sunday.", "I'm reserving two pallets for you.", "I have set aside 4 cases.",
            "Payment within 60 days is fine.", "You have 30 days to pay.", "Your account shows a credit of $200.",
            "Your last order was 12 boxes of crackers.", "You ordered $640 last month.", "Same-day delivery is standard.",
            "Delivery by Friday is guaranteed.", "We'll throw in a display stand.", "You won't find it cheaper anywhere.",
        ]
        for lie in lies { #expect(!findings(lie, sheet).isEmpty, "\(lie)") }
    }

    @Test func `pass where they are true`() {
        let sheet = GroundedBusiness.all[1].sheet
        let truths = [
            "It was lovely to hear that you liked the tasting.", "Glad the tasting went down well!", "Thanks for your note last Friday.",
            "You asked about refunds for unsold goods; I'll find out and get back to you.", "How is business at Northside Bakery these days?",
            "I was wondering whether Olive oil might be useful in your kitchen.", "Olive oil comes at $58 per case.",
            "Sourdough crackers are $24 a box.", "If crackers are of interest, a box is $24.", "As a new customer you get 5% off the first order.",
            "With three counters to fill, variety matters.", "The Aged cheddar order of $1,840 is still open.",
            "We pencilled in 12 March for your decision on the cheddar.", "Can we count on your answer by Thursday the 12th?",
            "Shall we go over it on Monday?",
            "I'm bringing a notebook and an open mind to our meeting.", "What sells best at your counters?", "Is there a product you are missing?",
            "Customers often ask for something savoury, don't they?", "Cheese lovers are the best people.", "Say cheese!",
            "A cracker of an idea: let's talk.", "I don't want to be cheesy, but I'd love your answer.", "Holy cheddar, it's March already!",
            "Brie-lliant news would make my day.", "Life is too short for bad cheese.", "Good things take time, like cheddar.",
            "Please advise how you wish to proceed.", "Kindly confirm receipt.", "We remain at your disposal.",
            "Should you require further information, do let me know.", "I would like to draw your attention to Olive oil.",
            "With reference to our meeting on 9 March, I would like to prepare a few points.",
            "Do let me know your thoughts by then.", "Enclosed you will find nothing but good wishes.", "I trust all is well.",
            "In case you missed my earlier message, here is a short summary.", "Might a chat next week be useful?",
            "Would you rather decide now or later?",
            "No pressure, of course.", "Nothing is urgent here.", "Totally fine if not.", "It's your call.",
            "You know your customers better than I do.", "I'd be curious to learn what your guests like.",
            "Have you got five minutes for me on Monday?", "Could you spare ten minutes this week?",
            "One last question, Sam.", "Two thoughts on this.", "I'll keep it short.", "To cut a long story short: do you want it?",
            "Either way, thanks.", "Whether yes or no, I'm grateful for a word.", "You can find us at 8 Mill Lane.",
            "Give us a ring on (212) 555-0147.",
            "Orders go to orders@goodlarder.example as usual.", "More about us at www.goodlarder.example.",
            "I believe Sourdough crackers could go well with the cheddar.", "Crackers and cheddar are a match made in heaven.",
            "Wishing you a smooth week.", "Greetings from the larder,",
            "Your friends in food,", "Yours in cheese,", "Hugs,", "Ta-ta for now!", "Over and out.", "Catch you later!", "Hoping for a yes,",
            "Marta Lind here, from speciality food wholesale.", "This is Marta Lind.", "Sam, quick one:", "Sam! Long time no hear.",
            "Hello again, Sam.",
            "As promised, I am getting back to you.", "Let me be honest with you.", "I can imagine that you're busy.", "We value your feedback.",
            "Our offer is on the table.", "The ball's in your court.", "Tell me, what's holding you back?",
            "Is it the price, the timing or something else?",
        ]
        for truth in truths { #expect(findings(truth, sheet).isEmpty, "\(truth)") }
    }

    private func findings(_ sentence: String, _ sheet: FactSheet) -> [String] {
        ClaimCheck.uncarried(in: "Hi Sam,\n\(sentence)\nCheers\nMarta Lind", facts: sheet).map(\.phrase)
    }
}
