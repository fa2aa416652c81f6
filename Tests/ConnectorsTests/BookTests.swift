import Connectors
import Domain
import Synchronization
import TestSupport
import Testing

@Suite struct `The books on every provider` {
    @Test(arguments: Spoken.all) func `hold each try with how it ended and what it took`(spoken: Spoken) async throws {
        let books = Books()
        let busy = ScriptedLLM.Reply.answer(status: 503, body: "{}")
        try await asking(spoken, [busy, .hangUp, .answer(body: spoken.dialect.answer("Hi"))], books: books) { harness, _ in
            _ = try await harness.provider.complete(accounted)
        }
        #expect(books.entries.map(\.result.outcome) == [.unavailable, .unavailable, .answered])
        // Nobody charges for a status; a connection that broke may hide an answer.
        #expect(books.entries[0].result.use == .nothing && books.entries[1].result.use == .unknown)
        guard case .counted(let tokens) = books.entries[2].result.use else { throw UnexpectedSuccess(text: "no count") }
        #expect(tokens.input > 0 && tokens.output > 0)
        #expect(books.entries.allSatisfy { $0.call.most.output >= 800 && $0.call.most.input > 20 && $0.call.account == account })
        #expect(Set(books.entries.map(\.call.key)).count == 3)
    }

    @Test(arguments: Spoken.all) func `are asked before each try, and nothing is sent where they refuse`(spoken: Spoken) async throws {
        let books = Books(allowing: 1)
        try await asking(spoken, [.answer(status: 503, body: "{}"), .answer(body: spoken.dialect.answer("Hi"))], books: books) { harness, server in
            await #expect(throws: Books.refusal) { try await harness.provider.complete(accounted) }
            #expect(server.requests.count == 1)
        }
        #expect(books.entries.count == 1)
    }

    @Test(arguments: Spoken.all) func `hold a stream that ended, that broke off, and that nobody read on`(spoken: Spoken) async throws {
        let books = Books()
        let whole = spoken.dialect.stream(["Good ", "morning"])
        let begun = Array(whole.prefix { !$0.contains("morning") })
        try await asking(spoken, [.stream(whole), .stream(begun, then: .breakOff), .stream(begun, then: .comments)], maxRetries: 0, books: books) {
            harness, _ in
            _ = try await harness.stream(accounted)
            await #expect(throws: LLMError.self) { try await harness.stream(accounted) }
            for try await case .text in harness.provider.stream(accounted) { break }
        }
        try await eventually { books.entries.count == 3 }
        #expect(books.entries.map(\.result.outcome) == [.answered, .unavailable, .cancelled])
        #expect(books.entries[1].result.use == .unknown && books.entries[2].result.use == .unknown)
    }

    @Test func `count what a refused answer took`() async throws {
        let books = Books()
        let refused = #"{"choices":[{"message":{"refusal":"No."},"finish_reason":"stop"}],"usage":{"prompt_tokens":40,"completion_tokens":3}}"#
        try await asking(Spoken.all[0], [.answer(body: refused)], books: books) { harness, _ in
            _ = await #expect(throws: LLMError.self) { try await harness.provider.complete(accounted) }
        }
        #expect(books.entries.map(\.result.outcome) == [.unusable])
        #expect(books.entries[0].result.use == .counted(CallTokens(input: 40, output: 3)))
    }

    @Test func `leave out what is in nobody's`() async throws {
        let books = Books(allowing: 0)
        try await asking(Spoken.all[0], [.answer(body: Spoken.all[0].dialect.answer("Hi"))], books: books) { harness, _ in
            _ = try await harness.complete()
        }
        #expect(books.entries.isEmpty)
    }
}

private let account = CallAccount(.chat, for: Person(workspace: .first, user: 1))
private let accounted = CompletionRequest(messages: question.messages, account: account)

/// Books that allow so many tries, and keep their ends.
final class Books: CallLedger {
    struct Entry: Sendable {
        var call: PlannedCall
        var result: CallResult
    }

    static let refusal = LLMError.overBudget(reason: "nothing left", retryAfter: nil)
    private let left: Mutex<Int>
    private let ended = Mutex<[Entry]>([])

    init(allowing tries: Int = .max) { left = Mutex(tries) }

    var entries: [Entry] { ended.withLock { $0 } }

    func begin(_ call: PlannedCall) async throws(LLMError) {
        let isAllowed = left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        guard isAllowed else { throw Self.refusal }
    }

    func end(_ call: PlannedCall, _ result: CallResult) { ended.withLock { $0.append(Entry(call: call, result: result)) } }
}
