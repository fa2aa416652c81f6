import Domain

/// What mails to those who sign in say. Of what others have typed they hold the account's address alone.
struct AccountMailText {
    /// Where browsers reach the server, such as `https://crm.example.com`.
    let site: String

    func invitation(to email: String, token: String) -> Mail {
        Mail(
            to: email, subject: "Your account at CRM Agent",
            text: """
                You have been invited to CRM Agent at \(site) as \(email).

                Choose your password here within seven days. The link works once:

                \(link(token))

                Whoever has this link can take the account: do not pass the mail on.
                """)
    }

    func newPassword(for email: String, token: String) -> Mail {
        Mail(
            to: email, subject: "A new password for CRM Agent",
            text: """
                Somebody asked for a new password for the account \(email) at \(site).

                If that was you, choose it here within 30 minutes. The link works once:

                \(link(token))

                If it was not you, do nothing: the password stays as it is. Do not pass the mail on.
                """)
    }

    /// After `#`: browsers keep that part to themselves.
    private func link(_ token: String) -> String { "\(site)/sign-in#\(token)" }
}
