import Domain
import Foundation
import Testing

@testable import Connectors

@Suite struct `A backup's file` {
    private static let key = try! BackupKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    private static let otherKey = try! BackupKey("HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    /// Two full chunks and a part of one.
    private static let payload = Data((0..<(2 * BackupWriter.chunkSize + 777)).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    @Test(arguments: [true, false]) func `gives back what was written, in chunks of a bounded size`(isEncrypted: Bool) throws {
        let key = isEncrypted ? Self.key : nil
        let (bytes, written) = try made(key)
        var read = Data()
        let manifest = try self.read(bytes, key) {
            #expect($0.count <= BackupWriter.chunkSize)
            read.append($0)
        }
        #expect(manifest == written)
        #expect(manifest.payload_bytes == Int64(Self.payload.count))
        #expect(read == Self.payload)
        #expect((bytes.range(of: Data("contacts".utf8)) == nil) == isEncrypted)
    }

    @Test func `is told from one that needs another key, a key, or none`() throws {
        let (encrypted, plain) = (try made(Self.key).0, try made(nil).0)
        #expect(throws: BackupFault.wrongKey) { try read(encrypted, Self.otherKey) }
        #expect(throws: BackupFault.needsKey) { try read(encrypted, nil) }
        #expect(throws: BackupFault.notEncrypted) { try read(plain, Self.key) }
        #expect(throws: BackupFault.notABackup) { try read(Data("id,name\n".utf8), nil) }
    }

    @Test(arguments: [true, false]) func `shows where it was cut`(isEncrypted: Bool) throws {
        let key = isEncrypted ? Self.key : nil
        let bytes = try made(key).0
        let frame = try frames(bytes)
        for length in [BackupHeader.length, frame[1].lowerBound, frame[2].lowerBound + 9, frame[3].lowerBound, bytes.count - 1] {
            #expect(throws: BackupFault.truncated, "\(length)") { try read(Data(bytes.prefix(length)), key) }
        }
    }

    @Test(arguments: [true, false]) func `shows chunks that were moved, repeated or left out, and what was appended`(isEncrypted: Bool) throws {
        let key = isEncrypted ? Self.key : nil
        let bytes = try made(key).0
        let frame = try frames(bytes).map { bytes[$0] }
        let header = bytes.prefix(BackupHeader.length)
        for order in [[1, 0, 2, 3], [0, 0, 1, 2, 3], [1, 2, 3], [0, 1, 3], [0, 1, 2, 3, 3]] {
            #expect(throws: BackupFault.damaged, "\(order)") { try read(order.reduce(header) { $0 + frame[$1] }, key) }
        }
        // The end of another backup is not this one's.
        #expect(throws: BackupFault.damaged) {
            let other = try made(key, payload: Data("another".utf8)).0
            return try read(bytes.prefix(frame[3].startIndex) + other[try frames(other)[1]], key)
        }
    }

    @Test(arguments: [true, false]) func `shows a changed bit anywhere`(isEncrypted: Bool) throws {
        let key = isEncrypted ? Self.key : nil
        let bytes = try made(key, payload: Data("Ann of the Harbour Hotel".utf8)).0
        for place in 0..<bytes.count where isEncrypted || place < 9 || place >= BackupHeader.length {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: BackupFault.self, "at \(place)") { try read(changed, key) }
        }
    }

    @Test func `has a key and nonces of its own, so that the same content looks different each time`() throws {
        let (first, second) = (try made(Self.key).0, try made(Self.key).0)
        #expect(first.dropFirst(BackupHeader.length) != second.dropFirst(BackupHeader.length))
    }

    @Test(arguments: ["", "short", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="]) func `takes a key of 32 bytes in Base64`(text: String) {
        let error = #expect(throws: ValidationError.self) { try BackupKey(text) }
        #expect(error?.issues.first?.field == "BACKUP_KEY")
    }

    private func made(_ key: BackupKey?, payload: Data = payload) throws -> (Data, BackupManifest) {
        try inFile(Data()) { path in
            let file = try FileHandle(forWritingTo: path)
            var writer = try BackupWriter(file, key: key)
            for start in stride(from: 0, to: payload.count, by: 300_000) { try writer.write(payload[start..<min(start + 300_000, payload.count)]) }
            let manifest = try writer.finish(
                BackupManifest(version: "1", schema: 20, database: "sqlite", created_at: "2026-01-01T00:00:00Z", tables: ["contacts": 3]))
            return (try Data(contentsOf: path), manifest)
        }
    }

    @discardableResult
    private func read(_ bytes: Data, _ key: BackupKey?, _ onPayload: (Data) throws -> Void = { _ in }) throws -> BackupManifest {
        try inFile(bytes) { path in
            var reader = try BackupReader(try FileHandle(forReadingFrom: path), key: key)
            return try reader.readAll(onPayload)
        }
    }

    private func inFile<Result>(_ bytes: Data, _ work: (URL) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: path) }
        try bytes.write(to: path)
        return try work(path)
    }

    /// Where each chunk is, its length included.
    private func frames(_ bytes: Data) throws -> [Range<Int>] {
        var (frames, start) = ([Range<Int>](), BackupHeader.length)
        while start < bytes.count {
            let length = UInt32(bigEndianBytes: bytes[start..<start + 4]) & ~BackupWriter.lastMark
            frames.append(start..<start + 4 + Int(length))
            start += 4 + Int(length)
        }
        return frames
    }
}
