package import Domain
package import Logging
package import Storage
import Synchronization

/// The models that a workspace or an agent names, as providers that are ready to be asked.
///
/// What has been made is kept for a few seconds, so that a message costs no look at the accounts. A model that cannot be asked as it is
/// set up is left out, and those after it are asked.
package final class ModelDirectory: Sendable {
    private struct Key: Hashable {
        var workspace: WorkspaceID
        var models: [String]
    }

    private struct Known {
        var chosen: ChosenModel
        var leftOut: [ModelFault]
        var until: Timestamp
    }

    private let store: any Store
    private let clock: WallClock
    private let providers: any ModelProviders
    private let vault: Vault
    private let logger: Logger
    private let known = Mutex<[Key: Known]>([:])
    private static let validity = Duration.seconds(5)
    private static let most = 1000

    package init(store: any Store, clock: WallClock, providers: any ModelProviders, vault: Vault, logger: Logger) {
        self.logger = logger
        self.store = store
        self.clock = clock
        self.providers = providers
        self.vault = vault
    }

    /// The provider that asks these in their order.
    ///
    /// - Parameter models: at least one, as `account:model`.
    /// - Throws: `LLMError.misconfigured` where none can be asked as it is, `unavailable` where that may pass or the accounts can't be read.
    package func provider(_ models: [String], in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel {
        let (key, now) = (Key(workspace: workspace, models: models), clock.now())
        if let hit = known.withLock({ $0[key] }), hit.until > now { return hit.chosen }
        let (links, faults) = try await readLinks(models, workspace)
        let chosen = try chosen(links, faults)
        let before = known.withLock { known in
            let before = known[key]?.leftOut ?? []
            if known.count >= Self.most { known = [:] }
            known[key] = Known(chosen: chosen, leftOut: faults, until: now.adding(Self.validity))
            return before
        }
        for fault in faults where !before.contains(fault) {
            logger.warning(
                "a model is left out, and those after it are asked",
                metadata: ["model": "\(fault.model)", "workspace": "\(workspace.value)", "reason": "\(fault.error.reason)"])
        }
        return chosen
    }

    private func readLinks(_ models: [String], _ workspace: WorkspaceID) async throws(LLMError) -> ([ModelLink], [ModelFault]) {
        do { return try await links(models, workspace) } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unavailable(reason: "The accounts of models could not be read.", retryAfter: nil)
        }
    }

    private func chosen(_ links: [ModelLink], _ faults: [ModelFault]) throws(LLMError) -> ChosenModel {
        // Rather that it may pass than that somebody must change a setting.
        let worst = faults.first { $0.mayPass } ?? faults.first
        if links.isEmpty, let worst { throw worst.error }
        do { return try providers.provider(links) } catch { throw LLMError(wrong: error) }
    }

    /// Those that can be asked, and what is wrong with the others.
    private func links(_ models: [String], _ workspace: WorkspaceID) async throws -> ([ModelLink], [ModelFault]) {
        guard !models.isEmpty else { return ([], []) }
        var links: [ModelLink] = []
        var faults: [ModelFault] = []
        let accounts = try await accounts(Set(models.compactMap { try? ModelName($0, field: "models").account }), workspace)
        for model in models {
            do {
                let name = try ModelName(model, field: "models")
                let link = ModelLink(name: name, account: try accounts[name.account]?.get())
                _ = try providers.provider([link])
                links.append(link)
            } catch let error as ValidationError {
                faults.append(ModelFault(model: model, error: LLMError(wrong: error)))
            } catch let error as LLMError {
                faults.append(ModelFault(model: model, error: error))
            }
        }
        return (links, faults)
    }

    /// By their names, as they can be asked, or why not.
    private func accounts(_ names: Set<String>, _ workspace: WorkspaceID) async throws -> [String: Result<ModelAccount, any Error>] {
        var accounts: [String: Result<ModelAccount, any Error>] = [:]
        for row in try await store.read(ModelAccounts.named(workspace, names.sorted())) {
            let (account, sealed) = ModelAccounts.account(row)
            do {
                accounts[account.name] = .success(try await usable(account, sealed, workspace))
            } catch  where error is ValidationError || error is LLMError {
                accounts[account.name] = .failure(error)
            }
        }
        return accounts
    }

    private func usable(_ account: ModelAccount, _ sealed: String?, _ workspace: WorkspaceID) async throws -> ModelAccount {
        if let address = account.baseURL, try await !providers.checkReach(of: address) {
            try Task.checkCancellation()
            throw LLMError.unavailable(reason: "The server of the account \(account.name) is not found: its name leads nowhere.", retryAfter: nil)
        }
        var account = account
        if let sealed { account.key = try await opened(sealed, of: account, workspace) }
        return account
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

/// Why a model cannot be asked.
package struct ModelFault: Equatable, Sendable {
    /// As it is named.
    package var model: String
    package var error: LLMError

    /// Whether it may be asked later, without anybody changing anything.
    var mayPass: Bool { if case .misconfigured = error { false } else { true } }
}

extension LLMError {
    /// Of what somebody must change.
    fileprivate init(wrong error: ValidationError) {
        self = .misconfigured(reason: error.issues.map(\.message).joined(separator: " "))
    }
}

extension ModelDirectory {
    /// What is wrong with a list of models, before it is saved; a missing or empty list is right. A server that is not found just now is not
    /// wrong.
    ///
    /// - Throws: `ValidationError`, `StoreError`.
    package func check(_ values: Table.Values, in workspace: WorkspaceID) async throws {
        let faults = try await faults(of: JSONText.texts(values.optionalText("models") ?? "[]"), in: workspace)
        if let fault = faults.first(where: { !$0.mayPass }) { throw ValidationError(field: "models", fault.error.reason) }
    }

    /// Which models of a list cannot be asked as they are, and why.
    ///
    /// - Throws: `StoreError`.
    package func faults(of models: [String], in workspace: WorkspaceID) async throws -> [ModelFault] { try await links(models, workspace).1 }

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
        if let address = values.optionalText("base_url") { _ = try await providers.checkReach(of: address) }
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
