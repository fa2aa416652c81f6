import Connectors
import Domain
import Testing

@Suite struct `The mail server's settings` {
    private func settings(_ url: String, from: String = "crm@example.com") throws -> SMTPSettings { try SMTPSettings(url: url, from: from) }

    @Test func `name a server, and a user whose password may hold any letter`() throws {
        let settings = try settings("smtp://mailer%40example.com:p%20w%2F%3A%25@mail.example.com", from: "CRM Agent <crm@example.com>")
        #expect(settings.place == "mail.example.com:587" && settings.user == "mailer@example.com" && settings.password?.value == "p w/:%")
        #expect(settings.from.name == "CRM Agent" && settings.from.address == "crm@example.com")
        #expect(!"\(settings)".contains("p w/"))
    }

    @Test(arguments: [
        ("smtp://mail.example.com", SMTPSettings.Encryption.startTLS, 587), ("smtps://mail.example.com", .tls, 465),
        ("smtp://mail.example.com:25?starttls=never", .none, 25), ("smtp://127.0.0.1:2525", .none, 2525), ("smtp://[::1]:25", .none, 25),
        ("smtp://localhost", .none, 587), ("smtp://localhost?starttls=always", .startTLS, 587), ("smtp://127.0.0.1.example.com", .startTLS, 587),
    ])
    func `encrypt, but on this machine or where they say so`(url: String, encryption: SMTPSettings.Encryption, port: Int) throws {
        let settings = try settings(url)
        #expect(settings.encryption == encryption && settings.port == port)
    }

    @Test(arguments: [
        "", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://mail.example.com:0", "smtp://mail.example.com:99999",
        "smtp://mail.example.com/inbox", "smtp://mail.example.com?starttls=perhaps", "smtp://mail.example.com?tls=never",
        "smtps://mail.example.com?starttls=never", "smtp://user@mail.example.com", "smtp://user:secret@mail.example.com?starttls=never",
    ])
    func `that are wrong are named, without their password`(url: String) {
        let error = #expect(throws: ValidationError.self) { try settings(url) }
        #expect(error?.issues.map(\.field) == ["SMTP_URL"] && error?.issues[0].message.contains("secret") == false)
    }

    @Test(arguments: [
        "", "nobody", "CRM Agent", "CRM <nobody>", "a@example.com\r\nBcc: b@example.com", "A\r\nBcc: b <a@example.com>", "<a@example.com",
    ])
    func `have a sender that is an address, and in one line`(from: String) {
        let error = #expect(throws: ValidationError.self) { try settings("smtp://mail.example.com", from: from) }
        #expect(error?.issues.map(\.field) == ["MAIL_FROM"])
    }
}
