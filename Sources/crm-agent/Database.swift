import Domain
import Storage

/// The database that the settings ask for: a PostgreSQL, or the file in the data folder.
struct Database: Sendable {
    let store: any Store
    /// The time by which everything is stored and scheduled.
    let clock: WallClock
    /// Where it is, for people to read; without a password.
    let place: String
    let close: @Sendable () -> Void

    /// A PostgreSQL is not reached for before its first use.
    ///
    /// - Parameter mayCreate: whether the folder gets a database where it has none.
    /// - Throws: `ValidationError` naming DATA_DIR where the folder cannot be used, or has no database.
    static func open(_ settings: Settings, mayCreate: Bool = false) throws -> Database {
        if let postgres = settings.postgres {
            let store = PostgresStore(postgres)
            return Database(store: store, clock: store.clock.wall, place: "PostgreSQL at \(postgres.place)", close: store.close)
        }
        let folder = DataFolder(path: settings.dataFolder)
        if !mayCreate { try folder.checkHasDatabase() }
        let store = try folder.openStore()
        return Database(store: store, clock: .system, place: folder.databasePath, close: { try? store.close() })
    }
}
