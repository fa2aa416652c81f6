import Domain
import Journey

extension DoctorCommand {
    /// Whether what is kept encrypted can be read. Nothing is said where nothing is and no key is set.
    func checkSecrets(_ settings: Settings, _ findings: inout [Finding]) async {
        guard let database = try? Database.open(settings) else { return }
        defer { database.close() }
        let vault = Vault(store: database.store, clock: database.clock, keys: settings.masterKeys)
        do {
            try await vault.check()
            guard vault.isSetUp else { return }
            findings.append(Finding(check: "secrets", ok: true, detail: "MASTER_KEY opens all that is kept encrypted."))
        } catch is MasterKeyMissing {
            findings.append(
                Finding(check: "secrets", ok: false, detail: "MASTER_KEY is not set: what is kept encrypted cannot be read without it."))
        } catch is SecretUnreadable {
            findings.append(
                Finding(
                    check: "secrets", ok: false,
                    detail: "Secrets were encrypted with another MASTER_KEY, so they cannot be read: set that one, or name it in MASTER_KEY_PREVIOUS."
                ))
        } catch {
            // A schema of an earlier version has no such keys, and a database out of reach is told of already.
        }
    }
}
