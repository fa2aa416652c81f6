import HTTPTypes
import Journey
import Storage
import Testing

@testable import Web

@Suite struct `An import that the database breaks off` {
    private func failure(_ error: StoreError) async -> (any Error)? {
        await #expect(throws: (any Error).self) { try await ImportOperations.told { throw error } }
    }

    @Test(arguments: [StoreError.unavailable(reason: "The disk is full."), .uncertain(reason: "The connection was lost.")])
    func `is to be sent again where that passes`(error: StoreError) async throws {
        let problem = try #require(await failure(error) as? Problem)
        #expect(problem.status == .serviceUnavailable && problem.headers[.retryAfter] == "5" && problem.detail.hasSuffix("send the same file again."))
    }

    @Test(arguments: [StoreError.failed(reason: "no such column"), .brokenReference, .duplicate(columns: "contacts.email")])
    func `is told as what it is where sending it again would not help`(error: StoreError) async {
        #expect(await failure(error) as? StoreError == error)
    }
}
