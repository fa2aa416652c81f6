import Domain
import Storage

/// Takes contacts further in the agents' sequences, as their times come.
///
/// What happens is decided for a batch at once: the steps that are due are judged by the rules as any message to a contact is, but
/// not by the agent's filter, which says who begins. One commit makes the runs and moves the positions.
struct SequenceAdvance: Sendable {
    let store: any Store
    let clock: WallClock
    let signals: any Signals
    private static let batch: Int64 = 500

    /// Until no position's time has come.
    func advance() async throws {
        while case let due = SequenceQueue.due(try await store.read(SequenceQueue.due(now: clock.now(), limit: Self.batch))), !due.isEmpty {
            for (workspace, due) in Dictionary(grouping: due, by: \.workspace) { try await advance(due, in: workspace) }
        }
    }

    private func advance(_ due: [SequenceQueue.Due], in workspace: WorkspaceID) async throws {
        let now = clock.now()
        let agents = try await store.read(Agents.all(workspace)).compactMap(Agent.init)
        let known = Dictionary(agents.map { ($0.id, $0) }) { $1 }
        let moves = due.map { (due: $0, move: known[$0.agent].map { agent in move($0, agent, now) } ?? .stop(why: "deleted")) }
        let subjects = moves.filter(\.move.writes).map { subject($0.due, $0.move) }
        let verdicts = try await SendCheck(store: store, clock: clock).verdicts(on: subjects, in: workspace)
        var plan = SequencePlan(now: now)
        for (due, move) in moves {
            plan.add(due, move, verdicts[subject(due, move)] ?? .gone, known[due.agent]?.sequence ?? MessageSequence([]))
        }
        _ = try await store.commit(plan.statements)
        if plan.hasRuns { signals.send(.runs) }
    }

    /// A step that is taken has no run yet.
    private func subject(_ due: SequenceQueue.Due, _ move: SequenceMove) -> SendSubject {
        if case .retry = move { return SendSubject(contact: due.contact, agent: due.agent, run: due.run, since: nil) }
        return SendSubject(contact: due.contact, agent: due.agent, run: -1, since: nil)
    }

    /// An agent that rests, or has a day off, lets its sequences wait.
    private func move(_ due: SequenceQueue.Due, _ agent: Agent, _ now: Timestamp) -> SequenceMove {
        let day = now.localDate(in: agent.timing.zone)
        let move = agent.sequence.move(due.position, now: now)
        guard move.writes else { return move }
        if agent.timing.rules.isOver(by: day) { return .stop(why: "ended") }
        if agent.timing.isPaused || !agent.timing.rules.allows(day) { return .wait(until: now.adding(MessageSequence.patience)) }
        return move
    }
}

extension SequenceMove {
    /// Whether a message is to be written now.
    fileprivate var writes: Bool {
        switch self {
        case .take, .retry: true
        case .wait, .branch, .finish, .stop: false
        }
    }
}
