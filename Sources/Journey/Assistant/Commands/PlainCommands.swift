import Domain
import Storage

/// Turns plain commands into wishes, by the same tools as a model has.
struct PlainCommands {
    let bench: ToolBench
    let context: PersonContext

    /// Nil for a message that is none, for an errand without a day, and for one that only tells what happened to somebody or something
    /// that is not on record.
    ///
    /// - Throws: `StoreError`.
    func reply(to message: String) async throws -> AssistantReply? {
        let sentences = Self.sentences(of: message)
        if sentences.count > 1, let reply = try await reply(to: sentences.compactMap(PlainCommand.init), of: sentences.count) { return reply }
        // Or the whole is one, such as a note of several sentences.
        return try await reply(to: PlainCommand(message).map { [$0] } ?? [], of: 1)
    }

    /// Nil unless each of so many sentences is a command, and none comes to nothing.
    private func reply(to commands: [PlainCommand], of count: Int) async throws -> AssistantReply? {
        guard commands.count == count else { return nil }
        var texts: [String] = []
        var wishes: [ToolWish] = []
        for command in commands {
            guard let understood = try await understood(command) else { return nil }
            switch try await outcome(understood) {
            case .wish(let wish): wishes.append(wish)
            case .text(let text): texts.append(text)
            }
        }
        if !wishes.isEmpty, texts.isEmpty { texts = [wishes.count == 1 ? "Is this what you mean?" : "Are these what you mean?"] }
        return wishes.isEmpty && texts.isEmpty ? nil : AssistantReply(texts.joined(separator: "\n"), wishes: wishes, writer: .offline)
    }

    /// More than can be meant at once are taken as one text.
    private static func sentences(of message: String) -> [String] {
        let sentences = message.prefix(2000).split(separator: /(?:[.!;]\s+|\n+)(?:and )?(?=\p{L})/.ignoresCase()).map(String.init)
        return (2...12).contains(sentences.count) ? sentences : []
    }

    private enum Outcome {
        case wish(ToolWish)
        case text(String)
    }

    private func outcome(_ understood: Understood) async throws -> Outcome {
        switch understood {
        case .unclear(let text), .unknown(let text): return .text(text)
        case .call(let tool, let arguments):
            do {
                return .wish(try await ToolCalls.wish(tool, arguments, bench))
            } catch {
                guard let fault = ToolFault(error) else { throw error }
                return .text("I can't do that: \(fault.sentence)")
            }
        }
    }

    private enum Understood {
        case call(any ChangingTool, [String: JSONValue])
        /// What the person must say more clearly.
        case unclear(String)
        /// What is not on record.
        case unknown(String)
    }

    private func understood(_ command: PlainCommand) async throws -> Understood? {
        switch command {
        case .task(let text): return try await task(text)
        case .errand(let text): return try await errand(text)
        case .done(let words): return try await done(words)
        case .deal(let customer, let status, let reason): return try await deal(customer, status, reason)
        case .note(let text): return try await note(text)
        case .followUp(let text): return try await followUp(text)
        case .agent(let name): return agent(name)
        case .report(let told): return try await reported(told)
        }
    }

    /// Nil for what the records do not hold by whole words.
    private func reported(_ told: PlainCommand) async throws -> Understood? {
        let understood: Understood? =
            switch told {
            case .done(let words): try await done(words, isReport: true)
            case .deal(let customer, let status, let reason): try await deal(customer, status, reason, isReport: true)
            default: try await understood(told)
            }
        if case .unknown? = understood { return nil }
        return understood
    }

    /// Nil for what no day ends.
    private func errand(_ text: String) async throws -> Understood? {
        guard let spoken = SpokenDay(endOf: text, today: context.today) else {
            return ImpossibleDay.sentence(for: text, today: context.today).map(Understood.unclear)
        }
        guard spoken.followsAnErrand else { return nil }
        if Antecedent.isObject(in: spoken.before) { return .unclear("Whom do you mean? Say it again with the name of the contact.") }
        return try await task(text)
    }

