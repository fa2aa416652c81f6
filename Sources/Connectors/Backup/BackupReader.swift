import Crypto
import Domain
package import Foundation

/// Reads a backup chunk by chunk; nothing of it counts before the manifest has come.
package struct BackupReader {
    private let file: FileHandle
    private var seal: ChunkSeal
    private var hash = SHA256()
    private var bytes: Int64 = 0

    /// - Throws: `BackupFault` for what is no backup, or none that this key opens.
    package init(_ file: FileHandle, key: BackupKey?) throws {
        self.file = file
        let header = try BackupHeader(try file.exactly(BackupHeader.length, orThrow: .notABackup))
        switch (header.mode, key) {
        case (.plain, nil): seal = ChunkSeal(header, nil)
        case (.plain, _?): throw BackupFault.notEncrypted
        case (.encrypted, nil): throw BackupFault.needsKey
        case (.encrypted, let key?):
            let derived = key.derived(for: header)
            guard derived.check == header.keyCheck else { throw BackupFault.wrongKey }
            seal = ChunkSeal(header, derived.key)
        }
    }

    /// Reads to the end and checks everything.
    ///
    /// - Parameter onPayload: given the payload piece by piece.
    /// - Throws: `BackupFault`, and what `onPayload` throws.
    package mutating func readAll(_ onPayload: (Data) throws -> Void = { _ in }) throws -> BackupManifest {
        while true {
            let length = UInt32(bigEndianBytes: try file.exactly(4, orThrow: .truncated))
            let isLast = length & BackupWriter.lastMark != 0
            let size = Int(length & ~BackupWriter.lastMark)
            guard size <= BackupWriter.chunkSize + seal.overhead else { throw BackupFault.damaged }
            let chunk = try seal.open(try file.exactly(size, orThrow: .truncated), isLast: isLast)
            if isLast { return try manifest(chunk) }
            hash.update(data: chunk)
            bytes += Int64(chunk.count)
            try onPayload(chunk)
        }
    }

    private func manifest(_ chunk: Data) throws -> BackupManifest {
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: chunk), manifest.format == 1 else { throw BackupFault.notABackup }
        guard manifest.payload_bytes == bytes, manifest.payload_sha256 == hash.finalize().hexadecimal,
            try file.read(upToCount: 1)?.isEmpty ?? true
        else { throw BackupFault.damaged }
        return manifest
    }
}

extension FileHandle {
    fileprivate func exactly(_ count: Int, orThrow fault: BackupFault) throws -> Data {
        var data = Data()
        while data.count < count, let more = try read(upToCount: count - data.count), !more.isEmpty { data.append(more) }
        guard data.count == count else { throw fault }
        return data
    }
}
