import Domain
import Logging
import Storage

/// Takes contacts further in the agents' sequences, as their times come.
///
/// What happens is decided for a batch at once: the steps that are due are judged by the rules as any message to a contact is, but
/// not by the agent's filter, which says who begins. One commit makes the runs and moves the positions.
struct SequenceAdvance: Sendable {
    let store: any Store
    let clock: WallClock
    let signals: any Signals
    private let trouble: RepeatedTrouble
    /// Between two looks at the schedules, of all workspaces together.
    private let mostAtOnce: Int

    init(store: any Store, clock: WallClock, logger: Logger, signals: any Signals, mostAtOnce: Int = 10_000) {
        self.mostAtOnce = mostAtOnce
        self.store = store
        self.clock = clock
        self.signals = signals
        trouble = RepeatedTrouble("advancing a workspace's sequences", logger)
    }

    /// The earliest of each workspace; the rest has its turn at the next look at the schedules.
    ///
    /// - Throws: why a workspace fails, after the others have gone on: its positions stay due.
    func advance() async throws {
        let workspaces = try await store.read(SequenceQueue.dueWorkspaces(now: clock.now())).map { WorkspaceID($0.integer(0)) }
        var failures: [WorkspaceID: any Error] = [:]
        _ = try await FairShare.inTurn(mostAtOnce, among: workspaces) { quotas in try await advance(quotas, &failures) }
        if let failure = failures.min(by: { $0.key.value < $1.key.value }) { throw failure.value }
    }

    /// - Returns: how many went on.
    private func advance(_ quotas: [FairShare.Quota], _ failures: inout [WorkspaceID: any Error]) async throws -> [WorkspaceID: Int] {
        let now = clock.now()
        let due = quotas.map { SequenceQueue.due($0.workspace, now: now, limit: Int64($0.limit)) }
        var advanced: [WorkspaceID: Int] = [:]
        for (quota, rows) in zip(quotas, try await store.read(due)) where !rows.isEmpty {
            let workspace = quota.workspace
            let part = ["workspace.id": "\(workspace.value)"]
            failures[workspace] = try await trouble.attempt(part, at: clock.now()) { try await advance(SequenceQueue.due(rows), in: workspace) }
            if failures[workspace] == nil { advanced[workspace] = rows.count }
        }
        return advanced
    }

    private func advance(_ due: [SequenceQueue.Due], in workspace: WorkspaceID) async throws {
        let now = clock.now()
        let ids = Set(due.map(\.agent)).sorted()
        let agents = try await store.read(Agents.some(workspace, ids: ids)).compactMap(Agent.init)
        let known = Dictionary(agents.map { ($0.id, $0) }) { first, _ in first }
        let moves = due.map { (due: $0, move: move($0, known[$0.agent], now)) }
        let check = SendCheck(store: store, clock: clock)
        let verdicts = try await check.verdicts(
            on: moves.filter(\.move.writes).map { subject($0.due, $0.move) }, in: workspace, by: try await check.calendar(of: workspace))
        let changes = moves.map { due, move in
            SequenceChange(
                due, in: known[due.agent]?.sequence ?? MessageSequence([]), verdict: verdicts[subject(due, move)] ?? .gone, now: now
            ).change(move)
        }
        _ = try await store.commit(SequenceQueue.advance(workspace, changes, now: now))
        if changes.contains(where: { $0.notBefore != nil }) { signals.send(.runs) }
    }

    /// A step that is taken has no run yet: the position stands for it.
    private func subject(_ due: SequenceQueue.Due, _ move: SequenceMove) -> SendSubject {
        SendSubject(contact: due.contact, agent: due.agent, run: move == .retry ? due.run : -due.id, since: nil)
    }

    /// An agent that rests, or has a day off, lets its sequences wait.
    private func move(_ due: SequenceQueue.Due, _ agent: Agent?, _ now: Timestamp) -> SequenceMove {
        guard let agent else { return .stop(.agentGone) }
        let move = agent.sequence.move(due.position, now: now)
        guard move.writes else { return move }
        let day = now.localDate(in: agent.timing.zone)
        if agent.timing.rules.isOver(by: day) { return .stop(.ended) }
        let rests = agent.timing.isPaused || !agent.timing.rules.allows(day)
        return rests ? .wait(until: now.adding(MessageSequence.patience)) : move
    }
}
