import ArgumentParser
import Connectors
import Domain
import Journey
import Storage

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the settings, the database and the model, and say what to fix.")

    @OptionGroup var options: DataOptions
    @Flag(help: "Print JSON.") var json = false

    struct Finding: Encodable {
        var check: String
        var ok: Bool
        var detail: String
    }

    func run() async throws {
        let findings = await WorkspaceScope.$current.withValue(.everyWorkspace) { await look() }
        try tell(findings)
        if findings.contains(where: { !$0.ok }) { throw ExitCode(1) }
    }

    private func look() async -> [Finding] {
        var findings: [Finding] = []
        if let environment = await check("settings", &findings, { try await Environment.load() }) {
            if let settings = await check("settings", &findings, { try Settings(environment) }) {
                findings.append(
                    Finding(check: "settings", ok: true, detail: "Serves \(settings.host):\(settings.port), time zone \(settings.timeZone)."))
                await checkDatabase(settings, &findings)
                await checkModels(settings, environment, &findings)
                await checkMail(settings, &findings)
            }
        }
        return findings
    }

    private func checkDatabase(_ given: Settings, _ findings: inout [Finding]) async {
        var settings = given
        if let data = options.data { settings.dataFolder = data }
        let folder = DataFolder(path: settings.dataFolder)
        guard settings.postgres != nil || folder.hasDatabase else {
            guard await check("database", &findings, { try folder.check() }) != nil else { return }
            findings.append(Finding(check: "database", ok: true, detail: "There is none yet in \(folder.path); `crm-agent serve` creates it."))
            return
        }
        let advice = settings.postgres == nil ? "" : "Check DATABASE_URL and that the server runs."
        let detail = await check("database", &findings, advice: advice) { try await describe(settings) }
        guard let detail else { return }
        findings.append(Finding(check: "database", ok: true, detail: detail))
        await checkRole(settings, &findings)
        await checkSecrets(settings, &findings)
        await checkReceivers(settings, &findings)
        await checkNamedModels(settings, &findings)
    }

    private func checkRole(_ settings: Settings, _ findings: inout [Finding]) async {
        guard let database = try? Database.open(settings) else { return }
        defer { database.close() }
        guard let role = try? await BypassingRole.of(database.store) else { return }
        findings.append(
            Finding(
                check: "database role", ok: false,
                detail:
                    "\(role.name) is a superuser or has BYPASSRLS, so PostgreSQL does not keep workspaces apart behind the server's own conditions: have a role own the database that is neither, and name that in DATABASE_URL (docs/self-hosting.md, \"The role\")."
            ))
    }

    /// The models that workspaces and agents name, as far as that can be told without asking them.
    private func checkNamedModels(_ settings: Settings, _ findings: inout [Finding]) async {
        guard let database = try? Database.open(settings), let environment = try? await Environment.load() else { return }
        let http = LLMHTTPClient(connectTimeout: settings.models.connectTimeout)
        let factory = ProviderFactory(http: http, clock: database.clock, variable: environment.value)
        let directory = ModelDirectory(
            store: database.store, clock: database.clock, providers: factory,
            vault: Vault(store: database.store, clock: database.clock, keys: settings.masterKeys))
        // A schema of an earlier version has no such lists.
        for row in (try? await database.store.read(ModelAccounts.lists)) ?? [] {
            let values: Table.Values = ["models": row[1]]
            let checked: Void? = await check("models", &findings, advice: "`crm-agent models` says which accounts there are.") {
                try await directory.check(values, in: WorkspaceID(row.integer(0)))
            }
            guard checked != nil else { continue }
            findings.append(
                Finding(
                    check: "models", ok: true,
                    detail: "\(JSONText.texts(row.text(1)).joined(separator: ", ")): accounts and keys are in order; they are not asked here."))
        }
        try? await http.shutdown()
        database.close()
    }

    /// What is approved for contacts goes to webhooks.
    private func checkReceivers(_ settings: Settings, _ findings: inout [Finding]) async {
        guard let database = try? Database.open(settings) else { return }
        defer { database.close() }
        // A schema of an earlier version has other tables.
        guard let rows = try? await database.store.read(Webhooks.lackReceivers), let name = rows.first?.text(0) else { return }
        findings.append(
            Finding(
                check: "webhooks", ok: false,
                detail:
                    "\(name) writes to contacts and there is no enabled webhook, so nothing is delivered: add one with `crm-agent webhook add URL`."))
    }

    private func describe(_ settings: Settings) async throws -> String {
        let database = try Database.open(settings)
        defer { database.close() }
        let status = try await Migrator(store: database.store, clock: database.clock).status()
        if let newer = status.unknown.max() { throw Migrator.Failure.newerDatabase(version: newer) }
        let known = status.pending.isEmpty ? "" : "; `crm-agent migrate` brings it up"
        return "\(database.place) has schema \(status.applied.max() ?? 0) of \(Migration.all.count)\(known)."
    }

    private func checkModels(_ settings: Settings, _ environment: Environment, _ findings: inout [Finding]) async {
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
        let names = entry.settings.names
        let detail = await check("model", &findings, advice: "Check \(names.address), \(names.key) and \(names.model).") {
            let provider = try entry.connector.provider(entry.settings, http: http, clock: .system)
            let answer = try await provider.complete(CompletionRequest(messages: [.init(.user, "Answer with the word ready.")], maxTokens: 20))
            return "\(answer.model) of \(entry.connector.title) answers."
        }
        try? await http.shutdown()
        if let detail { findings.append(Finding(check: "model", ok: true, detail: detail)) }
    }

    private func check<Result>(_ name: String, _ findings: inout [Finding], advice: String = "", _ work: () async throws -> Result) async -> Result? {
        do {
            return try await work()
        } catch {
            findings.append(Finding(check: name, ok: false, detail: "\(sentence(error)) \(advice)".trimmed))
            return nil
        }
    }

    private func sentence(_ error: any Error) -> String {
        switch error {
        case let error as Domain.ValidationError: error.issues.map(\.line).joined(separator: "; ")
        case let error as StoreError: error.sentence
        case let error as LLMError: error.reason
        default: "\(error)"
        }
    }

    private func tell(_ findings: [Finding]) throws {
        if json { return try sayJSON(findings) }
        for finding in findings { say("\(finding.ok ? "ok  " : "FIX ") \(finding.check): \(finding.detail)") }
    }
}
