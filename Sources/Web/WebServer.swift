import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
package import ServiceLifecycle
import Storage

/// The HTTP server as a service.
package enum WebServer {
    /// - Parameters:
    ///   - onlyHealth: whether nothing is served but `/healthz` and `/readyz`, as by a process that works in the background.
    ///   - identity: with what it speaks TLS; nil for HTTP only.
    ///   - drainLimit: how long a graceful shutdown waits for requests in hand before they are answered with 503.
    ///   - onReady: called with the port once connections are accepted.
    /// - Throws: `AccessTableFault`.
    package static func make(
        _ services: WebServices, onlyHealth: Bool = false, host: String, port: Int, edge settings: EdgeSettings, identity: TLSIdentity?,
        drainLimit: Duration,
        onReady: @escaping @Sendable (Int) async -> Void
    ) throws -> some Service {
        let callers = Callers()
        let operations = onlyHealth ? HealthOperations.all : Routes.all(version: services.version)
        if !onlyHealth { try AccessTable.check(operations) }
        let edge = Edge(settings, rates: rates(settings, services), log: services.securityLog)
        let router = OperationRouter(services: services, operations: operations, edge: edge, callers: callers)
        let count = ConnectionCount(settings.connections, proxies: settings.proxies, clock: services.clock, logger: services.logger)
        let application = Application(
            responder: router.responder(),
            server: HTTPServerBuilder { responder in
                let http = HTTP1Channel(
                    responder: responder,
                    configuration: .init(
                        additionalChannelHandlers: [CallerHandler(callers)], idleTimeout: .init(ConnectionLimits.idleTime)))
                return LiveChannel(
                    http: http, sockets: LiveSockets(services: services, edge: edge), limits: settings.connections, count: count,
                    callers: callers, identity: identity)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "crm-agent"),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
            logger: Logger(label: "crm-agent.http") { _ in ServerLog(services.logger) }
        )
        return DrainingServer(application: application, callers: callers, services: services, limit: drainLimit)
    }

    private static func rates(_ settings: EdgeSettings, _ services: WebServices) -> RequestRates? {
        guard let quotas = settings.rates else { return nil }
        let isShared = services.store.dialect == .postgres
        let sharing = isShared ? RateSharing(store: services.store, clock: services.clock, logger: services.logger) : nil
        return RequestRates(quotas, clock: services.clock, sharing: sharing)
    }
}

/// Serves until a graceful shutdown has let the requests in hand end, within a limit.
private struct DrainingServer<Server: Service>: Service {
    let application: Server
    let callers: Callers
    let services: WebServices
    let limit: Duration

    func run() async throws {
        // Ends with the server: it is cancelled where it is still waiting then.
        async let _ = callers.interruptShutdown(after: limit, services.clock)
        async let _ = services.securityLog.run()
        try await application.run()
    }
}
