package import AsyncHTTPClient
import NIOCore

/// Makes the one HTTP client that all providers share; whoever makes it also shuts it down.
package enum LLMHTTPClient {
    /// - Parameter connections: the most at once to one server; at least as many as calls run at the same time,
    ///   because a call that waits for a connection uses up its connect timeout.
    package static func make(connectTimeout: Duration = .seconds(10), connections: Int = 512) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = TimeAmount(connectTimeout)
        // A redirected POST would carry the key to a server that nobody configured.
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // The provider retries by its own rules, within its own time.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
