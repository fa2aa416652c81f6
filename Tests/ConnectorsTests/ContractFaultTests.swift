import Connectors
import Domain
import TestSupport
import Testing

@Suite struct `Every provider's faults` {
    @Test(
        arguments: Spoken.all,
        [
            (400, ErrorKind.request, "misconfigured", "THE_MODEL"), (401, .key, "misconfigured", "THE_KEY"), (403, .key, "misconfigured", "THE_KEY"),
            (404, .model, "misconfigured", "THE_MODEL"), (500, .server, "unavailable", "500"), (529, .overloaded, "unavailable", "529"),
        ])
    func `are told by what a person can do`(spoken: Spoken, fault: (status: Int, kind: ErrorKind, case: String, hint: String)) async throws {
        let reply = ScriptedLLM.Reply.answer(status: fault.status, body: spoken.dialect.error(fault.kind, "No \(testKey) luck"))
        for streamed in [false, true] {
            let error = try await failure(spoken, reply, streamed: streamed)
            #expect(error.kind == fault.case && error.reason.contains(fault.hint) && error.reason.contains("No [key] luck"), "\(error)")
        }
    }

    @Test(arguments: Spoken.all, [false, true]) func `that pass are waited for as long as it says`(spoken: Spoken, streamed: Bool) async throws {
        let busy = ScriptedLLM.Reply.answer(status: 429, headers: ["Retry-After": "7"], body: spoken.dialect.error(.busy, "Slow down"))
        let good = streamed ? ScriptedLLM.Reply.stream(spoken.dialect.stream(["Hi"])) : .answer(body: spoken.dialect.answer("Hi"))
        let (text, waits) = try await asking(spoken, [busy, .hangUp, good]) { harness, _ in
            (try await streamed ? harness.stream().completion?.text : harness.complete().text, harness.waits)
        }
        #expect(text == "Hi")
        #expect(waits == [.milliseconds(7500), .seconds(1)])
    }

    @Test(arguments: Spoken.all, AnswerEnding.allCases) func `of an answer that ends too early never make it a message`(
        spoken: Spoken, ending: AnswerEnding
    ) async throws {
        let whole = try await failure(spoken, .answer(body: spoken.dialect.answer("Dear Har", ending: ending)), streamed: false)
        let streamed = try await failure(spoken, .stream(spoken.dialect.stream(["Dear ", "Har"], ending: ending)), streamed: true)
        #expect([whole.kind, streamed.kind] == ["unusable", "unusable"], "\(whole) \(streamed)")
    }

    @Test(
        .timeLimit(.minutes(1)), arguments: Spoken.all,
        [ScriptedLLM.Reply.delayed(.seconds(3600), .text("late")), .trickle(every: .milliseconds(10))])
    func `of an answer that is too slow end with the time limit`(spoken: Spoken, slow: ScriptedLLM.Reply) async throws {
        for streamed in [false, true] {
            let error = try await asking(spoken, [slow], totalTimeout: .milliseconds(300)) { harness, _ in
                try await streamed ? harness.streamFailure() : harness.failure()
            }
            #expect(error == .timedOut(after: .milliseconds(300)))
        }
    }

    @Test(arguments: Spoken.all, ["", "{}", "<html>It works</html>", #"{"choices":[{"me"#, "data: {}\n\n", "data: [DONE]\n\n", "[]"])
    func `of an answer that is none never make it a message`(spoken: Spoken, body: String) async throws {
        for streamed in [false, true] {
            let error = try await failure(spoken, .answer(body: body), streamed: streamed)
            #expect(["unusable", "unavailable"].contains(error.kind))
        }
    }

    @Test(arguments: Spoken.all) func `of an answer without words are told`(spoken: Spoken) async throws {
        let whole = try await failure(spoken, .answer(body: spoken.dialect.answer(" \n ")), streamed: false)
        let streamed = try await failure(spoken, .stream(spoken.dialect.stream([" "])), streamed: true)
        #expect([whole.kind, streamed.kind] == ["unusable", "unusable"])
    }

    @Test(arguments: Spoken.all) func `of more than 4 MiB are given up`(spoken: Spoken) async throws {
        let long = spoken.dialect.answer(String(repeating: "word ", count: 900_000))
        for streamed in [false, true] {
            let error = try await failure(spoken, .answer(body: long), streamed: streamed)
            #expect(error.kind == "unusable" && error.reason.contains("4 MiB"), "\(error)")
        }
    }

    @Test(arguments: Spoken.all) func `are not followed elsewhere`(spoken: Spoken) async throws {
        for streamed in [false, true] {
            let calls = try await asking(spoken, [.answer(status: 307, headers: ["Location": "/elsewhere"], body: "")], maxRetries: 0) {
                harness, server in
                let error = try await streamed ? harness.streamFailure() : harness.failure()
                #expect(error.kind == "misconfigured" && error.reason.contains("THE_ADDRESS"))
                return server.requests.count
            }
            #expect(calls == 1)
        }
    }
}
