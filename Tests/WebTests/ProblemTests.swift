import HTTPTypes
import Storage
import Testing

@testable import Web

@Suite struct `A problem` {
    @Test func `is no fault of the server where a caller who has gone is not answered`() {
        #expect(Problem(CancellationError())?.status == .serviceUnavailable)
    }

    @Test func `of a database that passes says so, and whether to look before the call is repeated`() {
        for (error, words) in [
            (StoreError.unavailable(reason: "Away."), "Nothing was written"), (.uncertain(reason: "Away."), "Look before you repeat it"),
        ] {
            let problem = Problem(error)
            #expect(problem?.status == .serviceUnavailable && problem?.headers[.retryAfter] != nil)
            #expect(problem?.detail.hasPrefix("Away.") == true && problem?.detail.contains(words) == true)
        }
    }

    @Test func `that is a fault of ours is told without its reason`() {
        #expect(Problem(StoreError.failed(reason: "syntax error at or near SELEC")) == nil)
        #expect(Problem.fault.status == .internalServerError)
    }
}
