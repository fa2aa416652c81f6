import Connectors

extension DoctorCommand {
    /// Whether backups can be encrypted as the environment asks; a key that is none is found out here, and not by the backup at night.
    func checkBackups(_ environment: Environment, _ findings: inout [Finding]) async {
        guard let text = environment.value("BACKUP_KEY") else {
            return findings.append(
                Finding(
                    check: "backups", ok: true,
                    detail:
                        "They are not encrypted: put a key that `openssl rand -base64 32` makes into BACKUP_KEY (docs/backups.md) to have them so."))
        }
        let key = await check("backups", &findings) { try BackupKey(text) }
        if key != nil { findings.append(Finding(check: "backups", ok: true, detail: "BACKUP_KEY encrypts them; keep it elsewhere as well.")) }
    }
}
