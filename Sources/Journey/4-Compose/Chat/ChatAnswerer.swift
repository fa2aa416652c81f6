import Domain

/// Answers a chat message from the records, without a model.
struct ChatAnswerer {
    let context: PersonContext
    let seed: UInt64

    init(_ context: PersonContext, seed: UInt64) {
        self.context = context
        self.seed = seed
    }

    func answer(to message: String) -> String {
        var reply = answers(to: message)
        if !context.found.daysRead.isEmpty {
            let days = Wording.list(context.found.daysRead.map { PlainText.line($0, limit: 40) }, limit: 4)
            reply.body += "\(reply.body.isEmpty ? "" : "\n")I read \(days): say the month in words if it is the other way round."
        }
        let variants = reply.withClosings(of: Tone(context.profile?.tone ?? ""), seed: seed)
        return Novelty(context).first(of: variants, seed: seed, tellsFacts: reply.closes)
    }

    private func answers(to text: String) -> ChatReply {
        if ToldDetail.isIn(text) { return cannotChangeDetails() }
        if let question = ChatQuestion(text, context), let reply = reply(to: question, in: text) { return reply }
        return answers(to: MessageWords(text))
    }

    /// Nil where nothing was looked up for it, or what was found is no answer.
    private func reply(to question: ChatQuestion, in text: String) -> ChatReply? {
        switch question {
        case .contact(let question, let subject?): details(question.details, of: subject)
        case .contact(let question, nil): nobodyKnown(question)
        case .correspondence(_, let subject) where subject.areSeveral: oneAtATime(subject)
        case .correspondence(let question, let subject): context.found.correspondence.map { correspondence($0, question.direction, with: subject) }
        case .price(let question): context.found.products.flatMap { prices(question, among: $0) }
        case .products: context.found.products.flatMap(offer)
        case .deals(let question): unclear(question) ?? context.found.deals.map { deals($0, question) }
        case .happened(let question, let subject): unclear(question.period) ?? context.found.happened.map { happened($0, question, with: subject) }
        case .people(let question): unclear(question.period) ?? context.found.people.flatMap { people($0, question) }
        case .drafts: context.found.drafts.map(drafts)
        case .agents: context.found.agents.map { agents($0, asked: MessageWords(text)) }
        }
    }

    private func answers(to message: MessageWords) -> ChatReply {
        let intent = ChatIntent(message)
        let named = NamedSubject.find(in: message, context, intent)
        if named == nil, let question = UnreadQuestion(message, intent) { return unread(question, message) }
        switch (intent, named) {
        case (.writing, _) where ChatVocabulary.sendsDraft(message): return cannotChange(message)
        case (.writing, _): return cannotWrite(about: named)
        case (.changing, _): return cannotChange(message)
        case (.history, _): return history(of: named, asked: message)
        case (.reporting, _): return cannotRecord(about: named)
        case (_, let named?): return details(of: named)
        case (.progress, nil): return progress(asked: message)
        case (.overdue, nil) where message.has("and") && message.has("today"): return dueTasks()
        case (.unknown, _) where context.agenda != nil: return otherDays()
        case (.unknown, _): return stage(namedIn: message, intent) ?? contactNotHeld(namedIn: message) ?? unknown()
        default: return stage(namedIn: message, intent) ?? reply(to: intent)
        }
    }

    private func reply(to intent: ChatIntent) -> ChatReply {
        switch intent {
        case .greeting: greeting()
        case .thanks: thanks()
        case .help: help()
        case .today: dueTasks()
        case .overdue: overdue()
        case .otherDays: otherDays()
        case .goal: goal()
        case .profile: profile()
        case .products: products()
        case .call: whoToCall()
        case .leads: leads()
        case .customers: customers()
        case .contacts: contacts()
        case .openDeals: openDeals()
        case .wonDeals: wonDeals()
        case .lostDeals: lostDeals()
        case .pipeline: pipeline()
        case .acknowledgement: acknowledgement()
        case .history, .writing, .changing, .reporting, .progress, .agents, .unknown: unknown()
        }
    }
}

/// An answer in the making: one of several opening lines, then what the records say.
struct ChatReply {
    var openings: [String]
    var body: String
    /// Small talk and refusals need no offer of further help after them, nor have they facts that still hold.
    var closes = true

    init(_ openings: String..., body: String = "", closes: Bool = true) {
        self.openings = openings
        self.body = body
        self.closes = closes
    }

    func withClosings(of tone: Tone, seed: UInt64) -> some Sequence<String> {
        let closings = closes ? Self.closings(tone) : [""]
        return VariantWalk(counts: [openings.count, closings.count], seed: seed).lazy.map { choice in
            [PlainText.ended(openings[choice[0]]), body, closings[choice[1]]].filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    private static func closings(_ tone: Tone) -> [String] {
        switch tone {
        case .professional: ["", "Please ask if you need more detail.", "I can look up any of these by name."]
        case .friendly: ["Anything else I can look up for you?", "Happy to look up more!", "Just ask if you'd like to know more."]
        case .strict: ["", "Act on it.", "Your move."]
        case .playful: ["Ta-da!", "Hot off the records!", "Ask me another!"]
        }
    }
}
