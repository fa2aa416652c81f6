import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// Keeps the channel, so that a reply can hang up.
struct ScriptContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// The replies that are left, and what has come in.
final class Script: Sendable {
    struct State {
        var replies: ArraySlice<ScriptedLLM.Reply>
        var received: [ScriptedLLM.Received] = []
    }

    let state: Mutex<State>
    let arrivals: AsyncStream<ScriptedLLM.Received>
    private let arrived: AsyncStream<ScriptedLLM.Received>.Continuation
    let departures: AsyncStream<Void>
    private let departed: AsyncStream<Void>.Continuation
    private let further: ScriptedLLM.Reply

    init(replies: [ScriptedLLM.Reply], further: ScriptedLLM.Reply) {
        state = Mutex(State(replies: replies[...]))
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
        (departures, departed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
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
            return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: ResponseBody { try await self.send(pieces, end, &$0) })
        }
    }

    private func send(_ pieces: [String], _ end: ScriptedLLM.StreamEnd, _ writer: inout any ResponseBodyWriter) async throws {
        for piece in pieces { try await writer.write(ByteBuffer(string: piece)) }
        switch end {
        case .close: try await writer.finish(nil)
        case .breakOff: throw BrokenOff()
        case .hang: try await pause(.seconds(3600))
        case .comments: try await sendComments(&writer)
        }
    }

    private func sendComments(_ writer: inout any ResponseBodyWriter) async throws {
        do {
            while true {
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
                try await pause(.milliseconds(5))
            }
        } catch {
            departed.yield()
            throw error
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
