import Crypto
import Foundation

/// Closes the chunks of a backup one after the other, so that a changed, missing, repeated or moved one shows.
///
/// Encrypted it is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its
/// Nonce-Reuse Misuse-Resistance", CRYPTO 2015) over AES-256-GCM: the nonce is a prefix of the file's, the chunk's number and
/// whether it is the last. Without a key each chunk carries the SHA-256 of all up to it, which finds damage, not malice.
struct ChunkSeal {
    private let header: BackupHeader
    private let key: SymmetricKey?
    private var number: UInt32 = 0
    private var digest = Data()

    init(_ header: BackupHeader, _ key: SymmetricKey?) {
        self.header = header
        self.key = key
    }

    /// What a sealed chunk is longer than its content.
    var overhead: Int { key == nil ? 32 : 16 }

    mutating func seal(_ chunk: Data, isLast: Bool) throws -> Data {
        defer { advance() }
        guard let key else { return chunk + next(chunk, isLast) }
        let box = try AES.GCM.seal(chunk, using: key, nonce: try nonce(isLast))
        return box.ciphertext + box.tag
    }

    /// - Throws: `BackupFault.damaged`.
    mutating func open(_ sealed: Data, isLast: Bool) throws -> Data {
        guard sealed.count >= overhead else { throw BackupFault.damaged }
        defer { advance() }
        let (chunk, mark) = (sealed.dropLast(overhead), sealed.suffix(overhead))
        guard let key else {
            guard next(chunk, isLast) == mark else { throw BackupFault.damaged }
            return Data(chunk)
        }
        guard let box = try? AES.GCM.SealedBox(nonce: try nonce(isLast), ciphertext: chunk, tag: mark),
            let opened = try? AES.GCM.open(box, using: key)
        else { throw BackupFault.damaged }
        return opened
    }

    private mutating func advance() { number += 1 }

    private func nonce(_ isLast: Bool) throws -> AES.GCM.Nonce {
        try AES.GCM.Nonce(data: header.noncePrefix + number.bigEndianBytes + [isLast ? 1 : 0])
    }

    private mutating func next(_ chunk: Data, _ isLast: Bool) -> Data {
        var hash = SHA256()
        hash.update(data: digest)
        hash.update(data: number.bigEndianBytes + [isLast ? 1 : 0])
        hash.update(data: chunk)
        digest = Data(hash.finalize())
        return digest
    }
}

extension UInt32 {
    var bigEndianBytes: Data { Swift.withUnsafeBytes(of: bigEndian) { Data($0) } }

    init(bigEndianBytes bytes: Data) { self = bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
