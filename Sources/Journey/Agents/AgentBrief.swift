import Domain
import Storage

import struct Foundation.TimeZone

/// What an agent is to write at this moment, and which of its versions says so.
struct AgentBrief: Equatable, Sendable {
    let type: AgentType
    /// Nil where the workspace has no row for a built-in agent.
    let version: AgentVersion?
    /// Nil for a built-in agent's own words.
    let prompt: String?
    /// The same for messages to contacts.
    let contactPrompt: String?
    /// What becomes of its messages to contacts.
    let autonomy: Autonomy
    /// What follows the first message to a contact.
    let sequence: MessageSequence
    /// How many messages it sends to contacts in a day; nil for no limit.
    let dailyCap: Int64?
    /// The models that write for it; none for the workspace's.
    let models: [String]

    /// On which days it is due.
    let days: ScheduleRules
    /// On whose clock these are; nil for the workspace's.
    let zone: TimeZone?
    /// What happens makes it run, besides its schedule; nil for nothing.
    let trigger: EventKind?

    /// - Parameter rows: of `Agents.brief`.
    /// - Throws: `AgentNotFound` for an own agent that is not there.
    init(_ type: AgentType, _ rows: [Row]) throws(AgentNotFound) {
        guard !rows.isEmpty || type.isBuiltIn else { throw AgentNotFound(.key(type)) }
        self.type = type
        version = rows.first.map { AgentVersion(agent: $0.integer(0), version: $0.integer(1)) }
        prompt = rows.first?.optionalText(2)
        contactPrompt = rows.first?.optionalText(3)
        sequence = SequenceSteps.sequence(rows.first?.text(6) ?? "")
        autonomy = (rows.first?.text(4)).flatMap(Autonomy.init) ?? .ask
        dailyCap = rows.first?.optionalInteger(5)
        models = JSONText.texts(rows.first?.text(7) ?? "")
        days = ScheduleRules(
            startDate: rows.first?.date(8), endDate: rows.first?.date(9),
            holidays: Set(JSONText.texts(rows.first?.text(10) ?? "").compactMap(LocalDate.init)))
        zone = (rows.first?.optionalText(11)).flatMap(knownTimeZone)
        trigger = (rows.first?.optionalText(12)).flatMap { try? Trigger(parsing: $0) }?.kind
    }

    /// In whose books its calls of models are.
    func account(for person: Person, run: Int64? = nil, mark: String? = nil) -> CallAccount {
        CallAccount(.run, for: person, agent: type, agentVersion: version?.version, run: run, mark: mark)
    }

    /// Whether its sequence has a step of this number; 0 is its own message.
    func has(_ step: Int) -> Bool { step == 0 || sequence[step] != nil }

    /// Whether a message that was due is not written any more once the contact has written: not where it is an answer itself, in a sequence or
    /// to what has come.
    ///
    /// - Parameters:
    ///   - step: of the sequence; nil or 0 for the agent's own message.
    ///   - isOfEvent: whether it is written because something has happened.
    func isStoppedByReply(_ step: Int?, isOfEvent: Bool) -> Bool {
        sequence.isStoppedByReply(step, isAnswer: isOfEvent && trigger == .inboundMessage)
    }

    /// What a step of the sequence is to say: the first message for none and for step 0.
    ///
    /// - Throws: `LLMError.unusable` for a step that the agent has no more.
    func contactPrompt(of step: Int?) throws(LLMError) -> String? {
        guard let step, step > 0 else { return contactPrompt }
        guard let prompt = sequence[step]?.prompt else { throw .unusable(reason: "The agent's sequence has no step \(step) any more.") }
        return prompt
    }

    /// Tells the template of a step from every other one of the agent's, its built-in words included.
    func template(of step: Int?) throws(LLMError) -> String { Fingerprint.of(try contactPrompt(of: step) ?? "") }
}
