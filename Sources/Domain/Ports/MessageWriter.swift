/// The port behind which every message is written, by a model or offline.
package protocol MessageWriter: Sendable {
    /// Writes one message to the recipient of `assignment`.
    ///
    /// Throws rather than returning text that is not the message: no apology ever stands in for one.
    func write(_ assignment: Assignment) async throws(LLMError) -> WrittenMessage

    /// How the page and the runs name this writer.
    var name: WriterName { get }

    /// Whether it draws on `PersonContext.written`, which otherwise need not be read.
    var drawsOnOlderMessages: Bool { get }

    /// The model behind it, for whoever asks it more than for one message; nil where it writes offline.
    func model(in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel?
}

extension MessageWriter {
    package func model(in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel? { nil }
}

/// What is to be written.
package struct Assignment: Sendable {
    package enum Purpose: Equatable, Sendable {
        case agent(AgentType)
        /// Answer what the person just said; the text is data, never instructions to the product.
        case chat(message: String)
    }

    /// To whom it is written, with all that may be drawn on: what is known of a person's business never gets to a contact, as
    /// it is not there.
    package enum Recipient: Equatable, Sendable {
        case person(PersonContext)
        case contact(ContactContext)
    }

    package var purpose: Purpose
    /// The template of an agent's message that takes the place of a built-in agent's own words; nil for those.
    package var prompt: String?
    package var recipient: Recipient
    /// Feeds the offline composer's choice among its phrasings, so that a run can be repeated exactly.
    package var seed: UInt64
    /// Who pays where a model writes; nil for nobody's books.
    package var account: CallAccount?
    /// How a message to a contact goes out; what a model names beyond these is refused.
    package var channels: [MessageChannel] = MessageChannel.allCases
    /// The models that are to write, as `account:model`, the first one first; none for the workspace's.
    package var models: [String] = []

    package init(purpose: Purpose, prompt: String? = nil, context: PersonContext, seed: UInt64, account: CallAccount? = nil) {
        self.purpose = purpose
        self.account = account
        self.prompt = prompt
        recipient = .person(context)
        self.seed = seed
    }

    /// An agent's message to a contact.
    package init(_ agent: AgentType, prompt: String? = nil, to contact: ContactContext, seed: UInt64, account: CallAccount? = nil) {
        purpose = .agent(agent)
        self.account = account
        self.prompt = prompt
        recipient = .contact(contact)
        self.seed = seed
    }

    /// The person to whom it is written, or who looks after the contact.
    package var person: Person {
        switch recipient {
        case .person(let context): context.person
        case .contact(let context): context.person
        }
    }
}

package struct WrittenMessage: Equatable, Sendable {
    package var text: String
    package var writer: WriterName
    package var tokensIn: Int64?
    package var tokensOut: Int64?
    /// On one line; only of messages to contacts.
    package var subject: String?
    /// The ids of the facts that a model says it drew on; only of messages to contacts.
    package var facts: [String] = []
    /// What its text states and no fact carries.
    package var findings: [UncarriedClaim] = []
    /// The same of its subject.
    package var subjectFindings: [UncarriedClaim] = []

    package var wording: MessageWording { MessageWording(subject: subject, body: text) }
    package var isBorneOut: Bool { findings.isEmpty && subjectFindings.isEmpty }

    package init(text: String, writer: WriterName, tokensIn: Int64? = nil, tokensOut: Int64? = nil) {
        self.text = text
        self.writer = writer
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
    }
}

/// `offline`, or the provider and model as `openai:gpt-4o-mini`.
package struct WriterName: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
    package static let offline = WriterName("offline")
    package var isOffline: Bool { self == .offline }
    /// What stands before the colon: `openai`, or `offline`.
    package var provider: String { colon.map { String(description[..<$0]) } ?? description }
    /// What stands after it; nil for offline.
    package var model: String? {
        guard !isOffline, !description.isEmpty else { return nil }
        return colon.map { String(description[description.utf8.index(after: $0)...]) } ?? description
    }

    private var colon: String.Index? { description.utf8.firstIndex(of: UInt8(ascii: ":")) }
}
