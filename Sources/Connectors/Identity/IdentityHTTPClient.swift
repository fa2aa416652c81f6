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
            let response = try await whole(try outgoing(request), of: client)
            result = .success(IdentityAnswer(status: Int(response.status.code), body: response.body.map { Data(buffer: $0) } ?? Data()))
        } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        switch result {
        case .success(let answer): return answer
        case .failure(let error): throw ProviderAway(reason: "\(type(of: error)): \(error)")
        }
    }

    /// The whole answer. The client's deadline covers its body too, which the newer `execute` leaves out.
    private func whole(_ request: HTTPClient.Request, of client: HTTPClient) async throws -> HTTPClient.Response {
        let answer = ResponseAccumulator(request: request, maxBodySize: Self.most)
        let task = client.execute(request: request, delegate: answer, deadline: .now() + TimeAmount(timeout))
        return try await withTaskCancellationHandler {
            try await task.get()
        } onCancel: {
            task.cancel()
        }
    }

    private func outgoing(_ request: IdentityRequest) throws -> HTTPClient.Request {
        var headers: HTTPHeaders = ["accept": "application/json"]
        if let authorization = request.authorization { headers.add(name: "authorization", value: authorization.value) }
        guard let form = request.form else { return try HTTPClient.Request(url: request.url, headers: headers) }
        headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        return try HTTPClient.Request(url: request.url, method: .POST, headers: headers, body: .string(form.value))
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
