package import Domain
package import Storage

/// What a person does with the changes that the assistant has proposed.
package struct ProposalDesk: Sendable {
    private let pipeline: Pipeline
    private let settings: WorkspaceSettings

    package init(pipeline: Pipeline, settings: WorkspaceSettings) {
        self.pipeline = pipeline
        self.settings = settings
    }

    private var store: any Store { pipeline.store }

    /// - Throws: `RowNotFound`, `StoreError`.
    package func find(_ id: Int64, in workspace: WorkspaceID) async throws -> Row {
        let rows = try await store.read(Proposals.find(workspace, id: id, now: pipeline.clock.now()))
        guard let row = rows.first else { throw RowNotFound(noun: "proposal", id: id) }
        return row
    }

    /// Makes the change, once, whoever else confirms it at the same time: its row.
    ///
    /// The change, the end of the proposal and a line in the conversation are one transaction. Where the records have changed so
    /// that it can't be made any more, the proposal is `failed`.
    /// - Parameters:
    ///   - remembering: whether further changes of this kind are made unasked in the conversation.
    ///   - tells: whether the conversation gets the line; not where an answer says it anyway.
    /// - Throws: `RowNotFound`, `ProposalClosed`, `ProposalFailed`, `ValidationError`, `StoreError`.
    package func confirm(
        _ id: Int64, in workspace: WorkspaceID, permissions: Set<Permission> = Permission.everything, remembering: Bool = false, tells: Bool = true,
        effects: [SQL] = []
    ) async throws -> Row {
        let proposal = try await open(id, in: workspace)
        guard !remembering || proposal.conversation != nil else {
            throw ValidationError(field: "remember", "remember must be left out: the proposal stands in no conversation.")
        }
        var bench = try await bench(for: proposal.person)
        bench.permissions = permissions
        // What another may confirm stays open.
        if let tool = ToolCatalog.changing(proposal.wish.tool) { try bench.check(tool) }
        do {
            let change = try await ToolChange(proposal.wish, bench)
            let memory = remembering ? proposal.conversation.map { permission(proposal, $0) } ?? [] : []
            let end = Proposals.decide(proposal, "confirmed", result: change.result, now: pipeline.clock.now())
            _ = try await store.commit([end] + change.statements + memory + line(change.result, proposal, if: tells) + effects)
            if let signal = change.signal { pipeline.signals.send(signal) }
        } catch {
            guard let fault = ToolFault(error) else { throw error }
            try await fail(proposal, fault)
        }
        return try await find(id, in: workspace)
    }

    /// Lets a proposal go: its row.
    ///
    /// - Throws: `RowNotFound`, `ProposalClosed`, `StoreError`.
    package func decline(_ id: Int64, in workspace: WorkspaceID, tells: Bool = true, effects: [SQL] = []) async throws -> Row {
        let proposal = try await open(id, in: workspace)
        let end = Proposals.decide(proposal, "declined", result: nil, now: pipeline.clock.now())
        _ = try await store.commit([end] + line(proposal.declinedSentence, proposal, if: tells) + effects)
        return try await find(id, in: workspace)
    }

    /// The open ones that the conversation's latest message has led to.
    func open(for person: Person, in conversation: Int64?) async throws -> [Proposal] {
        try await store.read(Proposals.open(person, in: conversation, now: pipeline.clock.now())).map { Proposal($0, in: person.workspace) }
    }

    /// Those that an earlier message has led to and nobody has decided on, where the latest one's are decided.
    func waiting(for person: Person, in conversation: Int64?) async throws -> [Proposal] {
        try await store.read(Proposals.waiting(person, in: conversation, now: pipeline.clock.now())).map { Proposal($0, in: person.workspace) }
    }

    /// What has been decided on since a message, in its conversation.
    func decided(since message: Int64, for person: Person, in conversation: Int64?) async throws -> [Proposal] {
        let decided = Proposals.decided(since: message, person, in: conversation, now: pipeline.clock.now())
        return try await store.read(decided).map { Proposal($0, in: person.workspace) }
    }

    func bench(for person: Person) async throws -> ToolBench {
        ToolBench(
            person: person, today: try await settings.today(in: person.workspace), store: store, clock: pipeline.clock,
            writer: (try? await pipeline.writer.model(in: person.workspace)?.name) ?? pipeline.writer.name)
    }

    private func open(_ id: Int64, in workspace: WorkspaceID) async throws -> Proposal {
        let proposal = Proposal(try await find(id, in: workspace), in: workspace)
        guard proposal.isOpen else { throw ProposalClosed(id: id, state: proposal.state) }
        return proposal
    }

    private func fail(_ proposal: Proposal, _ fault: ToolFault) async throws {
        _ = try await store.commit(Proposals.decide(proposal, "failed", result: fault.sentence, now: pipeline.clock.now()))
        throw ProposalFailed(id: proposal.id, reason: fault.sentence)
    }

    private func permission(_ proposal: Proposal, _ conversation: Int64) -> [SQL] {
        [ToolPermissions.give(proposal.person, in: conversation, tool: proposal.wish.tool, now: pipeline.clock.now())]
    }

    private func line(_ text: String, _ proposal: Proposal, if tells: Bool) -> [SQL] {
        guard tells else { return [] }
        return [
            Communications.insert(proposal.person, conversation: proposal.conversation, kind: .agentResponse, body: text, now: pipeline.clock.now())
        ]
    }
}

extension ProposalDesk {
    /// Who has made a change for a question: this call, or one for an earlier try to answer it.
    enum Deed { case made, madeBefore }

    /// Makes a change at once that its person has allowed before.
    ///
    /// - Throws: what `ToolFault` can tell, `StoreError`.
    func carryOut(_ wish: ToolWish, in conversation: Int64?, question: Int64, _ bench: ToolBench) async throws -> Deed {
        let change = try await ToolChange(wish, bench)
        let record = Proposals.insert(
            wish, for: bench.person, in: conversation, question: question, result: change.result, now: bench.clock.now())
        do {
            _ = try await bench.store.commit([record.expectingOneRow(orThrow: ProposedBefore())] + change.statements)
        } catch is ProposedBefore {
            return .madeBefore
        }
        if let signal = change.signal { pipeline.signals.send(signal) }
        return .made
    }

    private struct ProposedBefore: Error {}
}

/// A confirmed change could not be made; the proposal is on record as failed.
package struct ProposalFailed: Error, Equatable, Sendable {
    package var id: Int64
    package var reason: String
}
