import Domain
import Foundation
import NIOCore
import NIOPosix

/// Learns whether an address can be served, before anything is created for it.
enum PortProbe {
    /// - Throws: `ValidationError` naming PORT or HOST.
    static func check(host: String, port: Int) async throws {
        do {
            let server = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            try await server.bind(host: host, port: port).get().close()
        } catch let error as IOError {
            throw fault(error, port: port)
        } catch is SocketAddressError.UnknownHost {
            throw unknownHost
        }
    }

    private static let unknownHost = ValidationError(field: "HOST", "is no address of this machine; write for example 127.0.0.1")

    /// What a failure to listen says to a person, where they can mend it.
    static func fault(_ error: IOError, port: Int) -> any Error {
        if error.errnoCode == EADDRNOTAVAIL {
            return unknownHost
        }
        guard error.errnoCode == EADDRINUSE || error.errnoCode == EACCES else { return error }
        return ValidationError(field: "PORT", "\(port) cannot be served: another program uses it, or it needs root; write for example 8081")
    }
}
