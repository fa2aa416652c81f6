package import Domain
package import Storage

/// When the next steps of contacts in sequences are due: what the agents' steps say, and what has become of the messages before.
package struct SequenceDueTimes: Sendable {
    private let store: any Store
    private static let columns = SequencePositions.table.columns.map(\.name)

    package init(store: any Store) { self.store = store }

    /// Rows of `SequencePositions.table` with their times. A step whose time has passed is due when it is looked at next.
    ///
    /// - Throws: `StoreError`.
    package func complete(_ rows: [Row], in workspace: WorkspaceID) async throws -> [Row] {
        let table = SequencePositions.table
        let positions = rows.map(table.values)
        let known = try await times(of: positions.filter { $0.text("state") == "active" }.map { $0.integer("id") }, in: workspace)
        return zip(rows, positions).map { row, position in
            guard let due = known[position.integer("id")], let place = Self.columns.firstIndex(of: SequencePositions.dueColumn) else { return row }
            var values = row.values
            values[place] = .integer(max(due.milliseconds, position.integer("wake_at")))
            return Row(values)
        }
    }

    private func times(of ids: [Int64], in workspace: WorkspaceID) async throws -> [Int64: Timestamp] {
        guard !ids.isEmpty else { return [:] }
        let positions = SequenceQueue.due(try await store.read(SequenceQueue.some(workspace, ids: ids)))
        guard !positions.isEmpty else { return [:] }
        let agents = try await store.read(Agents.some(workspace, ids: Set(positions.map(\.agent)).sorted())).compactMap(Agent.init)
        let sequences = Dictionary(agents.map { ($0.id, $0.sequence) }) { first, _ in first }
        let times = positions.map { ($0.id, sequences[$0.agent]?.due($0.position)) }
        return Dictionary(times) { first, _ in first }.compactMapValues(\.self)
    }
}
