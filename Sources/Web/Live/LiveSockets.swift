import Domain
import HTTPTypes
import Journey
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOWebSocket
import Storage
import Synchronization

/// The WebSockets at `/api/v1/ws`: each tells one person's history as it grows.
struct LiveSockets: Sendable {
    let services: WebServices
    let edge: Edge
    static let path = "/api/v1/ws"
    /// A reader that has not answered a ping when the next is due is gone.
    private static let heartbeat = ReaderWatch.interval

    /// Who reads, and what they have seen.
    struct Reader: Sendable {
        var person: Person
        var after: Int64?
        /// Whether it wants answers as they are being written.
        var words: Bool
        /// Whether it wants to know how many drafts wait.
        var drafts: Bool

        /// What tells again and again that it may still read.
        var credential: Credential?
        var principal: Principal

        /// Nil where the request is no valid one for this.
        init?(_ head: HTTPRequestHead, asking principal: Principal, with credential: Credential?) {
            let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts[0] == LiveSockets.path else { return nil }
            let query = QueryString.parse(parts.count > 1 ? String(parts[1]) : nil)
            func number(_ name: String) -> Int64? { query.first { $0.name == name }.flatMap { Int64($0.value) } }
            let named = query.contains { $0.name == "user_id" } ? number("user_id") : principal.user
            guard let user = named, Field.identifiers.contains(user), principal.reach.user ?? user == user else { return nil }
            person = Person(workspace: principal.workspace, user: user)
            self.credential = credential
            self.principal = principal
            after = number("after")
            func flag(_ name: String) -> Bool { query.contains { $0.name == name && $0.value == "true" } }
            words = flag("words")
            drafts = flag("drafts")
        }
    }

    /// The reader to whom this request may open a WebSocket; nil where it may not.
    func reader(asking head: HTTPRequestHead, from peer: ClientOrigin) async -> Reader? {
        guard let request = try? HTTPRequest(head, secure: false, splitCookie: false), let client = await edge.client(opening: head, from: peer),
            let principal = try? await AccessGate(services: services, guarding: edge.guarding)
                .principal(asking: request, from: client, for: .read(.queriedUser)),
            let reader = Reader(head, asking: principal, with: Credential(request, from: client))
        else { return nil }
        let known = try? await services.store.within(principal.workspace).read(Users.exists(reader.person))
        return known?.isEmpty == false ? reader : nil
    }

    /// Ends when the reader goes away, or the server stops.
    func serve(_ reader: Reader, over channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>) async {
        await WorkspaceScope.$current.withValue(.workspace(reader.person.workspace)) { await follow(reader, over: channel) }
    }

    private func follow(_ reader: Reader, over channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>) async {
        try? await channel.executeThenClose { inbound, outbound in
            let signs = SignsOfLife()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await answer(inbound, outbound, signs) }
                group.addTask { try? await tell(reader, outbound) }
                group.addTask { try? await beat(reader, outbound, signs) }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// A reader says nothing but that it is there, or that it goes.
    private func answer(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ signs: SignsOfLife
    ) async throws {
        for try await frame in inbound {
            signs.seen()
            switch frame.opcode {
            case .ping: try await outbound.write(.pong(to: frame))
            case .pong: continue
            case .connectionClose: return try await outbound.write(.closing(.normalClosure))
            default: return try await outbound.write(.closing(.unacceptableData))
            }
        }
    }

    private func tell(_ reader: Reader, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>) async throws {
        try await services.feed.follow(reader.person, after: reader.after, words: reader.words, drafts: reader.drafts) { news in
            for row in news.messages { try await outbound.write(.text(LiveMessage.json(row))) }
            for part in news.parts { try await outbound.write(.text(LiveMessage.json(part))) }
            if let drafts = news.drafts { try await outbound.write(.text(LiveMessage.json(drafts))) }
        }
        try await outbound.write(.closing(.goingAway))
    }

    /// Looks with each beat whether the reader's session still counts.
    private func beat(
        _ reader: Reader, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ signs: SignsOfLife
    ) async throws {
        var watch = services.watch(reader.credential, of: reader.principal)
        while true {
            try await services.clock.sleep(Self.heartbeat)
            guard signs.take() else { return }
            do { try await watch.look() } catch {
                return try await outbound.write(.closing(.policyViolation))
            }
            try await outbound.write(.ping)
        }
    }
}

/// Whether a reader has said anything lately.
private final class SignsOfLife: Sendable {
    private let isAlive = Mutex(true)

    func seen() { isAlive.withLock { $0 = true } }

    /// Whether there was a sign since the last call.
    func take() -> Bool {
        isAlive.withLock { isAlive in
            defer { isAlive = false }
            return isAlive
        }
    }
}
