import Connectors
import Domain
import Foundation

/// The settings of sending mail.
struct MailReading: Sendable {
    var smtp: SMTPSettings
    /// Where browsers reach this server: links in mails lead there, and never to what a request calls it.
    var site: String

    /// Nil where no mail server is set up.
    ///
    /// - Throws: `ValidationError` whose field is the variable.
    init?(_ environment: Environment) throws {
        guard let url = environment.value("SMTP_URL") else {
            for stray in ["MAIL_FROM", "SMTP_CA_FILE"] where environment.value(stray) != nil {
                throw ValidationError(field: stray, "is set without SMTP_URL; write the mail server's address there, or leave both out")
            }
            return nil
        }
        guard let from = environment.value("MAIL_FROM") else {
            throw ValidationError(field: "MAIL_FROM", "is missing beside SMTP_URL; write for example CRM Agent <crm@example.com>")
        }
        guard let site = try environment.origins("PUBLIC_URL").first else {
            throw ValidationError(
                field: "PUBLIC_URL", "is missing beside SMTP_URL; write where people open this server, for example https://crm.example.com")
        }
        if let file = environment.value("SMTP_CA_FILE"), (try? String(contentsOfFile: file, encoding: .utf8))?.contains("-----BEGIN ") != true {
            throw ValidationError(field: "SMTP_CA_FILE", "is no readable file of certificates (PEM); write for example /etc/ssl/mail-ca.pem")
        }
        smtp = try SMTPSettings(url: url, from: from, caFile: environment.value("SMTP_CA_FILE"))
        self.site = site
    }
}
