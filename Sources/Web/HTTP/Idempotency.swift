import Domain
import HTTPTypes
import NIOCore
import Storage

/// Honours the `Idempotency-Key` header: a request sent again with its key is carried out once and answered twice.
///
/// The key is marked as applied in the transaction of the request's own change, so a crash between the change and its
/// answer cannot lead to a second change. A request of several changes that is repeatable, such as an import, holds on to its
/// key with each of them instead: after a crash it is carried out again, and by one at a time.
struct Idempotency: Sendable {
    let services: WebServices
    let keysInHand: KeysInHand
    static let header = HTTPField.Name("Idempotency-Key")!
    static let replayed = HTTPField.Name("Idempotency-Replayed")!

    private var store: any Store { services.store }

    func answer(_ request: WebRequest, carryOut: (WebRequest) async throws -> Answer) async throws -> Answer {
        guard let key = request.head.headerFields[Self.header] else { return try await carryOut(request) }
        guard (1...255).contains(key.utf8.count) else {
            throw ValidationError(field: "Idempotency-Key", "Idempotency-Key must have 1 to 255 characters.")
        }
        let place = "\(request.workspace.value)/\(key)"
        guard keysInHand.take(place) else { throw stillRunning }
        defer { keysInHand.putBack(place) }
        if let earlier = try await earlierAnswer(request, key) { return earlier }
        return try await first(request, key, carryOut)
    }

    private func first(_ request: WebRequest, _ key: String, _ carryOut: (WebRequest) async throws -> Answer) async throws -> Answer {
        var marked = request
        marked.effects = [IdempotencyKeys.markApplied(request.workspace, key: key, owner: services.instance)]
        marked.effectsOfEach = { [owner = services.instance] now in
            [IdempotencyKeys.hold(request.workspace, key: key, owner: owner, now: now)]
        }
        let answer: Answer
        do {
            answer = try await carryOut(marked)
        } catch is LostKey {
            throw stillRunning
        } catch {
            // Where this fails too the key stays started, and whoever sends it next takes it over.
            _ = try? await store.commit(IdempotencyKeys.forget(request.workspace, key: key, owner: services.instance))
            throw error
        }
        // The change is made: its caller gets the answer even where keeping it for a second one fails.
        _ = try? await store.commit(
            IdempotencyKeys.answer(
                request.workspace, key: key, owner: services.instance, status: Int64(answer.status.code),
                headers: answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"), body: String(buffer: answer.body)))
        return answer
    }

    /// Nil once the key is this request's to carry out.
    private func earlierAnswer(_ request: WebRequest, _ key: String) async throws -> Answer? {
        // Nobody is told an answer that another account got.
        let account = request.principal.account.map { "\($0) " } ?? ""
        let fingerprint = Fingerprint.of("\(account)\(request.head.method) \(request.head.path ?? request.path) \(String(buffer: request.body))")
        let started = IdempotencyKeys.start(
            request.workspace, key: key, fingerprint: fingerprint, owner: services.instance, now: services.clock.now())
        if try await !store.commit(started).isEmpty { return nil }
        guard let row = try await store.read(IdempotencyKeys.find(request.workspace, key: key)).first else { throw stillRunning }
        let record = IdempotencyKeys.record(row)
        guard record.fingerprint == fingerprint else {
            throw Problem(.unprocessableContent, "This Idempotency-Key was used for another request: use a new key.")
        }
        switch record.state {
        case "answered": return replay(record)
        case "applied":
            throw Problem(.conflict, "The request with this Idempotency-Key was carried out, but its answer was lost: read what it changed.")
        case "started":
            let taken = takeOver(request, key, from: record.owner)
            guard try await !store.commit(taken).isEmpty else { throw stillRunning }
            return nil
        default: throw stillRunning
        }
    }

    /// No request in this process has the key in hand. Another process may, where there can be one: it is given half a
    /// minute, and should it still be at work then, its change is undone.
    private func takeOver(_ request: WebRequest, _ key: String, from former: String) -> SQL {
        let now = services.clock.now()
        let isGone = former == services.instance || store.dialect == .sqlite
        return IdempotencyKeys.takeOver(
            request.workspace, key: key, from: former, owner: services.instance, startedBefore: isGone ? nil : now.adding(.seconds(-30)), now: now)
    }

    private var stillRunning: Problem {
        Problem(.conflict, "The request with this Idempotency-Key is still being carried out: ask again in a moment.", headers: [.retryAfter: "1"])
    }

    private func replay(_ record: IdempotencyKeys.Record) -> Answer {
        var answer = Answer(.init(code: Int(record.status)), contentType: "", body: ByteBuffer(string: record.body))
        answer.headers = [:]
        for line in record.headers.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, let name = HTTPField.Name(String(parts[0])) { answer.headers[name] = String(parts[1]).trimmed }
        }
        return answer.with(Self.replayed, "true")
    }
}
