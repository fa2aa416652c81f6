import Domain
import Storage

/// Turns plain commands into wishes, by the same tools as a model has.
struct PlainCommands {
    let bench: ToolBench
    let context: PersonContext

    /// Nil for a message that is none, for an errand without a day, and for one that only tells what happened to somebody who is not
    /// on record.
    ///
    /// - Throws: `StoreError`.
    func reply(to message: String) async throws -> AssistantReply? {
        guard let command = PlainCommand(message), let understood = try await understood(command) else { return nil }
        switch understood {
        case .unclear(let text): return AssistantReply(text, wishes: [], writer: .offline)
        case .call(let tool, let arguments):
            do {
                let wish = try await ToolCalls.wish(tool, arguments, bench)
                return AssistantReply("Please look whether this is what you mean.", wishes: [wish], writer: .offline)
            } catch {
                guard let fault = ToolFault(error) else { throw error }
                return AssistantReply("I can't do that: \(fault.sentence)", wishes: [], writer: .offline)
            }
        }
    }

    private enum Understood {
        case call(any ChangingTool, [String: JSONValue])
        /// What the person must say more clearly.
        case unclear(String)
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
        }
    }

    private func task(_ text: String) -> Understood {
        let due = SpokenDay(endOf: text, today: context.today) ?? SpokenDay(beforePurposeIn: text, today: context.today)
        guard let due, !due.rest.isEmpty else { return .call(CreateTask(), ["title": .string(Self.capitalised(text))]) }
        return .call(CreateTask(), ["title": .string(Self.capitalised(due.rest)), "due_date": .string(due.day.description)])
    }

    private func done(_ words: String) async throws -> Understood {
        let rows = try await bench.store.read(Tasks.search(bench.person, status: "pending", words: words, limit: 6))
        let tasks = rows.map(Tasks.table.values)
        return chosen(tasks, "pending task", words, { RecordLines.text($0.text("title")) }) { .call(CompleteTask(), ["task_id": .integer($0)]) }
    }

    private func deal(_ customer: String, _ status: String, _ reason: String?) async throws -> Understood {
        let deals = try await bench.rows(
            Deals.table, ["status": status == "open" ? nil : .text("open")], search: customer, sort: "updated_at", limit: 5)
        let label = { (deal: Table.Values) in
            [deal.text("customer"), deal.text("product")].filter { !$0.isEmpty }.map { RecordLines.text($0, 80) }.joined(separator: ", ")
        }
        return chosen(deals, status == "open" ? "deal" : "open deal", customer, label) { id in
            let why = status == "lost" ? reason.map { ["reason_failed": JSONValue.string($0)] } ?? [:] : [:]
            return .call(MoveDeal(), why.merging(["deal_id": .integer(id), "status": .string(status)]) { $1 })
        }
    }

    private func note(_ text: String) async throws -> Understood? {
        guard let contact = try await contact(in: text) else { return nil }
        return contact.map { .call(NoteCall(), ["contact_id": .integer($0), "text": .string(Self.capitalised(text))]) }
    }

    private func followUp(_ text: String) async throws -> Understood? {
        guard let spoken = SpokenDay(endOf: text, today: context.today) else {
            return .unclear("Say the day as well, such as: follow up with \(PlainText.line(text, limit: 80)) on Friday.")
        }
        guard let contact = try await contact(in: spoken.before) else {
            return .unclear("I find no contact called \(ToolWords.quoted(spoken.before, 80)).")
        }
        return contact.map { .call(ScheduleFollowUp(), ["contact_id": .integer($0), "date": .string(spoken.day.description)]) }
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
        return .several("Whom do you mean: \(labels.joined(separator: "; "))? Say the name in full.")
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

    private func chosen(
        _ rows: [Table.Values], _ noun: String, _ words: String, _ label: (Table.Values) -> String, _ command: (Int64) -> Understood
    ) -> Understood {
        guard let first = rows.first else { return .unclear("I find no \(noun) with the words \(ToolWords.quoted(words, 80)).") }
        guard rows.count > 1 else { return command(first.integer("id")) }
        let list = rows.prefix(5).map { "- \(label($0))" }.joined(separator: "\n")
        return .unclear("Which \(noun) do you mean? Say more of its words.\n\(list)")
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
