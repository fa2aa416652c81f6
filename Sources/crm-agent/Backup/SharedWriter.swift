import Connectors
import Foundation
import Synchronization

/// A backup that another thread writes the payload of.
final class SharedWriter: Sendable {
    private let writer: Mutex<BackupWriter>

    init(_ writer: sending BackupWriter) { self.writer = Mutex(writer) }

    @Sendable func write(_ data: Data) throws { try writer.withLock { try $0.write(data) } }

    func finish(_ manifest: BackupManifest) throws -> BackupManifest { try writer.withLock { try $0.finish(manifest) } }
}
