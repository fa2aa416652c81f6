import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A server on 127.0.0.1 that speaks chat completions and answers by script, each reply used once, in order.
package final class ScriptedLLM: Sendable {
    package indirect enum Reply: Sendable {
        /// A whole answer with 11 tokens in and 7 out.
        case text(String)
        case answer(status: Int = 200, headers: [String: String] = [:], body: String)
        case delayed(Duration, Reply)
        /// Closes the connection without a word.
        case hangUp
        /// Promises an answer and closes in its middle.
        case breakOff
        /// Sends one byte at a time, for ever.
        case trickle(every: Duration)
        /// Server-sent events, each a piece of its own on the wire.
        case stream([String], then: StreamEnd = .close)
    }

    package enum StreamEnd: Sendable {
        /// As an answer ends.
        case close
        /// Breaks the connection.
        case breakOff
        /// Says nothing more and stays.
        case hang
    }

    package struct Received: Sendable {
        package var path: String
        /// What follows the question mark; empty without one.
        package var query: String
        package var headers: [String: String]
        package var body: String
    }

    /// What `OPENAI_BASE_URL` is to be.
    package var baseURL: String { root + "/v1" }
    /// Scheme, host and port.
    package let root: String
    /// Each request, at the moment it has come in.
    package let arrivals: AsyncStream<Received>

    /// Serves while `body` runs; once `replies` are used up, every further request gets `further`.
    package static func serving<Value: Sendable>(
        _ replies: [Reply] = [], further: Reply = .text("Good morning."),
        _ body: @escaping @Sendable (ScriptedLLM) async throws -> Value
    ) async throws -> Value {
        let script = Script(replies: replies, further: further)
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let server = service(script) { running.yield($0.localAddress?.port ?? 0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { running.finish() }
                try await server.run()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await group.waitForAll()
                throw NotServing()
            }
            let result: Result<Value, any Error>
            do { result = .success(try await body(ScriptedLLM(port: port, script: script))) } catch { result = .failure(error) }
            // Never by cancelling: that kills the process when a connection is just being accepted.
            await server.triggerGracefulShutdown()
            try await group.waitForAll()
            return try result.get()
        }
    }

    package var requests: [Received] { script.state.withLock { $0.received } }

    private let script: Script

    private init(port: Int, script: Script) {
        root = "http://127.0.0.1:\(port)"
        arrivals = script.arrivals
        self.script = script
    }
}

private struct NotServing: Error {}

private func service(
    _ script: Script, onServerRunning: @escaping @Sendable (any Channel) async -> Void
) -> ServiceGroup {
    var logger = Logger(label: "scripted-llm")
    logger.logLevel = .error
    let application = Application(
        responder: CallbackResponder<ScriptContext> { try await script.response(to: $0, $1) },
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: onServerRunning, logger: logger
    )
    return ServiceGroup(configuration: .init(services: [application], logger: logger))
}

/// Keeps the channel, so that a reply can hang up.
private struct ScriptContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

private final class Script: Sendable {
    struct State {
        var replies: ArraySlice<ScriptedLLM.Reply>
        var received: [ScriptedLLM.Received] = []
    }

    let state: Mutex<State>
    let arrivals: AsyncStream<ScriptedLLM.Received>
    private let arrived: AsyncStream<ScriptedLLM.Received>.Continuation
    private let further: ScriptedLLM.Reply

    init(replies: [ScriptedLLM.Reply], further: ScriptedLLM.Reply) {
        state = Mutex(State(replies: replies[...]))
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
        self.further = further
    }

    func response(to request: Request, _ context: ScriptContext) async throws -> Response {
        let headers = request.headers.map { ($0.name.canonicalName, $0.value) }
        let received = ScriptedLLM.Received(
            path: request.uri.path, query: request.uri.query ?? "", headers: Dictionary(headers) { first, _ in first },
            body: String(buffer: try await request.body.collect(upTo: 4 << 20))
        )
        let reply = state.withLock { state in
            state.received.append(received)
            return state.replies.popFirst() ?? further
        }
        arrived.yield(received)
        return try await response(of: reply, context)
    }

    private func response(of reply: ScriptedLLM.Reply, _ context: ScriptContext) async throws -> Response {
        switch reply {
        case .text(let text):
            return json(try completion(saying: text))
        case .answer(let status, let headers, let body):
            return json(body, status: status, headers: headers)
        case .delayed(let duration, let reply):
            try await pause(duration)
            return try await response(of: reply, context)
        case .hangUp:
            try await context.channel.close()
            return Response(status: .ok)
        case .breakOff:
            return Response(status: .ok, body: ResponseBody(contentLength: 1000, breakOff))
        case .trickle(let interval):
            return Response(status: .ok, body: ResponseBody { try await trickle(every: interval, into: &$0) })
        case .stream(let pieces, let end):
            return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: ResponseBody { try await send(pieces, end, &$0) })
        }
    }
}

private func json(_ body: String, status: Int = 200, headers: [String: String] = [:]) -> Response {
    var fields: HTTPFields = [.contentType: "application/json"]
    for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
    return Response(status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(string: body)))
}

private func completion(saying text: String) throws -> String {
    let words = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1763289005,"model":"scripted-1",\
        "choices":[{"index":0,"message":{"role":"assistant","content":\(words),"refusal":null},\
        "logprobs":null,"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
        """
}

@Sendable private func breakOff(_ writer: inout any ResponseBodyWriter) async throws {
    try await writer.write(ByteBuffer(string: #"{"choices":[{"message":{"content":"Good mor"#))
    throw BrokenOff()
}

private struct BrokenOff: Error {}

private func send(_ pieces: [String], _ end: ScriptedLLM.StreamEnd, _ writer: inout any ResponseBodyWriter) async throws {
    for piece in pieces { try await writer.write(ByteBuffer(string: piece)) }
    switch end {
    case .close: try await writer.finish(nil)
    case .breakOff: throw BrokenOff()
    case .hang: try await pause(.seconds(3600))
    }
}

private func trickle(every interval: Duration, into writer: inout any ResponseBodyWriter) async throws {
    while true {
        try await writer.write(ByteBuffer(string: " "))
        try await pause(interval)
    }
}

/// Ends early, by throwing, when the server is to stop.
private func pause(_ duration: Duration) async throws {
    try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
}
