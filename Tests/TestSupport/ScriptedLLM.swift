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
        /// Sends comments for as long as somebody takes them.
        case comments
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
    /// Each time a client turned out to have gone before the end of `comments`.
    package let departures: AsyncStream<Void>

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
        departures = script.departures
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
