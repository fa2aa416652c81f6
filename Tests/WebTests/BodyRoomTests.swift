import HTTPTypes
import Testing

@testable import Web

@Suite struct `The room for bodies` {
    @Test func `is for so many bytes at a time, whoever sends them, and for small ones always`() throws {
        let room = BodyRoom(), mebibyte = 1 << 20
        for _ in 0..<(BodyRoom.inAll / mebibyte) { try room.take(mebibyte) }
        let problem = #expect(throws: Problem.self) { try room.take(mebibyte) }
        #expect(problem?.status == .serviceUnavailable && problem?.headers[.retryAfter] != nil)
        try room.take(BodyRoom.smallest)
        room.giveBack(BodyRoom.smallest)
        room.giveBack(mebibyte)
        try room.take(mebibyte)
        #expect(throws: Problem.self) { try room.take(mebibyte) }
    }
}
