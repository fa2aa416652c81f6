package import Domain

/// False claims of every kind, each as a sentence with the words that are false.
package struct PlantedLies {
    package struct Lie: Sendable {
        package var kind: String
        package var sentence: String
        package var phrase: String
    }

    private let business: GroundedBusiness
    private let other: GroundedBusiness

    /// - Parameter place: of the business in `GroundedBusiness.all`.
    package init(ofBusinessAt place: Int) {
        business = GroundedBusiness.all[place]
        other = GroundedBusiness.all[(place + 1) % GroundedBusiness.all.count]
    }

    /// A true message with the lie somewhere in its body, and where its false words stand, in bytes of UTF-8.
    package func message(with lie: Lie, _ tone: Tone, seed: UInt64) -> (text: String, planted: Range<Int>) {
        var messages = TrueMessages(business, seed: seed)
        var lines = messages.lines(tone)
        let place = 1 + Int(seed % UInt64(lines.count - 3))
        lines.insert(lie.sentence, at: place)
        let before = lines[..<place].map { $0.utf8.count + 1 }.reduce(0, +)
        let offset = lie.sentence.firstRange(of: lie.phrase).map { lie.sentence[..<$0.lowerBound].utf8.count } ?? 0
        return (lines.joined(separator: "\n"), before + offset..<before + offset + lie.phrase.utf8.count)
    }

    /// - Parameter seed: varies the numbers; none of them is in the facts.
    package func all(seed: Int) -> [Lie] {
        prices(seed) + discounts(seed) + dates(seed) + quantities(seed) + names(seed) + addresses(seed) + promises + others
    }

    private func prices(_ seed: Int) -> [Lie] {
        let (code, product) = (business.currency, business.products[0])
        let wrong = product.price + 7 + Int64(seed)
        let foreign = code == "EUR" ? "GBP" : "EUR"
        return [
            lie("price", "\(product.name) is only ", "\(code) \(wrong)", "."),
            lie("price", "For you it would be ", "\(wrong).50 \(code)", " in all."),
            lie("price", "The price is ", "€\(2000 + seed).99", "."), lie("price", "You would pay ", "\(wrong) dollars", " and no more."),
            lie("price", "\(business.deal.name) is ", "\(foreign) \(business.dealAmount)", " for you."),
            lie("price", "That is just ", "ninety-seven euros", " for all of it."),
            lie("price", "In all it comes to ", "£1.\(300 + seed % 600)k", "."),
            // The right price of another product.
            lie("price", "\(business.products[1].name) costs ", "\(code) \(product.price)", "."),
            lie("price", "We could do it for ", "\(code) \(product.price + business.products[1].price)", " together."),
        ]
    }

    private func discounts(_ seed: Int) -> [Lie] {
        [
            lie("discount", "This week you get ", "\(11 + seed % 20)% off", "."),
            lie("discount", "I can take ", "twenty-five percent", " off the list price."),
            lie("discount", "For you it is ", "half price", "."), lie("discount", "Take ", "two for one", " if you decide soon."),
            lie("discount", "I can offer you a ", "discount", " on everything."), lie("discount", "The second one is ", "free of charge", "."),
            lie("discount", "As you asked, here are your ", "\(business.wrote.contains("40%") ? 40 : 35)%", "."),
            lie("discount", "We include a ", "free upgrade", " for you."),
            lie("discount", "The first year comes ", "at no extra cost", "."),
        ]
    }

    private func dates(_ seed: Int) -> [Lie] {
        let wrong = GroundedBusiness.today.adding(days: 14 + Int64(seed % 9))
        let month = ["April", "May", "June", "July"][seed % 4]
        return [
            lie("date", "Our meeting is on ", "\(wrong)", "."), lie("date", "We meet on ", "\(3 + seed % 20) \(month)", "."),
            lie("date", "Your decision is due on ", "\(month) \(2 + seed % 25)\(suffix(2 + seed % 25)), 2026", "."),
            lie("date", "See you ", "tomorrow", " then."),
            lie("date", "Your decision is due in ", "\(2 + seed % 3) days", "."), lie("date", "I will call you on ", "Wednesday 11 March", "."),
            lie("date", "The decision falls on ", "Friday 12 March", "."), lie("date", "It will be there by ", "Saturday", "."),
            lie("date", "Everything is settled for ", "17/0\(4 + seed % 5)/2026", "."), lie("date", "We will start in ", "October", "."),
            lie("date", "Our meeting begins at ", "\(7 + seed % 4):30", "."),
            lie("date", "Let us meet on the ", "\([24, 25, 26, 28, 29][seed % 5])th", "."),
        ]
    }

    private func suffix(_ day: Int) -> String {
        (4...20).contains(day) ? "th" : ["th", "st", "nd", "rd", "th", "th", "th", "th", "th", "th"][day % 10]
    }

    private func quantities(_ seed: Int) -> [Lie] {
        [
            lie("quantity", "You have ", "\(business.seats + 3 + seed) \(business.unit)", " to think of."),
            lie("quantity", "It serves ", "\(700 + seed) customers", " already."),
            lie("quantity", "The pack holds ", "fifty pieces", "."), lie("quantity", "Setup takes ", "\(17 + seed % 10) hours", "."),
            lie("quantity", "It saves you ", "\(1 + seed % 8)\(seed % 10)5 kilos", " a year."),
        ]
    }

    private func names(_ seed: Int) -> [Lie] {
        let product = ["OctoPlan", "Velora Suite", "Quantix", "Golden Harvest Blend", "Nimbus Pro"][seed % 5]
        return [
            lie("name", "You may also like ", product, "."), lie("name", "", product, " is available as well."),
            lie("name", "Our ", "premium package", " would fit you."),
            lie("name", "There is the new ", "\(business.products[0].name) Ultra", "."),
            lie("name", "Think of our \"", "night owl", "\" for your staff."),
        ]
    }

    private func addresses(_ seed: Int) -> [Lie] {
        [
            lie("link", "Please sign at ", "https://pay-\(seed).example.com/login", "."),
            lie("link", "More is on ", "www.best-offers\(seed).net", "."),
            lie("link", "See ", "cheap-crm.io/deal", " for it."), lie("link", "Visit ", "\(host)/free-gift", "."),
            lie("email", "Write to ", "billing\(seed)@another.example", "."), lie("phone", "Call ", "+44 20 7946 0\(100 + seed % 800)", " for it."),
            lie("address", "We have moved to ", "\(40 + seed) Baker Street", "."),
        ]
    }

    private var host: String { String(business.email.split(separator: "@")[1]) }

    private var promises: [Lie] {
        let own = ["warranty", "refund"].first { business.grant.contains($0) } ?? ""
        let promises = [
            lie("promise", "We ", "guarantee", " that it works for you."), lie("promise", "You get a full ", "refund", " if it does not."),
            lie("promise", "It comes with a ", "lifetime", " assurance."), lie("promise", "", "We will deliver", " as soon as you say yes."),
            lie("promise", "It is entirely ", "risk-free", " for you."), lie("promise", "That is the ", "lowest price", " anywhere."),
            lie("promise", "This is an ", "exclusive", " offer for you."), lie("promise", "There is a ", "warranty", " on it."),
            lie("promise", "Our ", "SLA", " covers you."), lie("promise", "There is ", "free shipping", " on all of it."),
            lie("promise", "You may ", "cancel at any time", "."),
            lie("promise", "It ", "will be installed", " before you notice."),
        ]
        return promises.filter { own.isEmpty || !$0.phrase.contains(own) }
    }

    /// Somebody else's data.
    private var others: [Lie] {
        [
            lie("others", "I was just with ", other.company, ", who took it."), lie("others", "Like ", other.contact, ", you could go ahead."),
            lie("others", "Others have chosen ", other.deal.name, "."),
            lie("others", "They pay ", "\(other.currency) \(other.dealAmount)", " for theirs."),
            lie("others", "Give my regards to ", "Leopold", "."), lie("others", "", other.contact, " told me about you."),
        ]
    }

    private func lie(_ kind: String, _ before: String, _ phrase: String, _ after: String) -> Lie {
        Lie(kind: kind, sentence: before + phrase + after, phrase: phrase)
    }
}