    private func task(_ text: String) async throws -> Understood {
        let spoken = SpokenDay(endOf: text, today: context.today) ?? SpokenDay(beforePurposeIn: text, today: context.today)
        if spoken?.before.isEmpty == true {
            return .unclear("Say what is to be done as well, such as: remind me tomorrow to call the bakery.")
        }
        if spoken == nil, let sentence = ImpossibleDay.sentence(for: text, today: context.today) { return .unclear(sentence) }
        if let spoken, spoken.day < context.today { return .unclear(ImpossibleDay.over) }
        let due = spoken
        let title = due?.rest ?? text
        var arguments: [String: JSONValue] = ["title": .string(Self.capitalised(title))]
        if let due { arguments["due_date"] = .string(due.day.description) }
        let wider = try await widened(title)
        if let contact = TaskSubject.contact(in: title, wider) { arguments["contact_id"] = .integer(contact) }
        return .call(CreateTask(), arguments)
    }

    /// By the words of its title, or by the contact that it is with.
    private func done(_ said: String, isReport: Bool = false) async throws -> Understood {
        let said = Self.unquoted(said)
        let words = String(said.trimmingPrefix(/(?:with|for|of)\s/.ignoresCase()))
        if words != said, let found = try await doneTask(with: words) { return found }
        let found = try await doneTask(called: words, isReport)
        guard case .unknown = found else { return found }
        return try await doneTask(with: words) ?? found
    }

    /// The pending task of the contact whose name the words are; nil where they are none, or it has none.
    private func doneTask(with name: String) async throws -> Understood? {
        guard let subject = NamedSubject.find(in: MessageWords(name), try await widened(name), byPart: true), subject.contacts.count == 1,
            Set(subject.names.flatMap(MessageWords.split)).isSuperset(of: MessageWords.split(name))
        else { return nil }
        let search = Tasks.search(bench.person, status: "pending", contact: subject.contacts[0].id, limit: Self.mostSearched)
        let tasks = try await bench.store.read(search).map(Tasks.table.values)
        guard let task = tasks.first else { return nil }
        guard tasks.count > 1 else { return .call(CompleteTask(), ["task_id": .integer(task.integer("id"))]) }
        let lines = tasks.prefix(5).map { "- \(Self.label(of: $0))" }.joined(separator: "\n")
        return .unclear("Which pending task do you mean? Say the words of its title.\n\(lines)")
    }

    /// Answers show titles in quotation marks, and so they are said.
    private static func unquoted(_ words: String) -> String { words.filter { !"\"“”„«»".contains($0) }.trimmed }

    private static func label(of task: Table.Values) -> String {
        RecordLines.text(task.text("title")) + ToolWords.due(LocalDate(task.text("due_date")))
    }

    private func doneTask(called words: String, _ isReport: Bool) async throws -> Understood {
        let rows = try await bench.store.read(Tasks.search(bench.person, status: "pending", words: words, limit: Self.mostSearched + 1))
        let choice = RowChoice(noun: "pending task", byWholeWords: isReport, parts: { [$0.text("title")] }, label: Self.label)
        return understood(choice.choose(words, among: rows.map(Tasks.table.values), limit: Self.mostSearched)) {
            .call(CompleteTask(), ["task_id": .integer($0)])
        }
    }

