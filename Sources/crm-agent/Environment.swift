import Configuration
import Connectors
import Domain
import Foundation
import SystemPackage

/// The settings' source: the process's environment, then the file `.env` in the current folder.
struct Environment: Sendable {
    private let layers: [EnvironmentVariablesProvider]

    /// - Throws: `ValidationError` for a `.env` that cannot be read.
    static func load() async throws -> Environment {
        let secrets = SecretsSpecifier<String, String>.specific(
            Set(LLMCatalog.secretVariables + ["DATABASE_URL", "MASTER_KEY", "MASTER_KEY_PREVIOUS", "BACKUP_KEY", "OIDC_CLIENT_SECRET", "SMTP_URL"]))
        let process = EnvironmentVariablesProvider(secretsSpecifier: secrets)
        if let text = try? String(contentsOfFile: ".env", encoding: .utf8), text.utf8.contains(UInt8(ascii: "\r")) {
            throw ValidationError(
                field: ".env", "has the line ends of Windows, with which its values would be misread; save it with those of Unix (LF)")
        }
        do {
            let file = try await EnvironmentVariablesProvider(environmentFilePath: FilePath(".env"), allowMissing: true, secretsSpecifier: secrets)
            return Environment(layers: [process, file])
        } catch {
            throw ValidationError(field: ".env", "cannot be read; write lines of the form NAME=value, as in .env.example")
        }
    }

    /// Nil where the variable is missing or empty.
    func value(_ name: String) -> String? {
        layers.lazy.compactMap { (try? $0.environmentValue(forName: name)) ?? nil }.first { !$0.isEmpty }
    }
}
