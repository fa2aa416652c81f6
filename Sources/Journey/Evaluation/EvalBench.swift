import Domain
import Storage

/// Has one case's message written the way of a run: context, prompt, writer and review are the pipeline's own.
struct EvalBench: Sendable {
    let evalCase: EvalCase
    let store: any Store

    private var clock: WallClock { .standing(at: evalCase.today) }
    private var settings: WorkspaceSettings { WorkspaceSettings(store: store, clock: clock) }
    private var person: Person { Person(workspace: .first, user: Users.owner) }

    /// Puts the case's rows in place.
    ///
    /// - Throws: `ValidationError` for rows that do not fit together, `StoreError`.
    func prepare() async throws {
        let now = clock.now()
        _ = try await store.commit(Users.table.update(.first, id: Users.owner, ["name": .text(evalCase.salesperson)], version: nil, now: now))
        if !evalCase.profile.isEmpty { _ = try await store.commit([BusinessProfiles.save(person, evalCase.profile, now: now)]) }
        for row in evalCase.rows { _ = try await store.commit(row.table.insert(.first, row.values, now: now)) }
        for message in evalCase.messages.sorted(by: { $0.day < $1.day }) { _ = try await store.commit(statements(message)) }
        guard let prompt = evalCase.prompt else { return }
        let agents = AgentEditor(store: store, clock: clock, settings: settings, signals: LocalSignals(), catchUp: .zero)
        let field = evalCase.recipient == .contact ? "contact_prompt" : "prompt"
        _ = try await agents.change(.key(evalCase.agent), in: .first, version: nil, to: [field: .text(prompt)])
    }

    private func statements(_ message: EvalMessage) -> [SQL] {
        let then = WallClock.standing(at: message.day).now()
        guard message.author != .agent else {
            return [
                Communications.insert(person, conversation: nil, kind: .agent(evalCase.agent), body: message.text, writer: .offline, now: then)
            ]
        }
        let direction = message.author == .contact ? "inbound" : "outbound"
        let values: Table.Values = ["contact_id": .integer(message.contact), "direction": .text(direction), "body": .text(message.text)]
        return ContactMessages.record(.first, values, now: then)
    }

    /// - Parameter seed: the offline composer's.
    /// - Throws: `LLMError`, `StoreError`.
    func subject(_ writer: any MessageWriter, seed: UInt64) async throws -> EvalSubject {
        let contexts = ContextBuilder(store: store, settings: settings, olderMessages: writer.drawsOnOlderMessages)
        let pipeline = Pipeline(store: store, clock: clock, contexts: contexts, writer: writer, owner: "eval", seed: { seed })
        let brief = try AgentBrief(evalCase.agent, try await store.read(Agents.brief(.first, evalCase.agent)))
        let account = brief.account(for: person)
        switch evalCase.recipient {
        case .contact:
            guard let contact = try await contexts.contacts(.first, [1])[1] else { throw RowNotFound(noun: "contact", id: 1) }
            let message = ClaimReview.examined(try await pipeline.write(brief, to: contact, account), to: contact)
            return EvalSubject(message, to: .contact(contact), others: others(than: contact.contact))
        case .user, .both:
            let context = try await contexts.context(of: person)
            return EvalSubject(try await pipeline.write(brief, to: context, account), to: .person(context), others: [])
        }
    }

    /// What tells of a contact that is not written to.
    private func others(than contact: ContactFact) -> [String] {
        let contacts = evalCase.rows.filter { $0.table.name == Contacts.table.name }.dropFirst()
        let words = contacts.flatMap { row in ["name", "company", "email", "phone"].compactMap { row.values.optionalText($0) } }
        return words.filter { $0.count > 2 && $0 != contact.name && $0 != contact.company }.withoutRepeats
    }
}
