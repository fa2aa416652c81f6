import Journey
import Logging
import Storage

/// What a server that faces others prints while it has no account: the way in for its first owner.
struct SetUpLink {
    let wiring: Wiring

    func print(address: String) async {
        guard wiring.settings.role.servesPage, wiring.settings.servesOthers, wiring.migration.gate.isOpen,
            let hasAccounts = try? await wiring.access.authenticator.hasAccounts(), !hasAccounts
        else { return }
        do {
            let link = try await wiring.access.accounts.setUpLink()
            if ["0.0.0.0", "::"].contains(wiring.settings.host), !wiring.settings.edge.namesOthers {
                say("Browsers elsewhere are let in under names that you say: set PUBLIC_URL, such as https://crm.example.com, or ALLOWED_HOSTS.")
            }
            say("There are no accounts yet. For a day, whoever opens this address becomes the owner:\n\(address)/sign-in#\(link)")
        } catch {
            wiring.logger.error("the set-up link could not be made; start again, or use crm-agent user create", metadata: ["error": "\(error)"])
        }
    }
}
