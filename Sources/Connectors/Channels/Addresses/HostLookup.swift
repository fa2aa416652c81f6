package import Domain
import Foundation

/// Finds the addresses of a host, best first; injected, so that tests decide what a name means.
package struct HostLookup: Sendable {
    /// - Throws: `HostUnknown`.
    package let addresses: @Sendable (_ host: String) async throws -> [IPAddress]

    package init(_ addresses: @escaping @Sendable (_ host: String) async throws -> [IPAddress]) { self.addresses = addresses }

    /// The system's resolver, which also reads odd forms of a number such as `0x7f.1`.
    ///
    /// It blocks and can't be stopped, so that a lookup that outlasts `limit` is left to itself.
    static func system(within limit: Duration) -> HostLookup {
        HostLookup { host in
            let answer = FirstAnswer<[IPAddress]>()
            let lookup = BlockOperation { answer.come(Result { try resolve(host) }) }
            lookups.addOperation(lookup)
            timers.asyncAfter(deadline: .now() + .milliseconds(Int(limit.milliseconds))) {
                answer.come(.failure(HostUnknown(reason: "looking it up took longer than \(limit)")))
                lookup.cancel()
            }
            return try await withTaskCancellationHandler {
                try await answer.value()
            } onCancel: {
                answer.come(.failure(CancellationError()))
            }
        }
    }
}

package struct HostUnknown: Error {
    package let reason: String

    package init(reason: String) { self.reason = reason }
}

private func resolve(_ host: String) throws -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &found)
    guard code == 0 else { throw HostUnknown(reason: String(cString: gai_strerror(code)).lowercased()) }
    defer { freeaddrinfo(found) }
    return sequence(first: found) { $0?.pointee.ai_next }.compactMap { IPAddress($0?.pointee.ai_addr) }
}

private let lookups = {
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 32
    return queue
}()

private let timers = DispatchQueue(label: "webhook.lookup.limit")
