import Logging

/// The HTTP server's own log, without the id that it puts on every request's logger: writing that into the usual
/// handler costs more than a read from the database, and nothing here logs by request.
struct ServerLog: LogHandler {
    private var target: Logger

    init(_ target: Logger) { self.target = target }

    var logLevel: Logger.Level {
        get { target.logLevel }
        set { target.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        target.log(level: event.level, event.message, metadata: event.metadata)
    }
}
