/// Calls without an entry, and entries without a call.
struct AccessTableFault: Error, Equatable {
    var missing: [String]
    var stale: [String]
}
