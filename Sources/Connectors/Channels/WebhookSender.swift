import AsyncHTTPClient
import Domain
import NIOCore
import NIOPosix

/// Sends one request to one checked address.
struct WebhookSender: Sendable {
    let connectTimeout: Duration
    private let trust = SystemTrust()

    init(connectTimeout: Duration) { self.connectTimeout = connectTimeout }

    /// What was sent and what came back, and the error that ended it before the answer was whole.
    ///
    /// The client lives for this request alone: no connection of an earlier one can have died unnoticed, and it maps the
    /// host to the one address that was checked, so that no second lookup can name another. It has a single event loop,
    /// on which the request's end and its sending come one after the other: what has failed unsent is never sent later.
    func send(_ request: HTTPClient.Request, to address: IPAddress, deadline: NIODeadline) async -> (WebhookExchange.Progress, (any Error)?) {
        let http = client(for: request, at: address, before: deadline)
        let exchange = WebhookExchange()
        let task = http.execute(request: request, delegate: exchange, deadline: deadline)
        var failure: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            failure = error
        }
        try? await http.shutdown()
        return (exchange.progress, failure)
    }

    private func client(for request: HTTPClient.Request, at address: IPAddress, before deadline: NIODeadline) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        if request.useTLS { configuration.tlsConfiguration = trust.configuration() }
        // The request's deadline alone would wait for the connection to come about or to fail.
        configuration.timeout.connect = max(.nanoseconds(1), min(TimeAmount(connectTimeout), deadline - .now()))
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.guardStatus()
        // In brackets it is an address already, and as a name it would be shown to the receiver's TLS.
        if !request.host.hasPrefix("[") { configuration.dnsOverride = [request.host: address.description] }
        return HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.next()), configuration: configuration)
    }
}
