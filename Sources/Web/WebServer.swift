import HTTPTypes
package import Hummingbird
import Logging
import NIOCore

/// The HTTP server as a service.
package enum WebServer {
    /// - Parameters:
    ///   - onlyHealth: whether nothing is served but `/healthz` and `/readyz`, as by a process that works in the background.
    ///   - hosts: the names under which it may be called; others are refused (DNS rebinding).
    ///   - onReady: called with the port once connections are accepted.
    package static func make(
        _ services: WebServices, onlyHealth: Bool = false, host: String, port: Int, hosts: Set<String>,
        onReady: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let operations = onlyHealth ? HealthOperations.all : Routes.all(version: services.version)
        let router = OperationRouter(services: services, operations: operations, hosts: hosts)
        return Application(
            responder: router.responder(),
            server: .http1(configuration: .init(additionalChannelHandlers: [], idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "crm-agent"),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
            logger: Logger(label: "crm-agent.http") { _ in ServerLog(services.logger) }
        )
    }
}
