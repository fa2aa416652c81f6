import Connectors
import Domain
import Journey
import Storage

/// Who writes and who judges in an evaluation: of a data folder where one is named, else as the environment sets it up.
///
/// Its calls are in nobody's books and within no budget; the report says what they cost.
struct EvalModels: Sendable {
    let writer: any MessageWriter
    let judge: ChosenModel?
    let prices: PriceList
    private let close: @Sendable () async -> Void

    /// - Throws: `ValidationError` for what cannot be asked as it is, `LLMError`, `StoreError`.
    init(model: String?, judge: String?, isOffline: Bool, data: String?, workspace: WorkspaceID) async throws {
        let environment = try await Environment.load()
        var settings = try Settings(environment)
        if let data { settings.dataFolder = data }
        prices = settings.prices
        let http = LLMHTTPClient(connectTimeout: settings.models.connectTimeout)
        do {
            let factory = ProviderFactory(http: http, clock: .system, variable: environment.value)
            let source = if data == nil { Source(factory: factory) } else { try await Source.of(workspace, settings, factory) }
            writer = isOffline ? OfflineComposer() : try await source.writer(model, else: settings.models)
            self.judge = if let judge { try await source.model(judge) } else { nil }
            close = {
                try? await http.shutdown()
                source.close()
            }
        } catch {
            // A client that is dropped without being shut down stops the process.
            try? await http.shutdown()
            throw error
        }
    }

    /// Does the work, then closes what was opened, whether or not it worked.
    func closing<Result>(_ work: (EvalModels) async throws -> Result) async throws -> Result {
        do {
            let result = try await work(self)
            await close()
            return result
        } catch {
            await close()
            throw error
        }
    }
}

extension EvalModels {
    /// Where models are named.
    private struct Source: Sendable {
        let factory: ProviderFactory
        var workspace = WorkspaceID.first
        var directory: ModelDirectory?
        var settings: WorkspaceSettings?
        var close: @Sendable () -> Void = {}

        /// The accounts of a workspace of a database, which is only read.
        static func of(_ workspace: WorkspaceID, _ settings: Settings, _ factory: ProviderFactory) async throws -> Source {
            guard settings.postgres != nil || DataFolder(path: settings.dataFolder).hasDatabase else {
                throw ValidationError(field: "--data", "names a folder without a database: leave it out, or name the one that serve uses.")
            }
            let database = try Database.open(settings)
            do { try await database.store.checkHas(workspace) } catch {
                database.close()
                throw error
            }
            return Source(
                factory: factory, workspace: workspace,
                directory: ModelDirectory(
                    store: database.store, clock: database.clock, providers: factory,
                    vault: Vault(store: database.store, clock: database.clock, keys: settings.masterKeys), logger: Wiring.logger(settings.logLevel)),
                settings: WorkspaceSettings(store: database.store, clock: database.clock), close: database.close)
        }

        func writer(_ model: String?, else choice: LLMChoice) async throws -> any MessageWriter {
            if let model { return LLMWriter(try await self.model(model)) }
            let standard: any MessageWriter = if let chosen = try choice.provider(by: factory) { LLMWriter(chosen) } else { OfflineComposer() }
            guard let directory, let settings else { return standard }
            return try await ChosenWriter(standard: standard, directory: directory, settings: settings).writer(in: workspace)
        }

        func model(_ name: String) async throws -> ChosenModel {
            if let directory { return try await directory.provider([name], in: workspace) }
            return try factory.provider([ModelLink(name: try ModelName(name, field: "models"), account: nil)])
        }
    }
}
