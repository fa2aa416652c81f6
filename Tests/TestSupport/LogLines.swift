package import Logging
import Synchronization

/// What has been logged, each line with its metadata in order.
package final class LogLines: LogHandler, @unchecked Sendable {
    // Safe: the only state is behind a lock.
    private let lines = Mutex<[String]>([])

    package init() {}

    package var all: [String] { lines.withLock { $0 } }
    package var logger: Logger { Logger(label: "test") { _ in self } }

    package var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    package var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    package func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        lines.withLock { $0.append(([event.message.description] + facts).joined(separator: " ")) }
    }
}
