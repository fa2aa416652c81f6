import Crypto
import Domain
package import Foundation

/// Writes a backup: chunks of the payload, and the manifest as the last one. Holds one chunk in memory, however large the payload.
package struct BackupWriter {
    /// Of content in a chunk; the manifest has room in one too.
    static let chunkSize = 1 << 20
    /// Beside the length of a chunk: that it is the last.
    static let lastMark: UInt32 = 1 << 31

    private let file: FileHandle
    private var seal: ChunkSeal
    private var waiting = Data()
    private var hash = SHA256()
    private var bytes: Int64 = 0

    /// Writes the header.
    ///
    /// - Parameter key: nil to leave the backup unencrypted.
    package init(_ file: FileHandle, key: BackupKey?) throws {
        var header = BackupHeader(key == nil ? .plain : .encrypted)
        let derived = key?.derived(for: header)
        if let derived { header.keyCheck = derived.check }
        self.file = file
        seal = ChunkSeal(header, derived?.key)
        try file.write(contentsOf: header.bytes)
    }

    package mutating func write(_ data: Data) throws {
        hash.update(data: data)
        bytes += Int64(data.count)
        waiting.append(data)
        while waiting.count >= Self.chunkSize {
            try put(waiting.prefix(Self.chunkSize), isLast: false)
            waiting = Data(waiting.dropFirst(Self.chunkSize))
        }
    }

    /// Ends the backup; what it holds, with the payload's size and hash entered.
    package mutating func finish(_ manifest: BackupManifest) throws -> BackupManifest {
        if !waiting.isEmpty { try put(waiting, isLast: false) }
        var manifest = manifest
        manifest.payload_bytes = bytes
        manifest.payload_sha256 = hash.finalize().hexadecimal
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try put(try encoder.encode(manifest), isLast: true)
        return manifest
    }

    private mutating func put(_ chunk: Data, isLast: Bool) throws {
        let sealed = try seal.seal(chunk, isLast: isLast)
        try file.write(contentsOf: (UInt32(sealed.count) | (isLast ? Self.lastMark : 0)).bigEndianBytes + sealed)
    }
}
