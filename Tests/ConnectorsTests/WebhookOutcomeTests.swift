import Connectors
import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A webhook's outcome` {
    @Test(arguments: [200, 201, 202, 204, 299])
    func `is delivered when the receiver says so`(status: Int) async throws {
        let answer = status == 204 ? "HTTP/1.1 204 No Content\r\n\r\n" : httpAnswer(status, body: "thanks")
        #expect(try await delivery(to: .answer(answer)) == .delivered(status: status))
    }

    @Test(arguments: [400, 401, 403, 404, 408, 409, 413, 422, 425, 429, 500, 501, 503, 599])
    func `is a refusal when the receiver did not take it, in the receiver's words`(status: Int) async throws {
        let outcome = try await delivery(to: .answer(httpAnswer(status, body: "no room\nfor \(webhookSecret)\u{1B}")))
        guard case .refused(let reason, status, nil) = outcome else { throw Unexpected(outcome) }
        #expect(reason.hasSuffix("(\(status)): no room for [secret]"))
    }

    @Test(arguments: [502, 504, 520, 524]) func `cannot be known where a proxy did not hear it`(status: Int) async throws {
        let outcome = try await delivery(to: .answer(httpAnswer(status, headers: ["Retry-After: 7"], body: "upstream timed out \(webhookSecret)")))
        guard case .unknown(let reason, status, .seconds(7)) = outcome else { throw Unexpected(outcome) }
        #expect(reason.contains(" \(status)") && reason.contains("upstream timed out [secret]"))
        #expect(reason.hasSuffix("ask the receiver whether it has it"))
    }

    @Test(arguments: [("7", Duration.seconds(7)), ("Thu, 09 Oct 2025 08:53:27 GMT", .seconds(7)), ("soon", nil)])
    func `carries the wait that the receiver asks for`(field: String, wait: Duration?) async throws {
        let outcome = try await delivery(to: .answer(httpAnswer(429, headers: ["Retry-After: \(field)"])))
        guard case .refused(_, 429, wait) = outcome else { throw Unexpected(outcome) }
    }

    @Test func `is impossible when the receiver wants no more`() async throws {
        let outcome = try await delivery(to: .answer(httpAnswer(410)))
        guard case .impossible(_, 410) = outcome else { throw Unexpected(outcome) }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `is impossible after a redirect, which is not followed`(status: Int) async throws {
        let outcome = try await WebhookReceiver.serving(.answer(httpAnswer(200))) { elsewhere in
            let redirect = httpAnswer(status, headers: ["Location: \(elsewhere.address)"])
            let outcome = try await delivery(to: .answer(redirect))
            #expect(elsewhere.connections == 0)
            return outcome
        }
        guard case .impossible(let reason, status) = outcome else { throw Unexpected(outcome) }
        #expect(reason.contains("redirect"))
    }

    @Test(arguments: [
        WebhookReceiver.Conduct.answer(""), .answer("HTTP/1.1 2"), .answer("HTTP/1.1 200 OK\r\ncontent-le"), .answer("lorem ipsum\r\n\r\n"),
        .answer("HTTP/1.1 abc OK\r\n\r\n"), .answer("SSH-2.0-OpenSSH_9\r\n"), .reset, .answer("HTTP/1.1 100 Continue\r\n\r\n"),
        .answer("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
    ])
    func `is unknown when no whole answer follows what was sent`(conduct: WebhookReceiver.Conduct) async throws {
        let outcome = try await delivery(to: conduct)
        #expect(kind(outcome) == "unknown", "\(outcome)")
    }

    @Test(arguments: [WebhookReceiver.Conduct.silence, .trickle(head: ""), .trickle(head: "HTTP/1.1 200 OK\r\nx: ")])
    func `is unknown when the answer takes too long`(conduct: WebhookReceiver.Conduct) async throws {
        let outcome = try await delivery(to: conduct, totalTimeout: .milliseconds(300))
        #expect(kind(outcome) == "unknown", "\(outcome)")
    }

    @Test(arguments: [
        WebhookReceiver.Conduct.answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"),
        .trickle(head: "HTTP/1.1 200 OK\r\n\r\n"),
        .answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
        .answerAndStay(httpAnswer(200, body: String(repeating: "a", count: 5_000_000))),
    ])
    func `is judged by the status when the rest of the answer is broken, endless or huge`(conduct: WebhookReceiver.Conduct) async throws {
        #expect(try await delivery(to: conduct, totalTimeout: .milliseconds(1500)) == .delivered(status: 200))
    }

    @Test func `is a refusal when nobody listens`() async throws {
        let outcome = await webhookChannel().deliver(outgoing(to: "http://127.0.0.1:\(try unusedPort())/hooks"))
        #expect(kind(outcome) == "refused" && reason(outcome).contains("Nothing was sent"), "\(outcome)")
    }

    @Test(arguments: [WebhookReceiver.Conduct.interrupt("lorem ipsum\r\n"), .closeUnread, .interrupt("")])
    func `is a refusal when no TLS comes about`(conduct: WebhookReceiver.Conduct) async throws {
        let outcome = try await WebhookReceiver.serving(conduct) { receiver in
            await webhookChannel().deliver(outgoing(to: "https://127.0.0.1:\(receiver.port)/hooks"))
        }
        #expect(kind(outcome) == "refused" && reason(outcome).contains("Nothing was sent"), "\(outcome)")
    }

    @Test func `is a refusal when TLS takes too long, and comes within the time limit`() async throws {
        let start = ContinuousClock.now
        let outcome = try await WebhookReceiver.serving(.silence) { receiver in
            await webhookChannel(totalTimeout: .milliseconds(300)).deliver(outgoing(to: "https://127.0.0.1:\(receiver.port)/hooks"))
        }
        #expect(kind(outcome) == "refused", "\(outcome)")
        #expect(ContinuousClock.now - start < .seconds(12))
    }

    @Test func `is a refusal when the name is unknown or has no address`() async {
        let lookups = [
            HostLookup { _ in throw HostUnknown(reason: "no such name") }, HostLookup { _ in [] },
        ]
        for lookup in lookups {
            let outcome = await webhookChannel(lookup: lookup).deliver(outgoing(to: "https://crm.example/hooks"))
            #expect(kind(outcome) == "refused" && reason(outcome).contains("not found"), "\(outcome)")
        }
    }

    @Test func `is unknown when the delivery is stopped after sending`() async throws {
        let outcome = try await WebhookReceiver.serving(.silence) { receiver in
            let delivery = Task { await webhookChannel().deliver(outgoing(to: receiver.address)) }
            try await eventually { receiver.requests.count == 1 }
            delivery.cancel()
            return await delivery.value
        }
        #expect(kind(outcome) == "unknown", "\(outcome)")
    }

    @Test func `is a refusal when the delivery is stopped before sending`() async throws {
        let gate = Gate()
        let lookup = HostLookup { _ in
            try await gate.pass()
            return []
        }
        let delivery = Task { await webhookChannel(lookup: lookup).deliver(outgoing(to: "https://crm.example/hooks")) }
        try await eventually { gate.waiting == 1 }
        delivery.cancel()
        #expect(kind(await delivery.value) == "refused")
    }

    @Test func `is a refusal for a task that is over already, and nothing is sent`() async throws {
        let outcome = try await WebhookReceiver.serving(.answer(httpAnswer(200))) { receiver in
            let delivery = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await webhookChannel().deliver(outgoing(to: receiver.address))
            }
            let outcome = await delivery.value
            #expect(receiver.requests.isEmpty)
            return outcome
        }
        #expect(kind(outcome) == "refused", "\(outcome)")
    }
}

private struct Unexpected: Error {
    let outcome: DeliveryOutcome
    init(_ outcome: DeliveryOutcome) { self.outcome = outcome }
}
