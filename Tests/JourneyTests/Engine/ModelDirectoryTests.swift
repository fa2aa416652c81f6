import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

@Suite struct `The models that a workspace names` {
    @Test func `write for an agent before those of its workspace, and these before the standard`() async throws {
        try await EngineFixture.with { engine in
            let models = Models(engine)
            try await models.addAccount("claude", provider: "anthropic", key: "sk-one")
            func writer(of agent: AgentType = .reminder) async throws -> String {
                try await models.pipeline.run(agent, for: owner).message.writer.description
            }
            #expect(try await writer() == "scripted:1")
            try await models.use(["claude:big"])
            #expect(try await writer() == "made:anthropic claude sk-one big")
            _ = try await engine.editor.change(
                .key(.reminder), in: .first, version: nil, to: ["models": .text(JSONText.list(["claude:small", "openai:mini"]))])
            #expect(try await writer() == "made:anthropic claude sk-one small, openai mini")
            #expect(try await writer(of: .followUp) == "made:anthropic claude sk-one big")
        }
    }

    @Test func `fail with the reason where the account is gone, its key is another master key's, or there is none`() async throws {
        try await EngineFixture.with { engine in
            let models = Models(engine)
            try await models.addAccount("claude", provider: "anthropic", key: "sk-one")
            for (box, hint) in [(ScriptedKeys(mark: "other"), "MASTER_KEY"), (nil, "MASTER_KEY")] as [(ScriptedKeys?, String)] {
                let directory = ModelDirectory(
                    store: engine.store, clock: engine.clock.wall, providers: Named(),
                    vault: Vault(store: engine.store, clock: engine.clock.wall, keys: box), logger: .silent)
                let error = await #expect(throws: LLMError.self) { try await directory.provider(["claude:big"], in: .first) }
                #expect(error?.reason.contains(hint) == true)
            }
            let error = await #expect(throws: LLMError.self) { try await models.directory.provider(["gone:big"], in: .first) }
            #expect(error?.reason.contains("gone") == true)
        }
    }

    @Test func `are asked without those that cannot be, of which the log tells once`() async throws {
        try await EngineFixture.with { engine in
            let lines = LogLines(), models = Models(engine, logger: lines.logger)
            try await models.addAccount("inside", provider: "compatible", key: "sk-one", at: "http://10.0.0.7")
            try await models.addAccount("lost", provider: "compatible", key: "sk-two", at: "http://lost.example")
            try await models.addAccount("claude", provider: "anthropic", key: "sk-three")
            let list = ["inside:a", "lost:b", "gone:c", "claude:big", "openai:mini"]
            for _ in 0..<3 {
                let chosen = try await models.directory.provider(list, in: .first)
                #expect(chosen.name.description == "made:anthropic claude sk-three big, openai mini")
                engine.clock.advance(by: .seconds(6))
            }
            #expect(lines.all.count == 3)
            #expect(try await models.directory.faults(of: list, in: .first).map(\.model) == ["inside:a", "lost:b", "gone:c"])
        }
    }