    private func deal(_ customer: String, _ status: String, _ reason: String?, isReport: Bool = false) async throws -> Understood {
        // Possessive endings stand in no record.
        let words = Self.unquoted(customer).replacing(/['\u{2019}]s?(?=\s|$)/, with: "")
        let search = Deals.search(bench.person, status: status == "open" ? nil : "open", words: words, limit: Self.mostSearched + 1)
        let deals = try await bench.store.read(search).map(Deals.table.values)
        let parts = { (deal: Table.Values) in [deal.text("customer"), deal.text("product")] }
        let choice = RowChoice(noun: status == "open" ? "deal" : "open deal", byWholeWords: isReport, parts: parts) { deal in
            parts(deal).filter { !$0.isEmpty }.map { RecordLines.text($0, 80) }.joined(separator: ", ")
        }
        return understood(choice.choose(words, among: deals, limit: Self.mostSearched)) { id in
            let why = status == "lost" ? reason.map { ["reason_failed": JSONValue.string($0)] } ?? [:] : [:]
            return .call(MoveDeal(), why.merging(["deal_id": .integer(id), "status": .string(status)]) { $1 })
        }
    }

    private func understood(_ outcome: RowChoice.Outcome, _ command: (Int64) -> Understood) -> Understood {
        switch outcome {
        case .one(let id): command(id)
        case .none(let text): .unknown(text)
        case .several(let question): .unclear(question)
        }
    }

    /// The search finds letters inside words too.
    private static let mostSearched: Int64 = 500

    private func note(_ text: String) async throws -> Understood? {
        guard let contact = try await contact(in: text) else { return nil }
        return contact.map { .call(NoteCall(), ["contact_id": .integer($0), "text": .string(Self.capitalised(dated(text)))]) }
    }

    /// A note is kept as of today: of what was yesterday it must tell the day.
    private func dated(_ text: String) -> String {
        let day = context.today.adding(days: -1)
        return text.replacing(/\byesterday\b(?! \()/.ignoresCase(), maxReplacements: 1) { "\($0.0) (\(DayText.long(day)) \(day.year))" }
    }

    private func followUp(_ text: String) async throws -> Understood? {
        let (text, way) = Self.withoutWay(text)
        guard let spoken = SpokenDay(endOf: text, today: context.today) else {
            if let sentence = ImpossibleDay.sentence(for: text, today: context.today) { return .unclear(sentence) }
            return .unclear("Say the day as well, such as: follow up with \(PlainText.line(text, limit: 80)) on Friday.")
        }
        guard let contact = try await contact(in: spoken.before) else {
            return .unclear("I find no contact called \(ToolWords.quoted(spoken.before, 80)).")
        }
        let arguments: [String: JSONValue] = ["date": .string(spoken.day.description), "kind": .string(way)]
        return contact.map { .call(ScheduleFollowUp(), arguments.merging(["contact_id": .integer($0)]) { $1 }) }
    }

    /// Splits `the mill on Friday by email`; a call where nothing is said.
    private static func withoutWay(_ text: String) -> (text: String, way: String) {
        guard let match = text.firstMatch(of: /\sby (e-?mail|phone|call|visit|meeting)$/.ignoresCase()) else { return (text, "call") }
        let way = match.1.lowercased()
        return (String(text[..<match.range.lowerBound]), ["visit", "meeting"].contains(way) ? way : way.hasPrefix("e") ? "email" : "call")
    }

    private func agent(_ name: String) -> Understood? {
        let words = MessageWords.split(name)
        let found = AgentCatalog.all.first {
            MessageWords.split($0.title) == words || MessageWords.split($0.type.rawValue.replacing("_", with: " ")) == words
        }
        return found.map { .call(RunAgent(), ["agent": .string($0.type.rawValue)]) }
    }

    /// One contact whom a text names, or what to ask where it names several; nil for none.
    private func contact(in text: String) async throws -> Named? {
        let wider = try await widened(text)
        guard let subject = NamedSubject.find(in: MessageWords(text), wider, byPart: true), let first = subject.contacts.first else {
            return wider.found.manyAreCalledSo ? .several("Several contacts may be meant. Name the one you mean in full.") : nil
        }
        guard subject.contacts.count > 1 else { return .one(first.id) }
        let labels = subject.contacts.prefix(5).map(\.label) + (subject.contacts.count > 5 ? ["or another"] : [])
        return .several("Whom do you mean: \(labels.joined(separator: "; "))? Name one of them in full.")
    }

    private func widened(_ text: String) async throws -> PersonContext {
        try await WiderLook(store: bench.store).widened(context, for: .chat(message: text))
    }

    private enum Named {
        case one(Int64)
        case several(String)

        func map(_ command: (Int64) -> Understood) -> Understood {
            switch self {
            case .one(let id): command(id)
            case .several(let question): .unclear(question)
            }
        }
    }

    /// As a title: with a capital, without quotation marks around it.
    private static func capitalised(_ text: String) -> String {
        let bare = text.wholeMatch(of: /["\u{201C}](.+)["\u{201D}]/).map { String($0.1) } ?? text
        return bare.prefix(1).uppercased() + bare.dropFirst()
    }
}
