import ArgumentParser
import Domain
import Foundation
import Journey
import NIOCore
import ServiceLifecycle
import UnixSignals
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the page and the API, and run the agents on their schedules.",
        discussion: "A new database gets a sample business, and each agent writes once, so that there is something to see."
    )

    @OptionGroup var options: DataOptions
    @Option(help: "The port (PORT; 8080 by default; 0 for any free one).") var port: Int?
    @Option(help: "The address (HOST; 127.0.0.1 by default).") var host: String?
    @Flag(help: "Leave a new database empty.") var noSample = false

    func run() async throws {
        try await report { try await serve() }
    }

    private func serve() async throws {
        say("CRM Agent \(CRMAgent.version)")
        let wiring = try await Wiring(options) { settings in
            if let port { settings.port = port }
            if let host { settings.host = host }
            try settings.check()
        }
        try DataFolder(path: wiring.settings.dataFolder).lock()
        if !noSample { try await FirstLook(wiring: wiring).showOnce() }
        do {
            try await services(wiring).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE || error.errnoCode == EACCES {
            throw Domain.ValidationError(
                field: "PORT", "\(wiring.settings.port) cannot be served: another program uses it, or it needs root; write for example 8081")
        }
    }

    private func services(_ wiring: Wiring) -> ServiceGroup {
        let host = wiring.settings.host
        let address = host.contains(":") ? "[\(host)]" : host
        let web = WebServer.make(
            wiring.web, host: host, port: wiring.settings.port, hosts: ["127.0.0.1", "localhost", "[::1]"]
        ) { port in
            say("CRM Agent is ready on http://\(address):\(port)")
        }
        // They start in this order and stop in the reverse one, each having drained.
        let services: [any Service] = [ClosingService(close: wiring.close), wiring.worker, wiring.scheduler, web]
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: wiring.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        configuration.maximumCancellationDuration = .seconds(5)
        return ServiceGroup(configuration: configuration)
    }
}

/// Closes the database and the connections last.
private struct ClosingService: Service {
    // A closure rather than what it closes: the service group logs its services with all they contain.
    let close: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await close()
    }
}
