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
        var texts: [String] = []
        var wishes: [ToolWish] = []
        for command in Self.commands(in: message) {
            guard let understood = try await understood(command) else { return nil }
            switch try await outcome(understood) {
            case .wish(let wish): wishes.append(wish)
            case .text(let text): texts.append(text)
            }
        }
        if !wishes.isEmpty, texts.isEmpty { texts = [wishes.count == 1 ? "Is this what you mean?" : "Are these what you mean?"] }
        return wishes.isEmpty && texts.isEmpty ? nil : AssistantReply(texts.joined(separator: "\n"), wishes: wishes, writer: .offline)
    }

    /// One for each sentence where each is one; else what the whole is, such as a note of several sentences.
    private static func commands(in message: String) -> [PlainCommand] {
        let sentences = message.split(separator: /(?:[.!;]\s+|\n+)(?:and )?(?=\p{L})/.ignoresCase()).prefix(8)
        let commands = sentences.compactMap { PlainCommand(String($0)) }
        guard commands.count == sentences.count, commands.count > 1 else { return PlainCommand(message).map { [$0] } ?? [] }
        return commands
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
        case .task(let text): return task(text)
        case .errand(let text): return SpokenDay(endOf: text, today: context.today)?.followsAnErrand == true ? task(text) : nil
        case .done(let words): return try await done(words)
        case .deal(let customer, let status, let reason): return try await deal(customer, status, reason)
        case .note(let text): return try await note(text)
        case .followUp(let text): return try await followUp(text)
        case .agent(let name): return agent(name)
        case .report(let told):
            let understood = try await understood(told)
            if case .unknown? = understood { return nil }
            return understood
        }
    }

    private func task(_ text: String) -> Understood {
        let due = SpokenDay(endOf: text, today: context.today) ?? SpokenDay(beforePurposeIn: text, today: context.today)
        guard let due, !due.rest.isEmpty else { return .call(CreateTask(), ["title": .string(Self.capitalised(text))]) }
        return .call(CreateTask(), ["title": .string(Self.capitalised(due.rest)), "due_date": .string(due.day.description)])
    }

    private func done(_ words: String) async throws -> Understood {
        let rows = try await bench.store.read(Tasks.search(bench.person, status: "pending", words: words, limit: Self.mostSearched))
        let tasks = rows.map(Tasks.table.values)
        return chosen(tasks, "pending task", words, { RecordLines.text($0.text("title")) }) { .call(CompleteTask(), ["task_id": .integer($0)]) }
    }

    private func deal(_ customer: String, _ status: String, _ reason: String?) async throws -> Understood {
        let deals = try await bench.rows(
            Deals.table, ["status": status == "open" ? nil : .text("open")], search: customer, sort: "updated_at", limit: Int(Self.mostSearched))
        let label = { (deal: Table.Values) in
            [deal.text("customer"), deal.text("product")].filter { !$0.isEmpty }.map { RecordLines.text($0, 80) }.joined(separator: ", ")
        }
        return chosen(deals, status == "open" ? "deal" : "open deal", customer, label) { id in
            let why = status == "lost" ? reason.map { ["reason_failed": JSONValue.string($0)] } ?? [:] : [:]
            return .call(MoveDeal(), why.merging(["deal_id": .integer(id), "status": .string(status)]) { $1 })
        }
    }

    /// The search finds letters inside words too.
    private static let mostSearched: Int64 = 50

    private func note(_ text: String) async throws -> Understood? {
        guard let contact = try await contact(in: text) else { return nil }
        return contact.map { .call(NoteCall(), ["contact_id": .integer($0), "text": .string(Self.capitalised(text))]) }
    }

    private func followUp(_ text: String) async throws -> Understood? {
        let (text, way) = Self.withoutWay(text)
        guard let spoken = SpokenDay(endOf: text, today: context.today) else {
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
        let wider = try await WiderLook(store: bench.store).widened(context, for: .chat(message: text))
        guard let subject = NamedSubject.find(in: MessageWords(text), wider, byPart: true), let first = subject.contacts.first else { return nil }
        guard subject.contacts.count > 1 else { return .one(first.id) }
        let labels = subject.contacts.prefix(5).map(\.label)
        return .several("Whom do you mean: \(labels.joined(separator: "; "))? Name one of them in full.")
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

    /// The one row whose label has all the words, or what to ask where none has, or several have.
    private func chosen(
        _ rows: [Table.Values], _ noun: String, _ words: String, _ label: (Table.Values) -> String, _ command: (Int64) -> Understood
    ) -> Understood {
        let wanted = MessageWords.split(words)
        let rows = rows.filter { row in !wanted.isEmpty && Self.holds(MessageWords.split(label(row)), all: wanted) }
        guard let first = rows.first else { return .unknown("I find no \(noun) with the words \(ToolWords.quoted(words, 80)).") }
        guard rows.count > 1 else { return command(first.integer("id")) }
        let list = rows.prefix(5).map { "- \(label($0))" }.joined(separator: "\n")
        return .unclear("Which \(noun) do you mean? Say more of its words.\n\(list)")
    }

    /// Whether each word is one of the label's, or the beginning of one.
    private static func holds(_ label: [String], all words: [String]) -> Bool {
        words.allSatisfy { word in label.contains { $0 == word || word.count > 2 && $0.hasPrefix(word) } }
    }

    /// As a title: with a capital, without quotation marks around it.
    private static func capitalised(_ text: String) -> String {
        let bare = text.wholeMatch(of: /["\u{201C}](.+)["\u{201D}]/).map { String($0.1) } ?? text
        return bare.prefix(1).uppercased() + bare.dropFirst()
    }
}
