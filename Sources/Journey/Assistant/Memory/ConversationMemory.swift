import Domain
import Storage

/// What a model is told of a conversation so far: its latest messages within a budget, and the rest in short.
struct ConversationMemory: Sendable {
    /// Characters of messages word for word: about 3,000 tokens.
    static let budget = 12_000
    /// How many messages stay word for word.
    static let kept = 12
    /// With how many the older ones are put in short.
    static let most = 24
    /// How many are put in short at a time.
    static let covered = 40

    /// Empty where everything is there word for word.
    var summary = ""
    /// The last message that the summary covers.
    var through: Int64 = 0
    /// What the summary does not cover, newest first.
    var messages: [MessageFact] = []

    /// - Throws: `StoreError`.
    init(of person: Person, _ conversation: Int64, in store: any Store) async throws {
        let answers = try await store.read([
            ConversationMemories.summary(person, conversation),
            ConversationMemories.messages(person, conversation, newestFirst: true, limit: Int64(Self.most + 1)),
        ])
        summary = answers[0].first?.text(0) ?? ""
        through = answers[0].first?.integer(1) ?? 0
        messages = answers[1].compactMap(ConversationMemories.message)
    }

    /// The newest messages that fit into the budget, without one of them.
    func latest(without question: Int64) -> [MessageFact] {
        var left = Self.budget
        return messages.filter { $0.id != question }.prefix(Self.most).prefix { message in
            left -= Self.length(message)
            return left >= 0
        }
    }

    /// Whether older messages are to be put in short.
    var isLong: Bool { messages.count > Self.most || messages.map(Self.length).reduce(0, +) > Self.budget }

    /// What stays word for word then: half of the budget at most, so that the next messages do not call for it again.
    var lasting: [MessageFact] {
        var left = Self.budget / 2
        let fitting = messages.prefix(Self.kept).prefix { message in
            left -= Self.length(message)
            return left >= 0
        }
        return Array(fitting.isEmpty ? messages.prefix(1) : fitting)
    }

    /// As much of a message as a model is shown.
    private static func length(_ message: MessageFact) -> Int { min(message.body.count, PromptBuilder.longestTurn) }

    /// What is to be put in short next, oldest first.
    ///
    /// - Throws: `StoreError`.
    static func overdue(of person: Person, _ conversation: Int64, keeping latest: [MessageFact], in store: any Store) async throws -> [MessageFact] {
        let statement = ConversationMemories.messages(person, conversation, newestFirst: false, limit: Int64(covered))
        let kept = latest.last?.id ?? 0
        return try await store.read(statement).compactMap(ConversationMemories.message).filter { $0.id < kept }
    }
}
