package import Domain

/// Messages that say nothing but what the facts bear out, in the four tones.
package struct TrueMessages {
    private let business: GroundedBusiness
    private var random: SeededGenerator

    package init(_ business: GroundedBusiness, seed: UInt64) {
        self.business = business
        random = SeededGenerator(state: seed &* 7919 &+ 13)
    }

    /// Salutation, sentences, signature: the lines of one message.
    package mutating func lines(_ tone: Tone) -> [String] {
        let count = Int.random(in: 3...6, using: &random)
        let body = (sentences(of: tone) + facts).shuffled(using: &random).prefix(count)
        return [salutation(tone)] + body + [closing(tone), business.sender, business.kind]
    }

    private mutating func salutation(_ tone: Tone) -> String {
        let name = Bool.random(using: &random) ? business.contact : String(business.contact.split(separator: " ")[0])
        switch tone {
        case .professional:
            return ["Dear \(name),", "Good morning \(name),", "Dear Mr \(business.contact.split(separator: " ")[1]),"].randomElement(using: &random)!
        case .friendly: return ["Hi \(name),", "Hello \(name)!"].randomElement(using: &random)!
        case .strict: return ["\(name),", "To \(name):"].randomElement(using: &random)!
        case .playful: return ["Hey there \(name)!", "Ahoy \(name)!"].randomElement(using: &random)!
        }
    }

    private mutating func closing(_ tone: Tone) -> String {
        switch tone {
        case .professional: ["Kind regards", "Yours sincerely", "With best wishes"].randomElement(using: &random)!
        case .friendly: ["All the best", "Cheers", "Warmly"].randomElement(using: &random)!
        case .strict: ["Regards", "Sincerely"].randomElement(using: &random)!
        case .playful: ["Sunny greetings", "Toodle-pip"].randomElement(using: &random)!
        }
    }

    private func sentences(of tone: Tone) -> [String] {
        let (deal, company) = (business.deal.name, business.company)
        switch tone {
        case .professional:
            return [
                "Thank you for your message of 27 February.", "I hope this finds you well.", "May I ask how you see \(deal) by now?",
                "Please let me know whether the proposal meets your requirements.", "We have Thursday 12 March in mind for your decision on \(deal).",
                "Should anything still be unclear, I am glad to help.", "I would be pleased to speak with you about what \(company) needs.",
                "If another date suits you better, a short reply is enough.", "You asked a question on 27 February, and I am looking into it.",
                "As you asked for a discount, let me check what is possible.", "I cannot promise anything yet.",
                "Would a 15-minute call be of use to you?",
                "Your decision is expected in 8 days.", "As discussed, the value of the offer is \(amount(business.dealAmount)).",
                "I wanted to follow up on the proposal for \(deal) that is currently with you.",
                "Please do not hesitate to contact me with any questions.",
                "In our view \(deal) is a good fit for what \(company) has described.",
                "To make the decision easier, I can summarise the main points in writing.",
                "Could you tell me which points still need to be clarified on your side?", "I understand that such decisions take time.",
                "Our meeting on Monday, 9 March, would be a good occasion to go through it together.", "Thank you in advance for your reply.",
                "For the sake of good order: the value we have noted is \(business.currency) \(business.dealAmount).",
                "Last week you asked whether this suits you.",
                "Regarding \(deal), I would like to understand how your team works at present.",
                "It would be helpful to know who else at \(company) is involved.",
            ]
        case .friendly:
            return [
                "Thanks again for writing last Friday!", "I'm looking forward to our meeting on Monday.", "How are things at \(company)?",
                "No rush at all, just let me know.", "Is there anything you'd like to know about \(deal)?", "Hope the week has started well for you.",
                "Feel free to call me any time.", "If you're free for a chat, I'd love to hear from you.",
                "Just one small thing: does the 12th still work for you?",
                "I'll ask our team and get back to you.", "It was great to hear from you, \(business.contact.split(separator: " ")[0]).",
                "We're meeting on Monday 9 March, and I can't wait.", "You wrote five days ago, so here's a little nudge.",
                "A couple of questions are still open on my side.",
                "Just checking in to see where you are with \(deal).", "Happy to hop on a quick call if that makes things easier.",
                "No worries if now isn't a good time!",
                "I'd be glad to walk you through everything step by step.", "Let me know what you think, I'm all ears.",
                "I know things get busy, so take your time.",
                "Is it still the right moment for \(deal), or should we pick it up later?", "See you on Monday the 9th!",
                "Thursday next week is the day we pencilled in for your decision.",
                "I remember you said on Friday that you had a question.", "Our little team would love to help \(company) with that.",
                "Have a lovely week!",
                "By the way, how did it all go?", "What would make your life easier right now?", "P.S. I'm around all day on Monday.",
            ]
        case .strict:
            return [
                "The decision on \(deal) is due on 2026-03-12.", "Please confirm our meeting of 9 March.", "State what is missing.",
                "I refer to your message of 27 February 2026.", "Decision: Thursday, March 12.", "Amount: \(amount(business.dealAmount)).",
                "One point is open.", "A reply by Thursday, 12 March is expected.", "Without your answer nothing proceeds.",
                "Which of the two options do you prefer?",
                "No refund was mentioned.", "The day is 12.03.2026.", "Please reply to \(business.email).", "Our meeting is on Monday.",
                "The offer for \(deal) stands at \(amount(business.dealAmount)).", "Please send your answer in writing.",
                "Two questions remain: the scope and the start.",
                "Until 12 March the matter rests with you.", "Confirm receipt of this message.", "Your last message dates from 27/02/2026.",
                "We await your decision.",
                "Provide the missing information.", "Terms apply as stated in the offer.", "This concerns \(deal) only.",
                "Contact: \(business.phone).",
                "Next step: your decision, due on Thursday 12 March.", "Subject: decision on \(deal).", "If the answer is no, say so.",
                "I expect you on Monday.",
            ]
        case .playful:
            return [
                "Drum roll for \(deal)!", "Knock knock, it's me again.", "If \(deal) were a song, would you hum along?",
                "March 12th has a circle around it in my calendar.",
                "Your message of last Friday keeps waving at me.", "A yes, a no, or a \"yes, but\"? All are welcome.", "No pressure, scout's honour!",
                "Monday is our day, remember?", "Smoke signals are welcome too.", "Is \(company) ready for a happy end?",
                "The ball is in your court (or was it mine?).",
                "This message comes with no strings attached.", "Part two of our conversation is waiting.", "Psst: the 12th of March is coming up.",
                "Once upon a time there was a quote for \(deal), and it lived happily in your inbox.", "Houston, we have a question!",
                "Rumour has it you are thinking it over.",
                "Roses are red, violets are blue, \(deal) is waiting for you.", "Shall we flip a coin? Heads we talk, tails we talk too.",
                "My crystal ball says Thursday the 12th.", "Coffee is on me, answers are on you.", "Mission possible: a decision by 12 March.",
                "Beep beep, friendly reminder!",
                "Is your pen already warmed up?", "Zero pressure, maximum curiosity.", "What's cooking at \(company)?",
                "Elephants never forget, and neither does my calendar: Monday!",
            ]
        }
    }

    /// What stands in the records, as one would write it.
    private var facts: [String] {
        let first = business.products[0]
        let second = business.products[1]
        return [
            "\(first.name) is \(amount(first.price))\(per(first)).", "\(second.name) costs \(business.currency) \(second.price)\(per(second)).",
            "You can find more at \(business.site).", "You reach me at \(business.phone) or \(business.email).",
            "You are welcome to visit us at \(business.street).",
            "With \(business.seats) \(business.unit) you have a lot to look after.", "As you know, we offer \(business.grant).",
            "Besides \(business.deal.name) there is also \(second.name).", "Have you thought of \(first.name)?",
            "For your \(business.seats) \(business.unit), \(first.name) may be worth a look.",
        ]
    }

    private func per(_ product: GroundedBusiness.Product) -> String { product.per.isEmpty ? "" : " per \(product.per)" }

    private func amount(_ value: Int64) -> String {
        let grouped = value < 1000 ? "\(value)" : "\(value / 1000),\(String(value % 1000 + 1000).dropFirst())"
        let signs = ["EUR": "€", "USD": "$", "GBP": "£"]
        return signs[business.currency].map { "\($0)\(grouped)" } ?? "\(business.currency) \(grouped)"
    }
}
