import Configuration
import Connectors
import Domain

/// The settings' source: the process's environment, then the file `.env` in the current folder.
struct Environment: Sendable {
    private let layers: [EnvironmentVariablesProvider]
    /// Lines of `.env` whose name is none of ours but nearly one, in words.
    let slips: [String]

    /// - Throws: `ValidationError` for a `.env` that cannot be read.
    static func load() async throws -> Environment {
        let secrets = SecretsSpecifier<String, String>.specific(
            Set(LLMCatalog.secretVariables + ["DATABASE_URL", "MASTER_KEY", "MASTER_KEY_PREVIOUS", "BACKUP_KEY", "OIDC_CLIENT_SECRET", "SMTP_URL"]))
        let process = EnvironmentVariablesProvider(secretsSpecifier: secrets)
        guard let file = try EnvironmentFile.read(at: ".env") else { return Environment(layers: [process], slips: []) }
        let variables = EnvironmentVariablesProvider(environmentVariables: file.variables, secretsSpecifier: secrets)
        return Environment(layers: [process, variables], slips: file.entries.compactMap(SettingVariables.slip))
    }

    /// Nil where the variable is missing or empty.
    func value(_ name: String) -> String? {
        layers.lazy.compactMap { (try? $0.environmentValue(forName: name)) ?? nil }.first { !$0.isEmpty }
    }
}
