import AsyncHTTPClient
package import Domain
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOPosix

/// Asks an identity provider, with a client of its own for each request: there are few, and none of them may find a connection dead.
package struct IdentityHTTPClient: IdentityHTTP {
    private static let most = 1 << 20
    private let connectTimeout: Duration
    private let timeout: Duration
    private let trust = SystemTrust()

    package init(connectTimeout: Duration = .seconds(5), timeout: Duration = .seconds(10)) {
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }

    package func send(_ request: IdentityRequest) async throws(ProviderAway) -> IdentityAnswer {
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.next()), configuration: configuration())
        let result: Result<IdentityAnswer, any Error>
        do {
            let response = try await client.execute(outgoing(request), deadline: .now() + TimeAmount(timeout))
            let body = try await response.body.collect(upTo: Self.most)
            result = .success(IdentityAnswer(status: Int(response.status.code), body: Data(buffer: body)))
        } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        switch result {
        case .success(let answer): return answer
        case .failure(let error): throw ProviderAway(reason: "\(type(of: error)): \(error)")
        }
    }

    private func outgoing(_ request: IdentityRequest) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.headers.add(name: "accept", value: "application/json")
        if let authorization = request.authorization { outgoing.headers.add(name: "authorization", value: authorization.value) }
        if let form = request.form {
            outgoing.method = .POST
            outgoing.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            outgoing.body = .bytes(ByteBuffer(string: form.value))
        }
        return outgoing
    }

    private func configuration() -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        if let tls = trust.configuration() { configuration.tlsConfiguration = tls }
        configuration.timeout.connect = TimeAmount(connectTimeout)
        // A redirected request would carry the secret, or trust the keys, of a server that nobody configured.
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.guardStatus()
        return configuration
    }
}
