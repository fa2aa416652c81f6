package import Domain
package import Storage
import Synchronization

/// Encrypts a workspace's secrets under a key of its own, which is kept encrypted under the master key (envelope encryption).
///
/// Sealed: `v2.`, the number of the data key, `.`, and what the key's box made of it. What older versions have sealed under the master
/// key itself (`v1.`) opens too.
package final class Vault: Sendable {
    private struct Place: Hashable {
        var workspace: WorkspaceID
        var number: Int64
    }

    private let store: any Store
    private let clock: WallClock
    private let keys: (any KeyRing)?
    /// A data key of a number never becomes another one.
    private let opened = Mutex<[Place: any SecretBox]>([:])

    /// - Parameter keys: nil where no master key is set up.
    package init(store: any Store, clock: WallClock, keys: (any KeyRing)?) {
        self.store = store
        self.clock = clock
        self.keys = keys
    }

    /// Whether secrets can be encrypted here.
    package var isSetUp: Bool { keys != nil }

    /// - Throws: `MasterKeyMissing`, `SecretUnreadable` where the data key is another master key's, `StoreError`.
    package func seal(_ secret: Secret, _ column: SealedColumn, in workspace: WorkspaceID) async throws -> String {
        guard let keys else { throw MasterKeyMissing() }
        let number = try await newestNumber(keys, workspace)
        return try await seal(secret, column, in: workspace, under: number)
    }

    func seal(_ secret: Secret, _ column: SealedColumn, in workspace: WorkspaceID, under number: Int64) async throws -> String {
        let sealed = try await box(Place(workspace: workspace, number: number)).seal(secret, for: column.purpose(workspace))
        return "v2.\(number).\(sealed)"
    }

    /// As `seal`; without a master key as it is.
    package func sealIfSetUp(_ secret: Secret, _ column: SealedColumn, in workspace: WorkspaceID) async throws -> String {
        isSetUp ? try await seal(secret, column, in: workspace) : secret.value
    }

    /// Whether the master key opens the data keys of every workspace.
    ///
    /// - Throws: `MasterKeyMissing`, `SecretUnreadable` where one is another master key's, `StoreError`.
    package func check() async throws {
        for row in try await store.read(Workspaces.all) {
            let workspace = WorkspaceID(row.integer(0))
            for key in try await store.read(DataKeys.all(workspace)).map(DataKeys.kept) {
                guard let keys else { throw MasterKeyMissing() }
                _ = try keys.open(key.wrapped, for: DataKeys.purpose(workspace, key.number))
            }
        }
    }

    /// What a column holds, in clear.
    ///
    /// - Throws: `MasterKeyMissing`, `SecretUnreadable`, `StoreError`.
    package func open(_ stored: String, _ column: SealedColumn, in workspace: WorkspaceID) async throws -> Secret {
        let parts = stored.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        let purpose = column.purpose(workspace)
        switch parts.first {
        case "v1":
            guard let keys else { throw MasterKeyMissing() }
            return try keys.open(stored, for: purpose)
        case "v2":
            guard parts.count == 3, let number = Int64(parts[1]) else { throw SecretUnreadable() }
            return try await box(Place(workspace: workspace, number: number)).open(String(parts[2]), for: purpose)
        default:
            guard column.isOptional else { throw SecretUnreadable() }
            return Secret(stored)
        }
    }

    private func newestNumber(_ keys: any KeyRing, _ workspace: WorkspaceID) async throws -> Int64 {
        if let newest = try await store.read(DataKeys.all(workspace)).first { return DataKeys.kept(newest).number }
        // Of several that do so at once one makes it.
        try await store.commit(try DataKeys.made(1, of: workspace, by: keys, now: clock.now()))
        return 1
    }

    private func box(_ place: Place) async throws -> any SecretBox {
        if let box = opened.withLock({ $0[place] }) { return box }
        guard let keys else { throw MasterKeyMissing() }
        let kept = try await store.read(DataKeys.all(place.workspace)).map(DataKeys.kept).first { $0.number == place.number }
        guard let kept else { throw SecretUnreadable() }
        let box = try keys.box(of: try keys.open(kept.wrapped, for: DataKeys.purpose(place.workspace, place.number)))
        opened.withLock { $0[place] = box }
        return box
    }
}

extension DataKeys {

    static func made(_ number: Int64, of workspace: WorkspaceID, by keys: any KeyRing, now: Timestamp) throws -> SQL {
        insert(workspace, number: number, wrapped: try keys.seal(keys.newKey(), for: purpose(workspace, number)), now: now)
    }
}

/// Something is encrypted, or is to be, and no master key is set up.
package struct MasterKeyMissing: Error, Equatable, Sendable {
    package init() {}
}

extension Error {
    /// Whether a master key is missing, or is another one.
    package var isOfKeys: Bool { self is MasterKeyMissing || self is SecretUnreadable }
}
