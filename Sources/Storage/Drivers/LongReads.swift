import Foundation

/// Questions about very many rows, on threads of their own and only so many at once: the threads that run tasks are for
/// everybody's requests.
final class LongReads: Sendable {
    static let atOnce = max(2, ProcessInfo.processInfo.activeProcessorCount)

    private let queue: OperationQueue

    init() {
        queue = OperationQueue()
        queue.name = "long reads"
        queue.maxConcurrentOperationCount = Self.atOnce
    }

    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { caller in
            queue.addOperation { caller.resume(with: Swift.Result { try work() }) }
        }
    }
}
