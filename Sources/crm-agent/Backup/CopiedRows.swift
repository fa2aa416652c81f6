import Foundation
import Synchronization

/// Counts the rows of each table in what pg_restore writes: `COPY public.contacts (id, …) FROM stdin;`, a line for each row, `\.`.
final class CopiedRows: Sendable {
    private struct State {
        var line = Data()
        var table: String?
        var counts: [String: Int64] = [:]
    }

    private let state = Mutex(State())

    var tables: [String: Int64] { state.withLock { $0.counts } }

    @Sendable func read(_ data: Data) {
        state.withLock { state in
            var rest = data[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                state.line.append(rest[..<end])
                Self.take(&state)
                rest = rest[rest.index(after: end)...]
            }
            state.line.append(rest)
        }
    }

    private static func take(_ state: inout State) {
        defer { state.line.removeAll(keepingCapacity: true) }
        if let table = state.table {
            if state.line == Data("\\.".utf8) { state.table = nil } else { state.counts[table, default: 0] += 1 }
        } else if state.line.starts(with: Data("COPY ".utf8)) {
            let name = String(decoding: state.line.dropFirst(5).prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
            let table = String(name.split(separator: ".").last ?? "").filter { $0 != "\"" }
            state.table = table
            state.counts[table, default: 0] += 0
        }
    }
}
