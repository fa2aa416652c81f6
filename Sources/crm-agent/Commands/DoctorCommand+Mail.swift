import Connectors
import Domain
import Storage

extension DoctorCommand {
    /// Whether the mail server lets us in, and what it has refused. No mail is sent.
    func checkMail(_ given: Settings, _ findings: inout [Finding]) async {
        guard let mail = given.mail else { return }
        switch await SMTPMailer(settings: mail.smtp, clock: .system).check() {
        case .accepted: findings.append(Finding(check: "mail", ok: true, detail: "The mail server \(mail.smtp.place) lets this server in."))
        case .refusedForNow(let reason, _), .refusedForGood(let reason, _), .unknown(let reason):
            findings.append(Finding(check: "mail", ok: false, detail: reason))
        }
        findings += await mailTroubles(given)
    }

    private func mailTroubles(_ given: Settings) async -> [Finding] {
        var settings = given
        if let data = options.data { settings.dataFolder = data }
        guard settings.postgres != nil || DataFolder(path: settings.dataFolder).hasDatabase, let database = try? Database.open(settings) else {
            return []
        }
        defer { database.close() }
        // A schema of an earlier version has no such table.
        guard let row = try? await database.store.read(AccountMails.troubles).first else { return [] }
        let (dead, failed) = (row.integer(0), row.integer(1))
        return [
            dead > 0 ? "\(mails(dead, "was", "were")) given up in the last 7 days. The last reason: \(row.text(2))" : nil,
            failed > 0 ? "\(mails(failed, "waits", "wait")) for another attempt. The last reason: \(row.text(3))" : nil,
        ].compactMap { $0.map { Finding(check: "mail", ok: false, detail: $0) } }
    }

    private func mails(_ count: Int64, _ one: String, _ several: String) -> String { count == 1 ? "1 mail \(one)" : "\(count) mails \(several)" }
}
