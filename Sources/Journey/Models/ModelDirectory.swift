package import Domain
package import Storage
import Synchronization

/// The models that a workspace or an agent names, as providers that are ready to be asked.
///
/// What has been made is kept for a few seconds, so that a message costs no look at the accounts.
package final class ModelDirectory: Sendable {
    private struct Key: Hashable {
        var workspace: WorkspaceID
        var models: [String]
    }

    private struct Known {
        var chosen: ChosenModel
        var until: Timestamp
    }

    private let store: any Store
    private let clock: WallClock
    private let providers: any ModelProviders
    private let vault: Vault
    private let known = Mutex<[Key: Known]>([:])
    private static let validity = Duration.seconds(5)
    private static let most = 1000

    package init(store: any Store, clock: WallClock, providers: any ModelProviders, vault: Vault) {
        self.store = store
        self.clock = clock
        self.providers = providers
        self.vault = vault
    }

    /// The provider that asks these in their order.
    ///
    /// - Parameter models: at least one, as `account:model`.
    /// - Throws: `LLMError.misconfigured` for what cannot be asked as it is, `unavailable` where the accounts can't be read.
    package func provider(_ models: [String], in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel {
        let (key, now) = (Key(workspace: workspace, models: models), clock.now())
        if let hit = known.withLock({ $0[key] }), hit.until > now { return hit.chosen }
        let chosen: ChosenModel
        do { chosen = try await make(models, workspace) } catch let error as ValidationError {
            throw .misconfigured(reason: error.issues.map(\.message).joined(separator: " "))
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unavailable(reason: "The accounts of models could not be read.", retryAfter: nil)
        }
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[key] = Known(chosen: chosen, until: now.adding(Self.validity))
        }
        return chosen
    }

    private func make(_ models: [String], _ workspace: WorkspaceID) async throws -> ChosenModel {
        let names = try models.map { text throws(ValidationError) in try ModelName(text, field: "models") }
        let accounts = try await accounts(Set(names.map(\.account)), workspace)
        return try providers.provider(names.map { ModelLink(name: $0, account: accounts[$0.account]) })
    }

    private func accounts(_ names: Set<String>, _ workspace: WorkspaceID) async throws -> [String: ModelAccount] {
        var accounts: [String: ModelAccount] = [:]
        for row in try await store.read(ModelAccounts.named(workspace, names.sorted())) {
            var (account, sealed) = ModelAccounts.account(row)
            if let address = account.baseURL { try await providers.checkReach(of: address) }
            if let sealed { account.key = try await opened(sealed, of: account, workspace) }
            accounts[account.name] = account
        }
        return accounts
    }

    private func opened(_ sealed: String, of account: ModelAccount, _ workspace: WorkspaceID) async throws -> Secret {
        do { return try await vault.open(sealed, .modelKey, in: workspace) } catch is MasterKeyMissing {
            throw Self.missingMasterKey
        } catch is SecretUnreadable {
            throw ValidationError(
                field: "models",
                "models names no readable key: that of the account \(account.name) was encrypted with another MASTER_KEY. Set that one, or the key anew."
            )
        }
    }

    private static let missingMasterKey = ValidationError(
        field: "models", "models names no readable key: set MASTER_KEY, with which the keys of accounts are encrypted.")
}

extension ModelDirectory {
    /// What is wrong with a list of models, before it is saved; a missing or empty list is right.
    ///
    /// - Throws: `ValidationError`, `StoreError`.
    package func check(_ values: Table.Values, in workspace: WorkspaceID) async throws {
        let models = JSONText.texts(values.optionalText("models") ?? "[]")
        if !models.isEmpty { _ = try await make(models, workspace) }
    }

    /// Whether an account can be asked as it is, before it is saved: its provider may need a key or an address.
    ///
    /// - Throws: `ValidationError` that names the field.
    package func check(_ values: Table.Values, key: Secret?) async throws {
        try await checkReach(values)
        let account = ModelAccount(
            name: values.text("name"), provider: values.text("provider"), key: key, baseURL: values.optionalText("base_url"),
            apiVersion: values.optionalText("api_version"))
        _ = try providers.provider([ModelLink(name: try ModelName("\(account.name):any", field: "name"), account: account)])
    }

    /// Whether the server that an account names may be asked from here.
    ///
    /// - Throws: `ValidationError` that names `base_url`.
    package func checkReach(_ values: Table.Values) async throws {
        if let address = values.optionalText("base_url") { try await providers.checkReach(of: address) }
    }

    /// A key as an account keeps it.
    ///
    /// - Throws: `ValidationError` where no master key is set up, or another one than before; `StoreError`.
    package func seal(_ key: Secret, in workspace: WorkspaceID) async throws -> String {
        do { return try await vault.seal(key, .modelKey, in: workspace) } catch is MasterKeyMissing {
            throw ValidationError(
                field: "api_key", "api_key names no place to be kept in: set MASTER_KEY, with which keys are encrypted (`openssl rand -base64 32`).")
        } catch is SecretUnreadable {
            throw ValidationError(
                field: "api_key", "api_key names no place to be kept in: the workspace's keys were encrypted with another MASTER_KEY. Set that one.")
        }
    }

    /// After a change of an account.
    package func forget(_ workspace: WorkspaceID) {
        known.withLock { known in known = known.filter { $0.key.workspace != workspace } }
    }
}
