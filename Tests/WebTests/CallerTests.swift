import Domain
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(5))) struct `A caller` {
    @Test(arguments: [false, true]) func `gets what the work makes, and what it throws`(isCancellable: Bool) async throws {
        let callers = Callers()
        callers.connected(line)
        let answer = try await callers.carryOut(from: line, isCancellable: isCancellable) { .noContent }
        #expect(answer.status == .noContent)
        await #expect(throws: RowNotFound.self) {
            _ = try await callers.carryOut(from: line, isCancellable: isCancellable) { throw RowNotFound(noun: "contact", id: 1) }
        }
    }

    @Test func `who goes away has the work cancelled that may be, and only that`() async throws {
        let callers = Callers(), gate = Gate()
        callers.connected(line)
        let answer = Task { try await self.answer(callers, isCancellable: true, gate) }
        try await eventually { gate.waiting == 1 }
        callers.hungUp(line)
        await #expect(throws: LLMError.cancelled) { _ = try await answer.value }

        callers.connected(line)
        let written = Task { try await self.answer(callers, isCancellable: false, gate) }
        try await eventually { gate.waiting == 1 }
        callers.hungUp(line)
        gate.open()
        #expect(try await written.value.status == .noContent)
    }

    @Test func `of a server that stops is told so, though what is written goes on`() async throws {
        let callers = Callers(), gate = Gate(), clock = TestClock(Timestamp(seconds: 0))
        callers.connected(line)
        let answer = Task { try await self.answer(callers, isCancellable: false, gate) }
        try await eventually { gate.waiting == 1 }
        async let interruption: Void = callers.interrupt(clock.wall)
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .seconds(1))
        let problem = await #expect(throws: Problem.self) { _ = try await answer.value }
        #expect(problem?.status == .serviceUnavailable && problem?.detail.contains("Look before you repeat it") == true)
        #expect(gate.waiting == 1)
        gate.open()
        await interruption
    }

    @Test func `of a server that stops gets the answer that comes within the last second`() async throws {
        let callers = Callers(), gate = Gate(), clock = TestClock(Timestamp(seconds: 0))
        callers.connected(line)
        let answer = Task { try await self.answer(callers, isCancellable: false, gate) }
        try await eventually { gate.waiting == 1 }
        async let interruption: Void = callers.interrupt(clock.wall)
        try await eventually { clock.sleepers == 1 }
        gate.open()
        #expect(try await answer.value.status == .noContent)
        clock.advance(by: .seconds(1))
        await interruption
    }

    @Test func `who waits for a model is told at once that the server stops`() async throws {
        let callers = Callers(), gate = Gate(), clock = TestClock(Timestamp(seconds: 0))
        callers.connected(line)
        let answer = Task { try await self.answer(callers, isCancellable: true, gate) }
        try await eventually { gate.waiting == 1 }
        async let interruption: Void = callers.interrupt(clock.wall)
        let problem = await #expect(throws: Problem.self) { _ = try await answer.value }
        #expect(problem?.detail.contains("send it again") == true)
        try await eventually { clock.sleepers == 1 }
        clock.advance(by: .seconds(1))
        await interruption
    }

    private func answer(_ callers: Callers, isCancellable: Bool, _ gate: Gate) async throws -> Answer {
        try await callers.carryOut(from: line, isCancellable: isCancellable) {
            try await gate.pass()
            return .noContent
        }
    }

    private let connection = Connection()
    private var line: ObjectIdentifier { ObjectIdentifier(connection) }
}

private final class Connection: Sendable {}
