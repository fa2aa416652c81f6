import Connectors
import Domain
import Foundation
import Journey
import Logging
import Storage

/// All settings, read once and checked; a wrong one stops the start and names its variable.
struct Settings: Sendable {
    var host: String
    var port: Int
    var dataFolder: String
    /// Nil for SQLite in the data folder.
    var postgres: PostgresSettings?
    var timeZone: String
    var logLevel: Logger.Level
    /// How many messages are written at the same time.
    var concurrency: Int
    /// The same, nil where nobody has said it.
    var givenConcurrency: Int?
    /// How many deliveries are under way at the same time.
    var deliveryConcurrency: Int
    var role: ProcessRole
    /// How late a missed occurrence may still run.
    var catchUp: Duration
    /// How long a stop waits for what is in hand.
    var shutdownLimit: Duration
    /// How long requests are still taken after the signal to stop.
    var shutdownDelay: Duration
    /// The models that write; none for offline.
    var models: LLMChoice
    /// Encrypt secrets in the database; nil where none is set up.
    var masterKeys: MasterKeyRing?
    /// Encrypts backups; nil where they are not to be encrypted.
    var backupKey: Result<BackupKey?, ValidationError>
    /// What models cost.
    var prices: PriceList
    var edge: EdgeReading
    /// Who else may say who somebody is; nil where no provider is set up.
    var openID: OpenIDSettings?
    /// How mail is sent; nil where no mail server is set up.
    var mail: MailReading?
    /// Whether accounts of workspaces may name models within the house; nil for where only this machine is served.
    var allowsPrivateModels: Bool?
    var hasModel: Bool { !models.isEmpty }

    /// Whether more than this machine is served: then there must be accounts.
    var servesOthers: Bool { edge.servesOthers(host: host) }

    /// Where accounts of workspaces may lead.
    var modelReach: ModelReach { ModelReach(allowsPrivate: allowsPrivateModels ?? !servesOthers) }

    /// - Throws: `ValidationError` whose field is the variable.
    init(_ environment: Environment) throws {
        host = environment.value("HOST") ?? "127.0.0.1"
        port = try number(environment, "PORT", 0...65535, usual: 8080)
        dataFolder = environment.value("DATA_DIR") ?? "data"
        timeZone = environment.value("TIME_ZONE") ?? "UTC"
        models = try LLMChoice(reading: environment.value)
        prices = try Self.prices(environment)
        allowsPrivateModels = try SettingText.flag(environment.value("MODEL_ALLOW_PRIVATE"), "MODEL_ALLOW_PRIVATE")
        concurrency = try number(environment, "LLM_CONCURRENCY", 1...512, usual: 16)
        givenConcurrency = environment.value("LLM_CONCURRENCY") == nil ? nil : concurrency
        masterKeys = try Self.masterKeys(environment)
        backupKey = Result { () throws(ValidationError) in
            try environment.value("BACKUP_KEY").map { text throws(ValidationError) in try BackupKey(text) }
        }
        mail = try MailReading(environment)
        deliveryConcurrency = try number(environment, "DELIVERY_CONCURRENCY", 1...512, usual: 16)
        role = try Self.role(environment)
        catchUp = .seconds(60 * (try number(environment, "CATCH_UP_MINUTES", 0...10_080, usual: 60)))
        shutdownLimit = .seconds(try number(environment, "SHUTDOWN_SECONDS", 1...3600, usual: 20))
        logLevel = try Self.level(environment)
        edge = try EdgeReading(environment)
        openID = try OpenIDReading(environment, publicOrigin: edge.publicOrigin).settings()
        guard knownTimeZone(timeZone) != nil else {
            throw ValidationError(field: "TIME_ZONE", "is no IANA time zone; write for example Europe/Berlin")
        }
        postgres = try Self.postgres(environment)
        shutdownDelay = .seconds(try number(environment, "SHUTDOWN_DELAY_SECONDS", 0...60, usual: postgres == nil ? 0 : 2))
        try check()
    }

    /// What must hold before serving, also after options of the command line have changed it.
    func check() throws {
        guard (0...65535).contains(port) else { throw ValidationError(field: "PORT", "is no port; write for example 8080") }
    }

    private static func postgres(_ environment: Environment) throws -> PostgresSettings? {
        guard let url = environment.value("DATABASE_URL") else { return nil }
        guard !url.hasPrefix("sqlite") else {
            throw ValidationError(
                field: "DATABASE_URL",
                "names a file of SQLite, which is kept as crm.sqlite in DATA_DIR; leave it out, and write for example DATA_DIR=data")
        }
        guard PostgresSettings.isPostgres(url) else {
            throw ValidationError(
                field: "DATABASE_URL",
                "names a database this version cannot use; write for example postgresql://crm:secret@localhost:5432/crm, or leave it out to use SQLite in DATA_DIR"
            )
        }
        var settings = try PostgresSettings(url: url)
        settings.poolSize = try number(environment, "DATABASE_POOL_SIZE", 1...200, usual: 8)
        settings.poolWait = .seconds(try number(environment, "DATABASE_POOL_WAIT_SECONDS", 1...60, usual: 5))
        settings.statementTimeout = .seconds(try number(environment, "DATABASE_STATEMENT_TIMEOUT_SECONDS", 1...600, usual: 30))
        settings.lockTimeout = .seconds(try number(environment, "DATABASE_LOCK_TIMEOUT_SECONDS", 1...600, usual: 5))
        return settings
    }

    private static func masterKeys(_ environment: Environment) throws -> MasterKeyRing? {
        let previous = environment.value("MASTER_KEY_PREVIOUS")
        guard let current = environment.value("MASTER_KEY") else {
            guard previous == nil else {
                throw ValidationError(field: "MASTER_KEY", "is missing beside MASTER_KEY_PREVIOUS; `openssl rand -base64 32` makes one")
            }
            return nil
        }
        return try MasterKeyRing(current: current, previous: previous)
    }

    private static func prices(_ environment: Environment) throws -> PriceList {
        guard let path = environment.value("LLM_PRICES") else { return .builtIn }
        guard let file = FileManager.default.contents(atPath: path) else {
            throw ValidationError(field: "LLM_PRICES", "names a file that cannot be read; write for example prices.json")
        }
        return PriceList.builtIn.overridden(by: try PriceList(json: file))
    }

    private static func role(_ environment: Environment) throws -> ProcessRole {
        guard let text = environment.value("ROLE") else { return .all }
        guard let role = ProcessRole(rawValue: text.lowercased()) else {
            throw ValidationError(field: "ROLE", "is none of \(ProcessRole.allCases.map(\.rawValue).joined(separator: ", ")); write for example all")
        }
        return role
    }

    private static func level(_ environment: Environment) throws -> Logger.Level {
        if try SettingText.flag(environment.value("DEBUG"), "DEBUG") == true { return .debug }
        let text = environment.value("LOG_LEVEL") ?? "info"
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            throw ValidationError(
                field: "LOG_LEVEL", "is none of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")); write for example info")
        }
        return level
    }
}

func number(_ environment: Environment, _ name: String, _ range: ClosedRange<Int>, usual: Int) throws -> Int {
    try SettingText.number(environment.value(name), name, range, such: usual) ?? usual
}
