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
            findings += environment.slips.map { Finding(check: "settings", ok: false, detail: $0) }
            if let settings = await check("settings", &findings, { try Settings(environment) }) {
                findings.append(
                    Finding(check: "settings", ok: true, detail: "Serves \(settings.host):\(settings.port), time zone \(settings.timeZone)."))
                await check("settings", &findings) { try settings.role.check(isDatabaseShared: settings.postgres != nil) }
                await checkDatabase(settings, &findings)
                await checkModels(settings, environment, &findings)
                await checkCosts(settings, environment, &findings)
                await checkMail(settings, &findings)
                await checkBackups(environment, &findings)
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
            findings.append(
                Finding(
                    check: "database", ok: true,
                    detail: "There is none in \(folder.path) yet: `crm-agent serve` makes one. Another folder is named with --data or DATA_DIR."))
            return
        }
        let advice = settings.postgres == nil ? "" : "Check DATABASE_URL and that the server runs."
        let detail = await check("database", &findings, advice: advice) { try await describe(settings) }
        guard let detail else { return }
        let room = "See that this user may write to \(folder.path), and that its disk has room."
        guard await check("database", &findings, advice: settings.postgres == nil ? room : "", { try await write(settings) }) != nil else { return }
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

    /// A file that can be read may be on a disk that is full, or mounted for reading.
    private func write(_ settings: Settings) async throws {
        let database = try Database.open(settings)
        defer { database.close() }
        guard try await Migrator(store: database.store, clock: database.clock).status().pending.isEmpty else { return }
        _ = try await database.store.commit(Workspaces.lock(.first))
    }

    private func describe(_ settings: Settings) async throws -> String {
        let database = try Database.open(settings)
        defer { database.close() }
        let status = try await Migrator(store: database.store, clock: database.clock).status()
        if let newer = status.unknown.max() { throw Migrator.Failure.newerDatabase(version: newer) }
        let known = status.pending.isEmpty ? "" : "; `crm-agent migrate` brings it up"
        return "\(database.place) has schema \(status.applied.max() ?? 0) of \(Migration.all.count)\(known)."
    }

    @discardableResult
    func check<Result>(_ name: String, _ findings: inout [Finding], advice: String = "", _ work: () async throws -> Result) async -> Result? {
        do {
            return try await work()
        } catch let failure as Migrator.Failure {
            // It says itself what to do.
            findings.append(Finding(check: name, ok: false, detail: failure.description))
            return nil
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
