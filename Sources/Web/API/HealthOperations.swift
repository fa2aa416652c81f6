import Domain
import HTTPTypes

/// What process managers and load balancers ask.
enum HealthOperations {
    static let all: [Operation] = [alive, ready]
    static let paths = Set(all.map(\.path))

    static let alive = Operation(
        method: .get, path: "/healthz", id: "getHealth", tag: "Health", summary: "Whether the process is alive; the database is not asked.",
        result: Schema.object(["status": Schema.words(["ok"])]), isGuarded: false
    ) { _, _ in .json { $0.object { $0.field("status", "ok") } } }

    static let ready = Operation(
        method: .get, path: "/readyz", id: "getReadiness", tag: "Health",
        summary: "Whether to send requests here: 503 says why not, from the moment the server is told to stop.",
        result: Schema.object(["status": Schema.words(["ready"])]), isGuarded: false
    ) { _, services in
        if let reason = await services.readiness.reasonAgainst() {
            throw Problem(.serviceUnavailable, reason, headers: [.retryAfter: "2"])
        }
        return .json { $0.object { $0.field("status", "ready") } }
    }
}
