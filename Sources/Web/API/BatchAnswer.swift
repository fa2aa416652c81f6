package import Domain
package import Storage

/// How the progress of an occurrence is told.
enum BatchAnswer {
    static let schema = Schema.object([
        "occurrence_id": Schema.identifier, "agent_type": Schema.text,
        "state": Schema.words(["planned", "running", "paused", "done", "cancelled", "missed"]),
        "total": Schema.integer, "done": Schema.integer, "failed": Schema.integer, "cancelled": Schema.integer,
        "running": Schema.integer, "retrying": Schema.integer, "left": Schema.integer, "last_error": ["type": ["string", "null"]],
        "rate_per_minute": ["type": ["integer", "null"]],
        "messages_per_minute": ["type": "number"], "tokens_in": Schema.integer, "tokens_out": Schema.integer,
        "cost_usd": ["type": "number"], "unpriced_tokens": Schema.integer,
        "waits_until": ["type": ["string", "null"], "format": "date-time"], "waits_because": ["type": ["string", "null"]],
        "seconds_left": ["type": ["integer", "null"]],
        "started_at": ["type": "string", "format": "date-time"],
        "finished_at": ["type": ["string", "null"], "format": "date-time"],
    ])
}

extension JSONWriter {
    package mutating func progress(_ progress: BatchProgress) {
        object {
            $0.field("occurrence_id", progress.occurrence)
            $0.field("agent_type", progress.agent)
            $0.field("state", progress.state)
            $0.field("total", progress.total)
            $0.field("done", progress.done)
            $0.field("failed", progress.failed)
            $0.field("cancelled", progress.cancelled)
            $0.field("running", progress.running)
            $0.field("retrying", progress.retrying)
            $0.field("left", progress.left)
            $0.field("last_error", progress.lastError)
            $0.field("rate_per_minute", progress.rate)
            $0.key("messages_per_minute")
            $0.raw("\((progress.perMinute * 10).rounded() / 10)")
            $0.field("tokens_in", progress.tokensIn)
            $0.field("tokens_out", progress.tokensOut)
            $0.key("cost_usd")
            $0.raw(progress.cost?.dollars ?? "0")
            $0.field("unpriced_tokens", progress.cost?.unpricedTokens ?? 0)
            $0.field("seconds_left", progress.secondsLeft)
            $0.field("waits_until", progress.waitsUntil?.rfc3339)
            $0.field("waits_because", progress.waitsBecause)
            $0.field("started_at", progress.started.rfc3339)
            $0.field("finished_at", progress.finished?.rfc3339)
        }
    }
}