    @Test func `of which none can be asked fail, rather with what may pass`() async throws {
        try await EngineFixture.with { engine in
            let models = Models(engine)
            try await models.addAccount("inside", provider: "compatible", key: "sk-one", at: "http://10.0.0.7")
            try await models.addAccount("lost", provider: "compatible", key: "sk-two", at: "http://lost.example")
            let inside = await #expect(throws: LLMError.self) { try await models.directory.provider(["inside:a"], in: .first) }
            #expect(inside == .misconfigured(reason: "base_url must not lead inside."))
            let lost = await #expect(throws: LLMError.self) { try await models.directory.provider(["inside:a", "lost:b"], in: .first) }
            guard case .unavailable? = lost else {
                Issue.record("\(String(describing: lost))")
                return
            }
            // Saved all the same: its name may lead somewhere soon.
            try await models.directory.check(["models": .text(JSONText.list(["lost:b"]))], in: .first)
            await #expect(throws: ValidationError.self) {
                try await models.directory.check(["models": .text(JSONText.list(["lost:b", "inside:a"]))], in: .first)
            }
        }
    }

    @Test func `are made once for many messages, and anew once an account has changed`() async throws {
        try await EngineFixture.with { engine in
            let models = Models(engine)
            try await models.addAccount("claude", provider: "anthropic", key: "sk-one")
            let first = try await models.directory.provider(["claude:big"], in: .first).name
            try await engine.store.commit(
                SQL("UPDATE model_accounts SET sealed_key = $1", [.text(try await models.directory.seal(Secret("sk-two"), in: .first))]))
            #expect(try await models.directory.provider(["claude:big"], in: .first).name == first)
            models.directory.forget(.first)
            #expect(try await models.directory.provider(["claude:big"], in: .first).name.description.contains("sk-two"))
        }
    }

    @Test func `are kept apart by workspace, their keys too`() async throws {
        try await EngineFixture.with { engine in
            let models = Models(engine)
            try await models.addAccount("claude", provider: "anthropic", key: "sk-one")
            let other = WorkspaceID(2)
            try await engine.store.commit(
                SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Other', 'UTC', 1, 1, 1)"))
            _ = await #expect(throws: LLMError.self) { try await models.directory.provider(["claude:big"], in: other) }
            try await engine.store.commit(SQL("UPDATE model_accounts SET workspace_id = 2"))
            let error = await #expect(throws: LLMError.self) { try await models.directory.provider(["claude:big"], in: other) }
            #expect(error?.reason.contains("MASTER_KEY") == true)
        }
    }
}

private struct Models {
    let engine: EngineFixture
    let directory: ModelDirectory
    let pipeline: Pipeline
    private let settings: WorkspaceSettings

    init(_ engine: EngineFixture, logger: Logger = .silent) {
        self.engine = engine
        let settings = WorkspaceSettings(store: engine.store, clock: engine.clock.wall)
        let directory = ModelDirectory(
            store: engine.store, clock: engine.clock.wall, providers: Named(),
            vault: Vault(store: engine.store, clock: engine.clock.wall, keys: ScriptedKeys(mark: "ours")), logger: logger)
        pipeline = Pipeline(
            store: engine.store, clock: engine.clock.wall, contexts: ContextBuilder(store: engine.store, settings: settings, olderMessages: false),
            writer: ChosenWriter(standard: engine.writer, directory: directory, settings: settings), owner: "here", signals: engine.signals)
        (self.directory, self.settings) = (directory, settings)
    }

    func addAccount(_ name: String, provider: String, key: String, at address: String? = nil) async throws {
        let values: Table.Values = [
            "name": .text(name), "provider": .text(provider), "base_url": .optional(address),
            ModelAccounts.sealedKey: .text(try await directory.seal(Secret(key), in: .first)),
        ]
        _ = try await engine.store.commit(ModelAccounts.table.insert(.first, values, now: engine.clock.now))
    }

    func use(_ models: [String]) async throws {
        try await engine.store.commit(Workspaces.update(.first, ["models": .text(JSONText.list(models))], version: nil, now: engine.clock.now))
        settings.forget(.first)
    }
}

/// Makes providers whose name tells the links.
private struct Named: ModelProviders {
    /// Where accounts must not lead, and what is not found.
    private let inside = "http://10.0.0.7", lost = "http://lost.example"

    func checkReach(of address: String) async throws(ValidationError) -> Bool {
        if address == inside { throw ValidationError(field: "base_url", "base_url must not lead inside.") }
        return address != lost
    }

    func provider(_ links: [ModelLink]) throws(ValidationError) -> ChosenModel {
        var parts: [String] = []
        for link in links {
            if link.account == nil, !ModelAccount.providers.contains(link.name.account) {
                throw ValidationError(field: "models", "models names no account or provider \(link.name.account).")
            }
            let account = link.account.map { "\($0.provider) \($0.name) \($0.key?.value ?? "")" } ?? link.name.account
            parts.append("\(account) \(link.name.model ?? "")")
        }
        return ChosenModel(name: WriterName("made:\(parts.joined(separator: ", "))"), provider: Silent())
    }

    private struct Silent: LLMProvider {
        let model = "silent"
        func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion { Completion(text: "Good morning.", model: model) }
    }
}
