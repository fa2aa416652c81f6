import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite(.timeLimit(.minutes(10))) struct `An answer that is being written` {
    @Test func `is told word by word to who follows, a tool's work too, and is over once the message is there`() async throws {
        let gate = Gate()
        // It says all words and is not done, so that they are told however slow the reader is.
        let model = SpeakingModel(gate, then: ScriptedModel(.call("show_progress"), .says("You are on track.")))
        try await EngineFixture.with(users: 2, writer: ScriptedWriter(model: model)) { engine in
            let live = Live(engine)
            try await live.following { reader in
                let asking = Task { try await live.chat(reader).answer(owner, typed: "How far am I?", streams: true) }
                try await eventually("the tool's work is told") { reader.parts.contains { $0.tools == ["show_progress"] } }
                try await eventually("the words are told") { reader.parts.last?.text == "You are on track." }
                gate.open()
                let answer = try await asking.value
                try await eventually("the message is there") { reader.parts.last?.isOver == true && reader.messages.contains(answer.id) }
                #expect(reader.text(of: answer.question) == "You are on track.")
                #expect(Set(reader.parts.map(\.key)).count == 1 && reader.parts.allSatisfy { $0.question == answer.question })
            }
            #expect(live.answers.own(owner).isEmpty)
        }
    }

    @Test func `is told whole to who comes later or comes back, and to nobody who follows another person`() async throws {
        try await EngineFixture.with(users: 2) { engine in
            let live = Live(engine)
            let writing = live.answers.begin(for: owner, question: 7, conversation: nil)
            writing.say("Good ")
            try await live.following { first in
                try await eventually { first.text(of: 7) == "Good " }
                writing.say("morning")
                try await live.following { second in
                    try await eventually { first.text(of: 7) == "Good morning" && second.text(of: 7) == "Good morning" }
                    #expect(second.parts.first?.isStart == true)
                }
                try await live.following(Person(workspace: .first, user: 2)) { other in
                    writing.restart()
                    writing.say("Hello")
                    try await eventually { first.text(of: 7) == "Hello" }
                    #expect(other.parts.isEmpty)
                }
                writing.end()
                try await eventually { first.parts.last?.isOver == true }
            }
        }
    }

    @Test func `is not told to a reader who wants messages alone`() async throws {
        try await EngineFixture.with { engine in
            let live = Live(engine)
            try await live.following(words: false) { plain in
                try await live.following { reader in
                    let writing = live.answers.begin(for: owner, question: 7, conversation: nil)
                    writing.say("Good")
                    try await eventually { reader.text(of: 7) == "Good" }
                    live.followers.tell([owner])
                    writing.end()
                    try await eventually { reader.parts.last?.isOver == true }
                }
                #expect(plain.parts.isEmpty)
            }
        }
    }

    @Test func `costs no look at the database for its words`() async throws {
        try await EngineFixture.with { engine in
            let store = CountingStore(engine.store)
            let live = Live(engine, reading: store)
            try await live.following { reader in
                let writing = live.answers.begin(for: owner, question: 7, conversation: nil)
                writing.say("a")
                try await eventually { reader.text(of: 7) == "a" }
                let before = store.reads
                for number in 0..<100 { writing.say("\(number % 10)") }
                try await eventually { reader.text(of: 7).count == 101 }
                #expect(store.reads == before)
                writing.end()
            }
        }
    }

    @Test func `is told at another instance of the same database, and forgotten there where its own has died`() async throws {
        try await EngineFixture.with { engine in
            let clock = engine.clock
            let (here, there) = (Live(engine, instance: "here", isShared: true), Live(engine, instance: "there", isShared: true))
            let writing = here.answers.begin(for: owner, question: 7, conversation: 3)
            writing.say("Good morning")
            try await eventually { clock.sleepers > 0 }
            clock.advance(by: .milliseconds(200))
            try await eventually { try await engine.store.read(SQL("SELECT 1 FROM answers_under_way")).count == 1 }
            try await there.following { reader in
                try await eventually { reader.text(of: 7) == "Good morning" }
                #expect(reader.parts.first?.conversation == 3)
                writing.end()
                try await eventually { try await engine.store.read(SQL("SELECT 1 FROM answers_under_way")).isEmpty }
                there.followers.tellWordsElsewhere([owner])
                try await eventually { reader.parts.last?.isOver == true }
            }
            let lost = here.answers.begin(for: owner, question: 8, conversation: nil)
            lost.say("Half")
            try await eventually { clock.sleepers > 0 }
            clock.advance(by: .milliseconds(200))
            try await eventually { try await engine.store.read(SQL("SELECT 1 FROM answers_under_way")).count == 1 }
            clock.advance(by: .seconds(91))
            #expect(try await engine.store.read(AnswersUnderWay.others(owner, than: "there", now: clock.now)).isEmpty)
        }
    }

    @Test func `that broke off among its words is asked for once more`() async throws {
        let model = BreakingModel()
        try await EngineFixture.with(users: 2, writer: ScriptedWriter(model: model)) { engine in
            let live = Live(engine)
            try await live.following { reader in
                let answer = try await live.chat(reader).answer(owner, typed: "How far am I?", streams: true)
                #expect(answer.message.text == "All of it.")
                // A reader that looks late sees the message only.
                try await eventually { reader.messages.contains(answer.id) }
                #expect(live.answers.own(owner).isEmpty)
            }
        }
    }
}

