import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// The HTTP clients that all providers share, one on each event loop; whoever makes them also shuts them down.
///
/// Why not one client on all loops: a call has to keep to one loop. On two, a server that answers and closes at once can
/// stop the process, since the client's pool is told of a connection it has dropped already. A client of many loops keeps a
/// call to one only by opening a connection for each call and closing it afterwards.
package final class LLMHTTPClient: Sendable {
    private let clients: [HTTPClient]
    private let calls = Atomic<UInt>(0)

    /// - Parameter connections: the most at once to one server; at least as many as calls run at the same time,
    ///   because a call that waits for a connection uses up its connect timeout.
    package init(connectTimeout: Duration = .seconds(10), connections: Int = 512) {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = TimeAmount(connectTimeout)
        // A redirected POST would carry the key to a server that nobody configured.
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // The provider retries by its own rules, within its own time.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Nobody follows spans here, and each call would make one all the same.
        configuration.tracing.tracer = nil
        configuration.guardStatus(after: FlushConsolidation.add)
        clients = MultiThreadedEventLoopGroup.singleton.makeIterator().map { [configuration] loop in
            HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: configuration)
        }
    }

    func execute<Delegate: HTTPClientResponseDelegate>(
        _ request: HTTPClient.Request, delegate: Delegate, deadline: NIODeadline
    ) -> HTTPClient.Task<Delegate.Response> {
        let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
        return clients[Int(call % UInt(clients.count))].execute(request: request, delegate: delegate, deadline: deadline)
    }

    package func shutdown() async throws {
        for client in clients { try await client.shutdown() }
    }
}
