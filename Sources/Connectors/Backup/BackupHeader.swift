import Domain
import Foundation

/// The first 64 bytes of a backup: what it is, and what its key is derived from (docs/backups.md).
struct BackupHeader {
    enum Mode: UInt8 {
        case plain = 0
        case encrypted = 1
    }

    static let length = 64
    private static let magic = Data("CRMAGBK1".utf8)

    var mode: Mode
    /// Seven bytes that each chunk's nonce begins with.
    var noncePrefix: Data
    /// 32 bytes.
    var salt: Data
    /// 16 bytes; zero without encryption.
    var keyCheck = Data(count: 16)

    /// With a salt and a nonce of its own.
    init(_ mode: Mode) {
        self.mode = mode
        noncePrefix = mode == .plain ? Data(count: 7) : Data(RandomBytes.make(7))
        salt = mode == .plain ? Data(count: 32) : Data(RandomBytes.make(32))
    }

    /// - Throws: `BackupFault.notABackup`.
    init(_ bytes: Data) throws(BackupFault) {
        let bytes = Data(bytes)
        guard bytes.count == Self.length, bytes.prefix(8) == Self.magic, let mode = Mode(rawValue: bytes[8]) else { throw .notABackup }
        self.mode = mode
        (noncePrefix, salt, keyCheck) = (Data(bytes[9..<16]), Data(bytes[16..<48]), Data(bytes[48...]))
    }

    /// What the key check does not cover by itself.
    var start: Data { Self.magic + [mode.rawValue] + noncePrefix }
    var bytes: Data { start + salt + keyCheck }
}
