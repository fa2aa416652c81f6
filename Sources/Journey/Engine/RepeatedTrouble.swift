import Domain
import Logging
import Storage
import Synchronization

/// Tells the log of work that is tried again and again: when it begins to fail, when the reason is another, and when it works
/// again. Not each time: while a database is away that would fill the log.
final class RepeatedTrouble: Sendable {
    /// Which part of the work, as the log names it, such as its workspace; nothing for all of it.
    typealias Part = [String: String]

    private struct Told {
        var reason: String
        var at: Timestamp
    }

    private let work: String
    private let logger: Logger
    private let told = Mutex<[Part: Told]>([:])
    /// How long one line stands for those that were left out.
    private static let silence = Duration.seconds(600)
    /// Where so many parts fail, it is no fault of theirs. No more are remembered, since those that are gone never work again.
    static let most = 1000

    /// - Parameter work: what is tried, such as `scheduling`.
    init(_ work: String, _ logger: Logger) {
        self.work = work
        self.logger = logger
    }

    func met(_ error: any Error, of part: Part = [:], at now: Timestamp) {
        let reason = (error as? StoreError)?.sentence ?? "\(error)"
        let isNew = told.withLock { told in
            if let last = told[part], last.reason == reason, now < last.at.adding(Self.silence) { return false }
            if told.count >= Self.most { told = [:] }
            told[part] = Told(reason: reason, at: now)
            return true
        }
        guard isNew else { return }
        logger.error("\(work) failed; it is tried again", metadata: Self.metadata(part).merging(["reason": "\(reason)"]) { $1 })
    }

    func isOver(of part: Part = [:]) {
        guard told.withLock({ $0.removeValue(forKey: part) }) != nil else { return }
        logger.notice("\(work) works again", metadata: Self.metadata(part))
    }

    private static func metadata(_ part: Part) -> Logger.Metadata { part.mapValues { "\($0)" } }
}

extension RepeatedTrouble {
    /// What could not be done, and why.
    typealias Failure<Each> = (of: Each, error: any Error)

    /// Does work on many things together. Where that fails it is done on each half by itself, so that only what fails alone is
    /// left out, which is told to the log: these things.
    ///
    /// - Parameter part: what the log calls a thing.
    /// - Throws: what is no thing's own fault (`concernsAll`).
    func attempt<Each>(
        _ things: [Each], at now: Timestamp, part: (Each) -> Part, _ work: ([Each]) async throws -> Void
    ) async throws -> [Failure<Each>] {
        guard let first = things.first else { return [] }
        do {
            try await work(things)
            if hasTold { for thing in things { isOver(of: part(thing)) } }
            return []
        } catch  where !error.concernsAll {
            guard things.count > 1 else {
                met(error, of: part(first), at: now)
                return [(first, error)]
            }
            let half = things.count / 2
            let failures = try await attempt(Array(things[..<half]), at: now, part: part, work)
            return try await failures + attempt(Array(things[half...]), at: now, part: part, work)
        }
    }

    /// The same for a single thing, of which the log is told as `part`: why it failed, or nil.
    func attempt(_ part: Part, at now: Timestamp, _ work: () async throws -> Void) async throws -> (any Error)? {
        try await attempt([part], at: now, part: { $0 }) { _ in try await work() }.first?.error
    }

    private var hasTold: Bool { told.withLock { !$0.isEmpty } }
}

extension Error {
    /// Whether it would meet all other work as well: the database is away, or the task is cancelled.
    var concernsAll: Bool { self is CancellationError || (self as? StoreError)?.isPassing == true }
}