/// Followers of a history through a process of their own.
private struct Live: Sendable {
    let engine: EngineFixture
    let followers = HistoryFollowers()
    let answers: LiveAnswers
    private let store: any Store

    init(_ engine: EngineFixture, reading store: (any Store)? = nil, instance: String = "here", isShared: Bool = false) {
        self.engine = engine
        self.store = store ?? engine.store
        answers = LiveAnswers(
            followers: followers, relayingThrough: isShared ? engine.store : nil, clock: engine.clock.wall, instance: instance)
    }

    /// A chat whose messages are told to the reader's process.
    func chat(_ reader: Reader) -> Chat {
        let watched = WatchedStore(
            engine.store, onHistory: { [followers] in followers.tell($0) }, onDrafts: { [followers] in followers.tellDrafts($0) })
        let pipeline = engine.pipeline(on: watched)
        let desk = ProposalDesk(pipeline: pipeline, settings: WorkspaceSettings(store: watched, clock: engine.clock.wall))
        return Chat(
            pipeline: pipeline, assistant: Assistant(pipeline: pipeline, desk: desk), memory: MemoryKeeper(pipeline: pipeline, logger: .silent),
            live: answers)
    }

    func following(_ person: Person = owner, words: Bool = true, _ body: (Reader) async throws -> Void) async throws {
        let reader = Reader()
        let feed = HistoryFeed(store: store, clock: engine.clock.wall, followers: followers, answers: answers, draining: Draining())
        let following = Task {
            try await feed.follow(person, after: nil, words: words) { reader.take($0) }
        }
        try await eventually { reader.hasBegun }
        let result: Result<Void, any Error>
        do { result = .success(try await body(reader)) } catch { result = .failure(error) }
        following.cancel()
        _ = await following.result
        try result.get()
    }
}

/// What a reader has been told.
private final class Reader: Sendable {
    private struct State {
        var hasBegun = false
        var messages: Set<Int64> = []
        var parts: [AnswerPart] = []
    }

    private let state = Mutex(State())

    var hasBegun: Bool { state.withLock { $0.hasBegun } }
    var messages: Set<Int64> { state.withLock { $0.messages } }
    var parts: [AnswerPart] { state.withLock { $0.parts } }

    func take(_ news: HistoryNews) {
        state.withLock { state in
            state.hasBegun = true
            state.messages.formUnion(news.messages.map { $0.integer(0) })
            state.parts += news.parts
        }
    }

    /// As a reader puts it together.
    func text(of question: Int64) -> String {
        parts.filter { $0.question == question }.reduce("") { $1.isStart ? $1.text : $0 + $1.text }
    }
}

/// Breaks off among its words, and answers whole.
private struct BreakingModel: LLMProvider {
    let model = "breaking"

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion { Completion(text: "All of it.", model: model) }
    func stream(_ request: CompletionRequest) -> CompletionStream { CompletionStream { Source() } }

    private final class Source: CompletionSource {
        private var count = 0

        func next() async throws(LLMError) -> CompletionEvent? {
            count += 1
            guard count == 1 else { throw .unavailable(reason: "broken", retryAfter: nil) }
            return .text("Half")
        }
    }
}

/// Says the words of its answer, and ends it once the gate is open.
private struct SpeakingModel: LLMProvider {
    let model = "speaking"
    let gate: Gate
    let script: ScriptedModel

    init(_ gate: Gate, then script: ScriptedModel) { (self.gate, self.script) = (gate, script) }

    func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion { try await script.complete(request) }
    func stream(_ request: CompletionRequest) -> CompletionStream { CompletionStream { Source(request, self) } }

    private final class Source: CompletionSource {
        private let request: CompletionRequest
        private let model: SpeakingModel
        private var completion: Completion?

        init(_ request: CompletionRequest, _ model: SpeakingModel) { (self.request, self.model) = (request, model) }

        func next() async throws(LLMError) -> CompletionEvent? {
            if let completion {
                do { try await model.gate.pass() } catch { throw .cancelled }
                return .completion(completion)
            }
            let made = try await model.script.complete(request)
            guard made.toolCalls.isEmpty else { return .completion(made) }
            completion = made
            return .text(made.text)
        }
    }
}
