import Foundation

/// What messages call a server: scheme, host and port of its address, without path, user or password.
struct ServerName: CustomStringConvertible, Sendable {
    let description: String

    init(_ address: String) {
        guard let url = URLComponents(string: address), let scheme = url.scheme, let host = url.host else {
            description = "the model server"
            return
        }
        description = "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}
