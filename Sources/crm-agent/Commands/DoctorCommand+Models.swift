import Connectors
import Domain
import Journey
import Storage

extension DoctorCommand {
    /// The models that workspaces and agents name, as far as that can be told without asking them.
    func checkNamedModels(_ settings: Settings, _ findings: inout [Finding]) async {
        guard let directory = await OpenModels(settings) else { return }
        for (workspace, models) in await directory.lists() {
            let faults = await check("models", &findings) { try await directory.models.faults(of: models, in: workspace) }
            guard let faults else { continue }
            findings += faults.map { fault in
                Finding(
                    check: "models", ok: false,
                    detail: "\(fault.model) is left out: \(fault.error.reason) `crm-agent models` says which accounts there are.")
            }
            guard faults.isEmpty else { continue }
            findings.append(
                Finding(
                    check: "models", ok: true, detail: "\(models.joined(separator: ", ")): accounts and keys are in order; they are not asked here."))
        }
        await directory.close()
    }

    func checkModels(_ settings: Settings, _ environment: Environment, _ findings: inout [Finding]) async {
        guard settings.hasModel else {
            if let name = ["LLM_MODEL", "OPENAI_MODEL"].first(where: { environment.value($0) != nil }) {
                findings.append(
                    Finding(
                        check: "model", ok: false,
                        detail: "\(name) names a model, but there is no key and no address to ask it at: set LLM_PROVIDER and LLM_API_KEY."))
                return
            }
            findings.append(
                Finding(
                    check: "model", ok: true,
                    detail:
                        "None is set up in the environment: who names no model of an account writes offline. LLM_PROVIDER and LLM_API_KEY in .env have one write."
                ))
            return
        }
        for entry in settings.models.entries { await checkModel(entry, &findings) }
    }

    private func checkModel(_ entry: LLMChoice.Entry, _ findings: inout [Finding]) async {
        let http = LLMHTTPClient(connectTimeout: entry.settings.connectTimeout)
        let detail = await check("model", &findings) {
            let provider = try entry.connector.provider(entry.settings, http: http, clock: .system)
            let answer = try await provider.complete(CompletionRequest(messages: [.init(.user, "Answer with the word ready.")], maxTokens: 20))
            return "\(answer.model) of \(entry.connector.title) answers."
        }
        try? await http.shutdown()
        if let detail { findings.append(Finding(check: "model", ok: true, detail: detail)) }
    }
}

/// The database's models, for as long as a check lasts.
struct OpenModels {
    let database: Database
    let models: ModelDirectory
    private let http: LLMHTTPClient

    /// Nil where the database cannot be opened, of which another check tells.
    init?(_ settings: Settings) async {
        guard let database = try? Database.open(settings), let environment = try? await Environment.load() else { return nil }
        self.database = database
        http = LLMHTTPClient(connectTimeout: settings.models.connectTimeout)
        models = ModelDirectory(
            store: database.store, clock: database.clock,
            providers: ProviderFactory(http: http, clock: database.clock, reach: settings.modelReach, variable: environment.value),
            vault: Vault(store: database.store, clock: database.clock, keys: settings.masterKeys), logger: Wiring.logger(settings.logLevel))
    }

    /// What workspaces and agents name; nothing in a schema of an earlier version, which has no such lists.
    func lists() async -> [(workspace: WorkspaceID, models: [String])] {
        ((try? await database.store.read(ModelAccounts.lists)) ?? []).map { (WorkspaceID($0.integer(0)), JSONText.texts($0.text(1))) }
    }

    func close() async {
        try? await http.shutdown()
        database.close()
    }
}
