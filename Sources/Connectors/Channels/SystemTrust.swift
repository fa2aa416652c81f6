import Foundation
import NIOSSL
import Synchronization

/// The certificates the system trusts, parsed once for all connections and again when their file has changed.
///
/// By itself each client parses them anew, which takes longer than all else of a delivery. On Linux only: elsewhere it
/// is the system that verifies.
final class SystemTrust: Sendable {
    private struct Parsed {
        var version: FileVersion
        var configuration: TLSConfiguration
    }

    private let files: [String]
    private let folder: String
    private let parsed = Mutex<Parsed?>(nil)

    /// Looks where NIOSSL looks as well: on Debian and its like, on Fedora and its like.
    init(
        files: [String] = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"], folder: String = "/etc/ssl/certs"
    ) {
        self.files = files
        self.folder = folder
    }

    /// For a client that trusts what it would by itself; nil where it is to find that out by itself.
    func configuration() -> TLSConfiguration? {
        #if os(Linux)
            guard let file = files.first(where: { FileVersion($0) != nil }), let version = FileVersion(file) else { return nil }
            return parsed.withLock { parsed in
                if parsed?.version != version {
                    parsed = (try? read(file)).map { Parsed(version: version, configuration: $0) }
                }
                return parsed?.configuration
            }
        #else
            return nil
        #endif
    }

    private func read(_ file: String) throws -> TLSConfiguration {
        let certificates = try NIOSSLCertificate.fromPEMFile(file)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue {
            // Of a folder no more is read than a connection needs, when it needs it.
            configuration.trustRoots = .file(folder)
            configuration.additionalTrustRoots = [.certificates(certificates)]
        } else {
            configuration.trustRoots = .certificates(certificates)
        }
        return configuration
    }
}

/// What differs once a file has been written anew.
private struct FileVersion: Equatable {
    #if os(Linux)
        private let inode: UInt, size: Int, seconds: Int, nanoseconds: Int

        /// Nil where there is no such file.
        init?(_ path: String) {
            var found = stat()
            guard stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return nil }
            (inode, size) = (UInt(found.st_ino), Int(found.st_size))
            (seconds, nanoseconds) = (Int(found.st_mtim.tv_sec), Int(found.st_mtim.tv_nsec))
        }
    #endif
}
